"""Finding places, PIN codes and the next festival."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, Q, QuerySet
from django.utils import timezone

from haat.core.cursors import cursor, prepares
from haat.core.identifiers import InvalidIdentifier, clean_pin
from haat.core.languages import best
from haat.core.prepared import Prepared, Slot
from haat.core.queries import events_of
from haat.core.slugs import slug
from haat.places import data
from haat.places.data import Festival
from haat.places.errors import AmbiguousPlace, UnknownPlace
from haat.places.models import STEP, Mart, MartHost, PinCode, Place, PlaceQuerySet


def pin(text: str) -> PinCode | None:
    """The PIN code as typed, with district and state loaded; None when no post office has it."""
    try:
        code = clean_pin(text)
    except InvalidIdentifier:
        return None
    return _pins.first(pin=code)


@Prepared
def _pins() -> QuerySet[PinCode]:
    return PinCode.objects.select_related("district", "state").filter(pin=Slot("pin", CharField()))


def blocks_of(mart: Mart) -> list[Place]:
    """The blocks of the mart's place, by English name."""
    return sorted(blocks_within(mart.place), key=lambda block: str(block))


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


class Called:
    """Places by what they are called, found as `named` finds them: for a whole table, each looked at once."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._codes: dict[str, Place] = {}
        self._names: dict[str, Place] = {}
        for place in places:
            self._codes.setdefault(str(place.lgd_code), place)
            for spoken in {slug(name) for name in place.names.values()} | {place.slug}:
                self._names.setdefault(spoken, place)

    def find(self, text: str) -> Place | None:
        """The place that has this name in any of its languages, or this LGD code."""
        return self._codes.get(text) or (self._names.get(said) if (said := slug(text)) else None)


def district(text: str, *, state: str = "") -> Place:
    """A district by its name or LGD code, `state` too where two states have one of that name.

    Raises UnknownPlace, AmbiguousPlace.
    """
    found = [place for place in Place.objects.filter(kind=Place.Kind.DISTRICT) if named([place], text)]
    if state:
        within = named(Place.objects.filter(kind=Place.Kind.STATE), state)
        found = [place for place in found if within is not None and within.contains(place)]
    if not found:
        raise UnknownPlace(text)
    if len(found) > 1:
        raise AmbiguousPlace(text, ", ".join(sorted(str(place.parent) for place in found)))
    return found[0]


def name(place: Place, language: str | None = None) -> str:
    """The place's name in `language` (the active one if not given), or the nearest there is."""
    return best(place.names, language).text or place.slug


def state_of(place: Place) -> Place:
    """The state `place` lies in (itself when it is one)."""
    return Place.objects.get(path=place.path[:STEP])


def mart_now(mart: Mart) -> Mart:
    """The mart as it stands in the database, its place loaded: what a request holds may be half a minute old."""
    return Mart.objects.select_related("place__parent").get(pk=mart.pk)


def made_at(mart: Mart) -> datetime:
    """When the mart was made; now, where nothing was told of it."""
    made = events_of(mart.pk, ("places.mart_opened",)).values_list("at", flat=True).last()
    return made or timezone.now()


def waits_in(mart: Mart) -> QuerySet[Mart]:
    """The mart itself while something of it waits: to be opened, or for a second person to agree."""
    return Mart.objects.filter(Q(opened_at=None) | ~Q(proposed={}), pk=mart.pk)


@dataclass(frozen=True)
class Kept:
    """A festival of the mart: as the project's list has it (`listed`), or as the mart has set it (`own`), or both."""

    festival: Festival
    year: int
    listed: Festival | None
    own: bool
    shown: bool


def festivals_of(mart: Mart) -> list[Kept]:
    """The festivals of the mart's state, and what the mart has added or dates otherwise, by first day."""
    state = state_of(mart.place).lgd_code
    own = {(entry["key"], entry["year"]): entry for entry in mart.festivals}
    listed = {(each.key, each.starts.year): each for each in data.festivals() if state in each.states}
    known = listed.keys() | own.keys()
    found = [_kept(key, year, listed.get((key, year)), own.get((key, year))) for key, year in known]
    return sorted(found, key=lambda kept: (kept.festival.starts, kept.festival.ends, kept.festival.key))


