"""Federations and village organisations: made, changed, moved, merged and closed.

Whoever changes the tree of a mart holds the mart first: two of them stand in a line, and nothing is hung on what is
being closed.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from haat.core.actor import Actor
from haat.core.errors import Gone
from haat.core.events import Happened, changes, record, record_all
from haat.core.locks import hold, hold_all, hold_key
from haat.core.rows import batches, update
from haat.core.slugs import free_slug, numbered
from haat.makers.actions.members import held
from haat.makers.errors import OtherMart
from haat.makers.errors.organisations import (
    CannotMerge,
    OrganisationClosed,
    OrganisationNotEmpty,
    PlaceOutsideMart,
    SameNameBeside,
    WrongParent,
)
from haat.makers.models import Maker, Organisation, Seller
from haat.makers.naming import Names, english_first, given
from haat.messages.actions import invite_and_send
from haat.people.models import Role
from haat.people.queries import holds_at
from haat.places.models import Mart, Place

KIND = Organisation.Kind


@transaction.atomic
def make_organisation(
    mart: Mart,
    *,
    kind: str,
    names: Names,
    place: Place,
    parent: Organisation | None = None,
    apart: bool = False,
    by: Actor,
) -> Organisation:
    """A federation, or a village organisation below one (`parent`). Raises HaatError.

    `apart`: who calls holds the mart, and has seen that none of its name lies beside it.
    """
    names = given(names)
    mart = hold(mart, "place")
    parent = _below(mart, KIND(kind), parent)
    _check_place(mart, place)
    made = Organisation(mart=mart, kind=KIND(kind), names=names, place=place, parent=parent)
    if not apart:
        _check_namesake(made)
    beside = Organisation.objects.filter(mart=mart)
    base = free_slug(english_first(names), (), otherwise=kind)
    made.slug = numbered(base, lambda slug: beside.filter(slug=slug).exists())
    made.save()
    record("makers.organisation_made", made, by=by, slug=made.slug)
    return made


@transaction.atomic
def change_organisation(organisation: Organisation, *, names: Names, place: Place, by: Actor) -> Organisation:
    """Its names and its place, written anew. Raises HaatError naming the field."""
    names = given(names)
    organisation = _held(organisation)
    _check_place(organisation.mart, place)
    wanted = changes({"names": organisation.names, "place": organisation.place_id}, {"names": names, "place": place.pk})
    if wanted["after"]:
        organisation.names, organisation.place = dict(names), place
        _check_namesake(organisation)
        update(organisation, "names", "place")
        record("makers.organisation_changed", organisation, by=by, **wanted)
    return organisation


@transaction.atomic
def move_organisation(organisation: Organisation, *, parent: Organisation | None, by: Actor) -> Organisation:
    """A village organisation goes to another federation, with all its makers. Raises HaatError."""
    organisation = _held(organisation)
    parent = _below(organisation.mart, KIND(organisation.kind), parent)
    wanted = changes({"parent": organisation.parent_id}, {"parent": parent.pk if parent else None})
    if wanted["after"]:
        organisation.parent = parent
        _check_namesake(organisation, field="parent")
        update(organisation, "parent")
        record("makers.organisation_changed", organisation, by=by, **wanted)
    return organisation


@transaction.atomic
def merge_organisation(organisation: Organisation, *, into: Organisation, by: Actor) -> Organisation:
    """All that hangs on it goes over to `into`: makers, village organisations, sellers; then it is closed.

    Every maker keeps the seller it has. Raises CannotMerge, OrganisationNotEmpty while somebody has a role at it.
    """
    organisation = _held(organisation)
    into = hold_key(Organisation, into.pk)
    same = (into.mart_id, into.kind) == (organisation.mart_id, organisation.kind)
    if into.pk == organisation.pk or not same or into.closed_at is not None:
        raise CannotMerge()
    _refuse_roles(organisation)
    makers = _bring_makers(organisation, into, by)
    below = hold_all(organisation.children.all())
    for child in below:
        child.parent = into
        update(child, "parent")
        was, now = {"parent": organisation.pk}, {"parent": into.pk}
        record("makers.organisation_changed", child, by=by, before=was, after=now)
    sellers = hold_all(Seller.objects.filter(organisation=organisation))
    for seller in sellers:
        seller.organisation = into
        update(seller, "organisation")
        was, now = {"organisation": organisation.pk}, {"organisation": into.pk}
        record("makers.seller_changed", seller, by=by, before=was, after=now)
    organisation.merged_into, organisation.closed_at = into, timezone.now()
    update(organisation, "merged_into", "closed_at")
    gone: dict[str, Any] = {
        "makers": makers,
        "sellers": [seller.pk for seller in sellers],
        "below": [child.pk for child in below],
    }
    record("makers.organisation_merged", organisation, by=by, into=into.pk, **gone)
    record("makers.organisation_took_over", into, by=by, merged=organisation.pk)
    return into


def _bring_makers(organisation: Organisation, into: Organisation, by: Actor) -> int:
    """Its makers become `into`'s, each with a line in its own history; how many they are."""
    makers = hold_all(Maker.objects.filter(organisation=organisation))
    told = {"fields": ["organisation"], "before": {"organisation": organisation.pk}, "after": {"organisation": into.pk}}
    for some in batches(makers):
        Maker.objects.filter(pk__in=[maker.pk for maker in some]).update(organisation=into)
        record_all([Happened("makers.changed", maker, told) for maker in some], by=by)
    return len(makers)


