"""A maker comes in, and changes."""

from django.conf import settings
from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.identifiers import mask_phone
from haat.core.languages import best
from haat.core.models import Picture
from haat.core.slugs import free_slug
from haat.makers import errors, papers
from haat.makers.actions.members import add_member, locked
from haat.makers.actions.selling import make_seller
from haat.makers.models import Maker, Organisation, Seller
from haat.makers.naming import Names, english_first, given
from haat.people.actions import sign_up
from haat.places.models import Mart, Place


@transaction.atomic
def enrol_maker(
    mart: Mart,
    *,
    kind: str,
    names: Names,
    block: Place,
    place: Place | None = None,
    pin: str,
    phone: str,
    leader_names: Names,
    leader_language: str = "",
    seller: Seller | None = None,
    organisation: Organisation | None = None,
    stories: Names | None = None,
    since: int | None = None,
    lokos_id: str = "",
    portrait: Picture | None = None,
    by: Actor,
) -> Maker:
    """Enrol a maker with its leader, who may sign in with `phone` at once.

    Without `place` it is the block's; without `seller` the maker sells in its own name. Raises HaatError
    naming the field.
    """
    names, leader_names = given(names), given(leader_names, "leader_names")
    _check_enrolment(mart, kind=kind, block=block, place=place, seller=seller, organisation=organisation)
    phone, pin = papers.phone(phone, demo=settings.DEMO), papers.pin(pin)
    if seller is None:
        seller = _own_seller(mart, names, place or block, pin, by)
    Mart.objects.select_for_update(no_key=True).get(pk=mart.pk)
    taken = set(Maker.objects.filter(mart=mart).values_list("slug", flat=True))
    maker = Maker.objects.create(
        mart=mart,
        kind=kind,
        slug=free_slug(english_first(names), taken, limit=80, otherwise="maker"),
        names=names,
        stories=dict(stories or {}),
        block=block,
        place=place or block,
        pin=pin,
        phone=phone,
        since=since,
        organisation=organisation,
        seller=seller,
        lokos_id=lokos_id,
        portrait=portrait,
    )
    record("makers.enrolled", maker, by=by, kind=kind, slug=maker.slug, phone=mask_phone(phone))
    language = leader_language or mart.default_language
    user = sign_up(phone, name=best(leader_names, language).text, language=language, by=by)
    add_member(maker, names=leader_names, user=user, leads=True, by=by)
    return maker


def _check_enrolment(
    mart: Mart,
    *,
    kind: str,
    block: Place,
    place: Place | None,
    seller: Seller | None,
    organisation: Organisation | None,
) -> None:
    if kind not in Maker.Kind.values:
        raise errors.unknown_kind(kind)
    if block.kind != Place.Kind.BLOCK or not mart.place.contains(block):
        raise errors.block_outside_mart()
    if place is not None and not block.contains(place):
        raise errors.place_outside_block()
    if seller is not None and seller.mart_id != mart.pk:
        raise errors.other_mart("seller")
    if organisation is not None and organisation.mart_id != mart.pk:
        raise errors.other_mart("organisation")


def _own_seller(mart: Mart, names: Names, place: Place, pin: str, by: Actor) -> Seller:
    address = ", ".join(dict.fromkeys([str(place), str(place.parent)]))
    return make_seller(mart, legal_name=english_first(names)[0], address=address, pin=pin, by=by)


@transaction.atomic
def change_maker(
    maker: Maker,
    *,
    names: Names | None = None,
    stories: Names | None = None,
    phone: str | None = None,
    portrait: Picture | None = None,
    seller: Seller | None = None,
    by: Actor,
) -> Maker:
    """Change what is given; what is None stays. Raises HaatError naming the field."""
    maker = locked(maker)
    wanted: dict[str, object] = {}
    if names is not None:
        wanted["names"] = given(names)
    if stories is not None:
        wanted["stories"] = dict(stories)
    if phone is not None:
        wanted["phone"] = papers.phone(phone, demo=settings.DEMO)
    if portrait is not None:
        wanted["portrait"] = portrait
    if seller is not None:
        if seller.mart_id != maker.mart_id:
            raise errors.other_mart("seller")
        wanted["seller"] = seller
    for field, value in wanted.items():
        setattr(maker, field, value)
    maker.save(update_fields=list(wanted))
    record("makers.changed", maker, by=by, fields=sorted(wanted))
    return maker