def _kept(key: str, year: int, listed: Festival | None, entry: Mapping[str, Any] | None) -> Kept:
    if entry is None:
        assert listed is not None
        return Kept(listed, year, listed, own=False, shown=True)
    names = dict(entry["names"])
    en, hi, mr = (names.pop(code, "") for code in ("en", "hi", "mr"))
    starts, ends = date.fromisoformat(entry["starts"]), date.fromisoformat(entry["ends"])
    festival = Festival(key, starts, ends, en, hi, mr, frozenset(), is_certain=True, others=tuple(names.items()))
    return Kept(festival, year, listed, own=True, shown=entry["shown"])


def next_festival(mart: Mart, day: date) -> Festival | None:
    """The festival of the mart that is on at `day` or begins next; None when the list ends."""
    coming = (kept.festival for kept in festivals_of(mart) if kept.shown and kept.festival.ends >= day)
    return next(coming, None)


# What is asked of each mart and place, as it was written the first time: the same rows are counted on every page.
_COUNTING: dict[tuple[str, Hashable], tuple[tuple[str, ...], str, tuple[Any, ...]]] = {}
MOST_KEPT = 2000
# More rows than these are not counted one by one.
MOST_COUNTED = 999


def counted(key: Hashable, groups: Callable[[], Mapping[str, Iterable[QuerySet[Any]]]]) -> dict[str, int]:
    """By name, how many rows these querysets have, up to MOST_COUNTED + 1 of each; one statement for all.

    What is asked is written once for a `key` and database, so `groups` must always give the same for the same key.
    """
    kept = (connection.vendor, key)
    if kept not in _COUNTING:
        while len(_COUNTING) >= MOST_KEPT:
            _COUNTING.pop(next(iter(_COUNTING)))
        _COUNTING[kept] = _written(groups())
    names, sql, params = _COUNTING[kept]
    with cursor(connection) as lines:
        lines.execute(sql, params)
        return dict(zip(names, lines.fetchone(), strict=False))


def _written(groups: Mapping[str, Iterable[QuerySet[Any]]]) -> tuple[tuple[str, ...], str, tuple[Any, ...]]:
    """The names, and the statement that counts the rows of each."""
    sums: list[str] = []
    params: list[Any] = []
    for found in groups.values():
        counts = ["0"]
        for rows in found:
            try:
                sql, given = rows.order_by().values("pk")[: MOST_COUNTED + 1].query.sql_with_params()
            except EmptyResultSet:
                continue
            counts.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")
            params.extend(given)
        sums.append(" + ".join(counts))
    statement = f"SELECT {', '.join(sums) or '0'}"
    if prepares(connection):  # kept by the database as well: planning it takes longer than counting
        from haat.core.postgresql import with_constants

        return tuple(groups), with_constants(connection, statement, tuple(params), Slot), ()
    return tuple(groups), statement, tuple(params)


def hosts() -> list[MartHost]:
    """Every host name with its mart, the first mart's first name leading."""
    return list(MartHost.objects.select_related("mart__place__parent").order_by("mart_id", "host"))


def blocks_within(place: Place) -> PlaceQuerySet:
    """The blocks of a place, or the block itself."""
    return Place.objects.within(place).filter(kind=Place.Kind.BLOCK)


def localities_within(place: Place) -> PlaceQuerySet:
    """The villages and towns at or below a place, with the block of each."""
    return Place.objects.within(place).filter(kind=Place.Kind.LOCALITY).select_related("parent")


def districts_and_blocks(place: Place) -> PlaceQuerySet:
    """The district and its blocks at or below a place, from above."""
    return Place.objects.within(place).filter(kind__in=(Place.Kind.DISTRICT, Place.Kind.BLOCK)).order_by("path")


def states() -> PlaceQuerySet:
    """Every state that is known."""
    return Place.objects.filter(kind=Place.Kind.STATE).order_by("slug")


def places_by_id(ids: Iterable[int]) -> dict[int, Place]:
    """Id → place."""
    return Place.objects.in_bulk(set(ids))