@transaction.atomic
def close_organisation(organisation: Organisation, *, by: Actor) -> Organisation:
    """It is no longer there for anybody new. Told twice it counts once. Raises OrganisationNotEmpty with the reason."""
    organisation = _held(organisation, open_only=False)
    if organisation.closed_at is not None:
        return organisation
    if organisation.children.filter(closed_at=None).exists():
        raise OrganisationNotEmpty(_("Village organisations lie below it. Move or close them first."))
    if Maker.objects.own().filter(organisation=organisation).exists():
        raise OrganisationNotEmpty(_("Makers belong to it. Move them, or merge it with another one."))
    if Maker.objects.own().filter(seller__organisation=organisation).exists():
        raise OrganisationNotEmpty(_("Makers sell under its papers. Choose another seller for them first."))
    _refuse_roles(organisation)
    _leave_merged(organisation, by)
    organisation.closed_at = timezone.now()
    update(organisation, "closed_at")
    record("makers.organisation_closed", organisation, by=by)
    return organisation


def _leave_merged(organisation: Organisation, by: Actor) -> None:
    """Makers that were found to be another one still name it, and no page shows them; parted again they have none."""
    makers = hold_all(Maker.objects.filter(organisation=organisation))
    told = {"fields": ["organisation"], "before": {"organisation": organisation.pk}, "after": {"organisation": None}}
    for some in batches(makers):
        Maker.objects.filter(pk__in=[maker.pk for maker in some]).update(organisation=None)
        record_all([Happened("makers.changed", maker, told) for maker in some], by=by)


@transaction.atomic
def reopen_organisation(organisation: Organisation, *, by: Actor) -> Organisation:
    """A closed one is there again. Told twice it counts once.

    Raises OrganisationClosed for one that was merged, SameNameBeside when another took its name meanwhile.
    """
    organisation = _held(organisation, open_only=False)
    if organisation.closed_at is None:
        return organisation
    if organisation.merged_into_id is not None:
        raise OrganisationClosed()
    _below(organisation.mart, KIND(organisation.kind), organisation.parent)
    _check_namesake(organisation)
    organisation.closed_at = None
    update(organisation, "closed_at")
    record("makers.organisation_reopened", organisation, by=by)
    return organisation


