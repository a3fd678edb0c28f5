"""Finding places, PIN codes and the next festival."""

from collections.abc import Iterable
from datetime import date

from haat.core.identifiers import InvalidIdentifier, clean_pin
from haat.core.languages import best
from haat.core.slugs import slug
from haat.places import data, errors
from haat.places.data import Festival
from haat.places.models import STEP, Mart, PinCode, Place


def pin(text: str) -> PinCode | None:
    """The PIN code as typed, with district and state loaded; None when no post office has it."""
    try:
        code = clean_pin(text)
    except InvalidIdentifier:
        return None
    return PinCode.objects.select_related("district", "state").filter(pin=code).first()


def blocks_of(mart: Mart) -> list[Place]:
    """The blocks of the mart's place, by English name."""
    blocks = Place.objects.within(mart.place).filter(kind=Place.Kind.BLOCK)
    return sorted(blocks, key=lambda block: str(block))


def localities_of(block: Place) -> list[Place]:
    """The villages and towns of a block, by English name."""
    return sorted(block.children.filter(kind=Place.Kind.LOCALITY), key=lambda place: str(place))


def named(places: Iterable[Place], text: str) -> Place | None:
    """The one of `places` that is called so, in any of its languages, or has this LGD code."""
    for place in places:
        spoken = {slug(name) for name in place.names.values()} | {place.slug}
        if text == str(place.lgd_code) or slug(text) in spoken - {""}:
            return place
    return None


def district(text: str, *, state: str = "") -> Place:
    """A district by its name or LGD code, `state` too where two states have one of that name.

    Raises HaatError (places.unknown, places.ambiguous).
    """
    found = [place for place in Place.objects.filter(kind=Place.Kind.DISTRICT) if named([place], text)]
    if state:
        within = named(Place.objects.filter(kind=Place.Kind.STATE), state)
        found = [place for place in found if within is not None and within.contains(place)]
    if not found:
        raise errors.unknown_place(text)
    if len(found) > 1:
        raise errors.ambiguous_place(text, ", ".join(sorted(str(place.parent) for place in found)))
    return found[0]


def by_lgd(kind: str, code: int) -> Place | None:
    """The place of a kind by its Local Government Directory code."""
    return Place.objects.filter(kind=kind, lgd_code=code).first()


def name(place: Place, language: str | None = None) -> str:
    """The place's name in `language` (the active one if not given), or the nearest there is."""
    return best(place.names, language).text or place.slug


def state_of(place: Place) -> Place:
    """The state `place` lies in (itself when it is one)."""
    return Place.objects.get(path=place.path[:STEP])


def mart_by_host(host: str) -> Mart | None:
    """The mart that answers under a host name (no port), its place loaded."""
    return Mart.objects.select_related("place").filter(hosts__host=host.lower()).first()


def next_festival(mart: Mart, day: date) -> Festival | None:
    """The festival of the mart's state that is on at `day` or begins next; None when the list ends."""
    state = state_of(mart.place).lgd_code
    coming = (festival for festival in data.festivals() if state in festival.states and festival.ends >= day)
    return min(coming, key=lambda festival: (festival.starts, festival.ends), default=None)
