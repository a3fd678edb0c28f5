"""A person is erased by two people: out of use at once, sealed for the law's year, then deleted by the clock."""

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.locks import hold_all, hold_key
from haat.core.personal import DELETE, KEEP, Holds, register
from haat.core.sealing import Unreadable, seal, unseal
from haat.makers.actions import pause_maker, remove_member
from haat.makers.models import Maker, Member
from haat.people.actions import withdraw_consent
from haat.people.models import Consent
from haat.places.models import Mart
from haat.privacy.actions.petitioning import FORGOTTEN, MOST_REASON, REASON, K, S, end, held_open, said
from haat.privacy.errors import SealUnreadable, TwoPeople, WrongDeed
from haat.privacy.models import Petition, Sealed
from haat.privacy.persons import Person, person_of, rows_of
from haat.privacy.queries import days_kept
from haat.privacy.rules import check_erase, is_elsewhere

SEALED_FOR = "privacy_sealed"
Plan = list[tuple[Holds, list[Any]]]


@transaction.atomic
def agree_erase(petition: Petition, *, by: Actor) -> Petition:
    """One person of the office has looked and says yes; another then erases. Told twice it counts once.

    Raises NotOpen, WrongDeed, HoldsRole, LeaderFirst, MoneyOwed, OrdersOpen, QuestionsOpen.
    """
    held = held_open(petition)
    if held.kind != K.ERASE:
        raise WrongDeed()
    check_erase(person_of(held))
    if held.state == S.OPEN:
        held.state, held.agreed_at, held.agreed_by_id = S.AGREED, timezone.now(), by.user_id
        held.save(update_fields=["state", "agreed_at", "agreed_by_id"])
        record("privacy.erase_agreed", held, by=by)
    return held


@transaction.atomic
def erase(petition: Petition, *, by: Actor) -> Petition:
    """The second person erases her: nothing names her any more but what is sealed and the books.

    Raises NotOpen, WrongDeed, TwoPeople, HoldsRole, LeaderFirst, MoneyOwed, OrdersOpen, QuestionsOpen.
    """
    hold_key(Mart, petition.mart_id)
    held = held_open(petition)
    if held.state != S.AGREED:
        raise WrongDeed()
    if held.agreed_by_id == by.user_id:
        raise TwoPeople()
    person = person_of(held)
    check_erase(person)
    _end_her_part(person, held.mart, by)
    elsewhere = any(is_elsewhere(person, user, held.mart) for user in person.users)
    plan = _plan(person, elsewhere=elsewhere)
    until = today() + timedelta(days=days_kept(held.mart)["sealed"])
    _seal(held, plan, until)
    for holds, rows in plan:
        _erase_rows(holds, rows, by)
    end(held, S.DONE, "", by)
    _forget_petitions(held, person, by)
    gone = {holds.model: len(found) for holds, found in plan}
    record("privacy.erased", held, by=by, rows=gone, until=until.isoformat(), elsewhere=elsewhere)
    return held


def _forget_petitions(held: Petition, person: Person, by: Actor) -> None:
    """What else she asked, however she came, ends with her: nobody is left to be answered."""
    hers = Q(pk=held.pk) | Q(user__in=person["user"]) | Q(member__in=person["member"]) | Q(phone__in=person["phone"])
    for row in hold_all(Petition.objects.filter(hers, mart=held.mart_id)):
        if row.is_open:
            end(row, S.REFUSED, FORGOTTEN, by)
            record("privacy.refused", row, by=by)
        row.phone, row.words, row.answer = "", "", FORGOTTEN if row.answer else ""
        row.save(update_fields=["phone", "words", "answer"])


def _end_her_part(person: Person, mart: Mart, by: Actor) -> None:
    """Every yes is taken back, she leaves the groups she is in, and what she makes alone leaves the shop."""
    for user in person.users:
        given = Consent.objects.filter(user=user, mart=mart, withdrawn_at=None)
        for notice in set(given.values_list("notice", flat=True)):
            withdraw_consent(user, notice=notice, mart_id=mart.pk, by=by)
    for maker in Maker.objects.filter(pk__in=person["maker"], state=Maker.State.LIVE).order_by("pk"):
        pause_maker(maker, by=by)
    seats = Member.objects.filter(pk__in=person["member"], active=True).exclude(maker__in=person["maker"])
    for seat in seats.select_related("maker").order_by("pk"):
        remove_member(seat, by=by)


def _plan(person: Person, *, elsewhere: bool) -> Plan:
    """What of hers goes, with its rows as they stand: read whole before anything is written."""
    plan: Plan = []
    for holds in register():
        if holds.erase == KEEP or not holds.reach or (elsewhere and not holds.mart):
            continue
        if rows := list(rows_of(holds, person)):
            plan.append((holds, rows))
    return plan


def _seal(held: Petition, plan: Plan, until: Any) -> None:
    merged: dict[tuple[str, int], dict[str, Any]] = {}
    for holds, rows in plan:
        for row in rows:
            merged.setdefault((holds.model, row.pk), {}).update(_values(holds, row))
    made = [
        Sealed(
            mart=held.mart,
            petition=held,
            model=model,
            row_id=pk,
            sealed=seal(SEALED_FOR, json.dumps(values, ensure_ascii=False, default=str).encode(), owner=held.pk),
            until=until,
        )
        for (model, pk), values in merged.items()
    ]
    Sealed.objects.bulk_create(made)


def _values(holds: Holds, row: Model) -> Mapping[str, Any]:
    """What stands in the row: files as they are sealed already, and never a password."""
    fields = [name for name in (*holds.fields, *holds.secret) if name not in ("password", *holds.stays)]
    at: Any = row._meta
    values = {name: getattr(row, at.get_field(name).attname) for name in fields}
    return {
        name: b64encode(value).decode() if isinstance(value, bytes | memoryview) else value
        for name, value in values.items()
    }


def _erase_rows(holds: Holds, rows: list[Any], by: Actor) -> None:
    keys = [row.pk for row in rows]
    if holds.eraser is not None:
        holds.eraser(keys, by)
    elif holds.erase == DELETE:
        holds.table._default_manager.filter(pk__in=keys).delete()
    else:
        empty = {name: _empty(holds, name) for name in holds.fields if name not in holds.stays}
        holds.table._default_manager.filter(pk__in=keys).update(**empty)


def _empty(holds: Holds, name: str) -> Any:
    if name in holds.to:
        return holds.to[name]
    at: Any = holds.table._meta.get_field(name)
    return None if at.null else at.get_default() if at.has_default() else ""


@transaction.atomic
def open_seal(petition: Petition, *, reason: str, by: Actor) -> list[tuple[str, Mapping[str, Any]]]:
    """What is sealed of who was erased, for a reason the law knows; that it was opened, and why, is written down.

    Raises NoWords, WordsTooLong, SealUnreadable.
    """
    reason = said(reason, "reason", REASON, most=MOST_REASON)
    try:
        opened = [
            (row.model, json.loads(unseal(SEALED_FOR, row.sealed, owner=petition.pk)))
            for row in Sealed.objects.filter(petition=petition).order_by("pk")
        ]
    except Unreadable:
        raise SealUnreadable() from None
    record("privacy.seal_opened", petition, by=by, reason=reason)
    return opened
