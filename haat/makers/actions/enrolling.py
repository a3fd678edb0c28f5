"""A maker comes in."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.identifiers import mask_phone
from haat.core.languages import best
from haat.core.locks import hold
from haat.core.models import Picture
from haat.core.slugs import free_slug
from haat.makers import papers
from haat.makers.actions.members import NewMember, add_member, add_members
from haat.makers.actions.selling import make_seller
from haat.makers.errors import BlockOutsideMart, OtherMart, PlaceOutsideBlock, SameLokos, SamePhoneAndName, UnknownKind
from haat.makers.models import Maker, Member, Organisation, Seller
from haat.makers.naming import Names, english_first, given, told
from haat.makers.queries import holder_of, name, namesake
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
    members: Sequence[NewMember] = (),
    seller: Seller | None = None,
    organisation: Organisation | None = None,
    stories: Names | None = None,
    since: int | None = None,
    lokos_id: str = "",
    portrait: Picture | None = None,
    by: Actor,
) -> Maker:
    """Enrol a maker with its leader, who may sign in with `phone` at once, and further `members`.

    Without `place` it is the block's; without `seller` the maker sells in its own name. A maker the mart knows
    (by its LokOS number, or by phone and name) is not enrolled again. Raises HaatError naming the field.
    """
    names, leader_names, stories = given(names), given(leader_names, "leader_names"), told(stories or {})
    _check_enrolment(mart, kind=kind, block=block, place=place, seller=seller, organisation=organisation)
    phone, pin = papers.phone(phone, demo=settings.DEMO), papers.pin_near(block, pin)
    since, lokos_id = papers.year(since), papers.lokos(lokos_id)
    hold(mart)
    check_new(mart, phone=phone, names=names, lokos_id=lokos_id)
    maker = Maker.objects.create(
        mart=mart,
        kind=kind,
        slug=_free_slug(mart, names),
        names=names,
        stories=stories,
        block=block,
        place=place or block,
        pin=pin,
        phone=phone,
        since=since,
        organisation=organisation,
        seller=seller or _own_seller(mart, names, place or block, pin, by),
        lokos_id=lokos_id,
        portrait=portrait,
    )
    record("makers.enrolled", maker, by=by, kind=kind, slug=maker.slug, phone=mask_phone(phone))
    language = leader_language or mart.default_language
    user = sign_up(phone, name=best(leader_names, language).text, language=language, by=by)
    add_members(maker, members=[NewMember(leader_names, user, leads=True), *members], by=by)
    return maker


@transaction.atomic
def enrol_member(maker: Maker, *, names: Names, phone: str = "", by: Actor) -> Member:
    """A further member of a group. With a `phone`, as typed, she may sign in and act for the group at once.

    Raises HaatError naming the field.
    """
    code = maker.mart.default_language
    number = papers.phone(phone, demo=settings.DEMO) if phone else ""
    user = sign_up(number, name=names.get(code, ""), language=code, by=by) if number else None
    return add_member(maker, names=names, user=user, by=by)


def check_new(mart: Mart, *, phone: str, names: Names, lokos_id: str, but: Maker | None = None) -> None:
    """Raises SameLokos, SamePhoneAndName when a maker other than `but` is already so known."""
    known = holder_of(mart, lokos_id)
    if known is not None and known != but:
        raise SameLokos(name(known), known.pk)
    known = namesake(mart, phone, names, but=but)
    if known is not None:
        raise SamePhoneAndName(name(known), known.pk)


def _free_slug(mart: Mart, names: Names) -> str:
    """An address no maker of the mart has: the name, else the name with a number.

    Asks for one address at a time, in leaps and then closer: of a thousand makers of one name it reads twenty.
    """
    base = free_slug(english_first(names), (), limit=80, otherwise="maker")
    makers = Maker.objects.filter(mart=mart)
    if not makers.filter(slug=base).exists():
        return base
    taken, free = 1, 2
    while makers.filter(slug=f"{base}-{free}").exists():
        taken, free = free, free * 2
    while free - taken > 1:
        middle = (taken + free) // 2
        if makers.filter(slug=f"{base}-{middle}").exists():
            taken = middle
        else:
            free = middle
    return f"{base}-{free}"


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
        raise UnknownKind(kind)
    if block.kind != Place.Kind.BLOCK or not mart.place.contains(block):
        raise BlockOutsideMart()
    if place is not None and not block.contains(place):
        raise PlaceOutsideBlock()
    if seller is not None and seller.mart_id != mart.pk:
        raise OtherMart("seller")
    if organisation is not None and organisation.mart_id != mart.pk:
        raise OtherMart("organisation")


def _own_seller(mart: Mart, names: Names, place: Place, pin: str, by: Actor) -> Seller:
    return make_seller(mart, legal_name=english_first(names)[0], address=address_of(place), pin=pin, by=by)


def address_of(place: Place) -> str:
    """Village and block, or block and district, as an invoice has them."""
    return ", ".join(dict.fromkeys([str(place), str(place.parent)]))
