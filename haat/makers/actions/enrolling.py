"""A maker comes in."""

from collections.abc import Collection, Sequence

from django.conf import settings
from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.identifiers import mask_phone
from haat.core.languages import best
from haat.core.locks import hold
from haat.core.models import Picture
from haat.core.slugs import free_slug, numbered
from haat.makers import papers
from haat.makers.actions.members import NewMember, add_member, add_members
from haat.makers.actions.selling import address_of, make_seller, refuse_closed
from haat.makers.alike import keys_of
from haat.makers.errors import (
    AlreadyHere,
    BlockOutsideMart,
    OtherMart,
    PlaceOutsideBlock,
    SameLokos,
    SamePhoneAndName,
    UnknownKind,
)
from haat.makers.errors.organisations import OrganisationClosed
from haat.makers.models import Maker, Member, NameKey, Organisation, Seller
from haat.makers.naming import Names, english_first, given, told
from haat.makers.queries import holder_of, name, namesake, organisations_of, slug_told, unreached_namesake
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
    phone: str = "",
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

    Without `phone` she is known and signs in once it is (`change_maker`); without `place` it is the block's; without
    `seller` the maker sells in its own name. A maker the mart knows (by its LokOS number, by phone and name, or without
    a phone by its names and the leader's in one village) is not enrolled again. Raises HaatError naming the field.
    """
    names, leader_names, stories = given(names), given(leader_names, "leader_names"), told(stories or {})
    check_enrolment(mart, kind=kind, block=block, place=place, seller=seller, organisation=organisation)
    phone, pin = papers.phone_if_known(phone, demo=settings.DEMO), papers.pin_near(block, pin)
    since, lokos_id = papers.year(since), papers.lokos(lokos_id)
    hold(mart)
    if organisation is not None and not organisations_of(mart).filter(pk=organisation.pk).exists():
        raise OrganisationClosed("organisation")
    if seller is not None and seller.organisation_id is not None:
        refuse_closed(seller)
    check_new(mart, phone=phone, names=names, lokos_id=lokos_id)
    if not phone:
        _check_unreached(mart, place=place or block, names=names, leader_names=leader_names)
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
    note_names(maker)
    record("makers.enrolled", maker, by=by, kind=kind, slug=slug_told(maker), phone=mask_phone(phone))
    language = leader_language or mart.default_language
    known = best(leader_names, language).text
    user = sign_up(phone, name=known, language=language, by=by) if phone else None
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


def note_names(maker: Maker) -> None:
    """Keep the keys of its names, by which another spelling of them is found."""
    keys = keys_of(maker.names)
    there = set(maker.name_keys.values_list("key", flat=True))
    NameKey.objects.filter(maker=maker, key__in=there - keys).delete()
    NameKey.objects.bulk_create([NameKey(maker=maker, key=key) for key in sorted(keys - there)])


def check_new(mart: Mart, *, phone: str, names: Names, lokos_id: str, but: Maker | None = None) -> None:
    """Raises SameLokos, SamePhoneAndName when a maker other than `but` is already so known."""
    known = holder_of(mart, lokos_id)
    if known is not None and known != but:
        raise SameLokos(name(known), known.pk)
    known = namesake(mart, phone, names, but=but) if phone else None
    if known is not None:
        raise SamePhoneAndName(name(known), known.pk)


def _check_unreached(mart: Mart, *, place: Place, names: Names, leader_names: Names) -> None:
    known = unreached_namesake(mart, place=place, names=names, leader_names=leader_names)
    if known is not None:
        raise AlreadyHere(name(known), known.pk)


def _free_slug(mart: Mart, names: Names) -> str:
    """An address no maker of the mart has: the name, else the name with a number."""
    base = free_slug(english_first(names), (), limit=80, otherwise="maker")
    return free_slug_of(mart, base)


def free_slug_of(mart: Mart, base: str, also: Collection[str] = ()) -> str:
    """An address, with a number where it is taken, which no maker of the mart has, and none is to have `also`."""
    makers = Maker.objects.filter(mart=mart)
    return numbered(base, lambda slug: slug in also or makers.filter(slug=slug).exists())


def check_enrolment(
    mart: Mart,
    *,
    kind: str,
    block: Place,
    place: Place | None,
    seller: Seller | None,
    organisation: Organisation | None,
) -> None:
    """Whether kind, places, seller and organisation fit together. Raises HaatError."""
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