@transaction.atomic
def join_organisation(maker: Maker, *, organisation: Organisation | None, by: Actor) -> Maker:
    """The maker belongs to this organisation from now on, or to none. Raises OtherMart, OrganisationClosed."""
    hold_key(Mart, maker.mart_id)
    maker = held(maker)
    if organisation is not None:
        organisation = hold(organisation)
        if organisation.mart_id != maker.mart_id:
            raise OtherMart("organisation")
        if organisation.closed_at is not None:
            raise OrganisationClosed("organisation")
    wanted = changes({"organisation": maker.organisation_id}, {"organisation": organisation and organisation.pk})
    if wanted["after"]:
        maker.organisation = organisation
        update(maker, "organisation")
        record("makers.changed", maker, by=by, fields=["organisation"], **wanted)
    return maker


@transaction.atomic
def invite_accountant(
    organisation: Organisation, *, phone: str, name: str, link: Callable[[str], str] | None = None, by: Actor
) -> tuple[Role, str]:
    """Who has this (canonical) phone keeps its accounts and sees nothing else; see `messages.invite_and_send`.

    Raises OrganisationClosed, and what `invite` does.
    """
    held_now = _held(organisation)
    return invite_and_send(
        phone,
        mart=held_now.mart,
        name=name,
        kind=Role.Kind.FEDERATION,
        place=held_now.place,
        organisation_id=held_now.pk,
        link=link,
        by=by,
    )


@transaction.atomic
def invite_to_node(
    organisation: Organisation,
    *,
    kind: str,
    village: Place | None = None,
    phone: str,
    name: str,
    link: Callable[[str], str] | None = None,
    by: Actor,
) -> tuple[Role, str]:
    """Who has this (canonical) phone is its secretary or CRP; with a `village` a CRP of that alone. See
    `messages.invite_and_send`. Raises OrganisationClosed, and what `invite` does."""
    held_now = _held(organisation)
    at = held_now.place if village is None else village
    whose = held_now.pk if village is None else None
    given = {"mart": held_now.mart, "name": name, "kind": kind, "place": at, "organisation_id": whose}
    return invite_and_send(phone, **given, link=link, by=by)  # type: ignore[arg-type]


def _held(organisation: Organisation, *, open_only: bool = True) -> Organisation:
    """The organisation as it stands, its mart held before it. Raises OrganisationClosed."""
    hold_key(Mart, organisation.mart_id)
    held_now = hold(organisation, "mart__place", "parent", "place")
    if open_only and held_now.closed_at is not None:
        raise OrganisationClosed()
    return held_now


def _below(mart: Mart, kind: Organisation.Kind, parent: Organisation | None) -> Organisation | None:
    """The parent as it stands, when such an organisation may lie below it; the mart is held."""
    if parent is None:
        return None
    found = Organisation.objects.filter(pk=parent.pk).first()
    if found is None:
        raise Gone()
    if found.mart_id != mart.pk:
        raise OtherMart("parent")
    if kind != KIND.VILLAGE or found.kind != KIND.FEDERATION:
        raise WrongParent()
    if found.closed_at is not None:
        raise OrganisationClosed("parent")
    return found


def _check_place(mart: Mart, place: Place) -> None:
    if not mart.place.contains(place):
        raise PlaceOutsideMart()


def _check_namesake(organisation: Organisation, *, field: str = "names") -> None:
    """Two of one name below one federation are one too many; the mart is held. Raises SameNameBeside."""
    beside = Organisation.objects.filter(
        mart=organisation.mart_id, kind=organisation.kind, parent=organisation.parent_id, closed_at=None
    )
    called = set(organisation.names.values())
    for names in beside.exclude(pk=organisation.pk).values_list("names", flat=True):
        if called & set(names.values()):
            raise SameNameBeside(field)


def _refuse_roles(organisation: Organisation) -> None:
    if holds_at(organisation.mart_id, organisation.pk):
        raise OrganisationNotEmpty(_("Somebody keeps its accounts here. End her role first."))
