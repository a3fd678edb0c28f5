"""A part on its road: paid, accepted, packed, on the way, delivered or cancelled."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold_all, hold_key
from haat.core.rows import update
from haat.orders.actions.charges import pass_charge_on
from haat.orders.actions.freeing import free, goods_of, promised, write_off
from haat.orders.actions.making import part_facts
from haat.orders.errors import LabelPhotoMissing, ReasonMissing, WrongState
from haat.orders.models import TRANSITIONS, Order, Part
from haat.orders.rules import CLOSED_STATES, Rule
from haat.orders.showing import lacks_label_photo
from haat.orders.whereabouts import pieces_of
from haat.stock import actions as stock
from haat.stock.holdings import places_promised_from

State = Part.State
# An order its maker said yes to, and that goes on.
GOING = (State.ACCEPTED, State.PACKED, State.ON_THE_WAY, State.DELIVERED)


def held(order_id: int) -> Order:
    """The order as it stands, locked: before its parts, its payment and its parcels, by whoever changes them."""
    return hold_key(Order, order_id)


def move(part: Part, to: State, *, only_from: State | None = None, **changes: Any) -> bool:
    """Take `part` to a state, its order locked first; False when it is there already. Raises WrongState."""
    order = held(part.order_id)
    allowed = [only_from] if only_from else [state for state, after in TRANSITIONS.items() if to in after]
    moved = Part.objects.filter(pk=part.pk, state__in=allowed).update(state=to, **changes)
    if moved:
        for field, value in (("state", to), ("order", order), *changes.items()):
            setattr(part, field, value)
        return True
    part.refresh_from_db()
    if part.state != to:
        raise WrongState(part.number, part.state, to)
    return False


def close_order(part: Part) -> None:
    """The order is cancelled when all its parts are, and done when none is still on its road."""
    states = set(Part.objects.filter(order=part.order_id).values_list("state", flat=True))
    if states <= set(CLOSED_STATES):
        state = Order.State.CANCELLED if states == {State.CANCELLED} else Order.State.DONE
        Order.objects.filter(pk=part.order_id).update(state=state)


def record_part(kind: str, part: Part, *, by: Actor, **more: Any) -> None:
    record(kind, part, by=by, **part_facts(part), method=part.order.method, **more)


@transaction.atomic
def mark_paid(order: Order, *, paid_paise: int | None = None, by: Actor) -> Order:
    """The order's money has come: it is placed if it waited for that. Told twice, it counts once.

    `paid_paise` is what came, when that was not the whole: parts were cancelled before the buyer paid.
    A cancelled order stays cancelled; `payments` owes the money back.
    """
    row = held(order.pk)
    if row.paid_at is None:
        row.paid_at = timezone.now()
        waited = row.state == Order.State.AWAITING_PAYMENT
        if waited:
            row.state = Order.State.PLACED
            Part.objects.filter(order=row, state=State.AWAITING_PAYMENT).update(state=State.PLACED)
        update(row, "paid_at", "state")
        record(
            "orders.paid",
            row,
            by=by,
            number=row.number,
            method=row.method,
            total_paise=row.total_paise if paid_paise is None else paid_paise,
            placed=waited,
        )
    order.refresh_from_db()
    return order


@transaction.atomic
def mark_promised(order: Order, *, by: Actor) -> Order:
    """The buyer of a cash order has given her word: it is placed. Told twice, it counts once. Raises WrongState."""
    row = held(order.pk)
    if row.state == Order.State.AWAITING_PAYMENT:
        if row.pays != Order.Pays.AT_THE_DOOR:
            raise WrongState(row.number, row.state, Order.State.PLACED)
        row.state = Order.State.PLACED
        Part.objects.filter(order=row, state=State.AWAITING_PAYMENT).update(state=State.PLACED)
        update(row, "state")
        record("orders.promised", row, by=by, number=row.number, method=row.method, total_paise=row.total_paise)
    order.refresh_from_db()
    return order


@transaction.atomic
def accept(part: Part, *, by: Actor) -> Part:
    """The maker takes the order; told again after it went further, it counts once. Raises WrongState."""
    try:
        taken = move(part, State.ACCEPTED, accepted_at=timezone.now())
    except WrongState:
        if part.accepted_at is None or part.state not in GOING:
            raise
        return part
    if taken:
        record_part("orders.accepted", part, by=by)
    return part


@transaction.atomic
def mark_packed(part: Part, *, by: Actor) -> Part:
    """It lies packed with a label (delivery says so). Raises WrongState, LabelPhotoMissing."""
    if part.place_id is None and lacks_label_photo(part):
        raise LabelPhotoMissing()
    if move(part, State.PACKED, only_from=State.ACCEPTED, packed_at=timezone.now()):
        record_part("orders.packed", part, by=by)
    return part


@transaction.atomic
def mark_on_the_way(part: Part, *, by: Actor) -> Part:
    """It has left the maker: its pieces are sold. Raises WrongState."""
    if move(part, State.ON_THE_WAY, sent_at=timezone.now()):
        stock.sell(promised(part), of=part.cause, cause=part.cause, by=by)
        record_part("orders.on_the_way", part, by=by)
    return part


@transaction.atomic
def mark_delivered(part: Part, *, at: datetime | None = None, by: Actor) -> Part:
    """The buyer has it, since `at` when that is told later. Raises WrongState."""
    now = timezone.now()
    if move(part, State.DELIVERED, delivered_at=at or now, closed_at=now):
        close_order(part)
        record_part("orders.delivered", part, by=by)
    return part


@transaction.atomic
def mark_not_delivered(part: Part, *, reason: str, by: Actor) -> Part:
    """It came back with the rider and lies packed again for another try. Raises WrongState."""
    if move(part, State.PACKED, only_from=State.ON_THE_WAY):
        record_part("orders.not_delivered", part, by=by, reason=reason)
    return part


@transaction.atomic
def cancel(part: Part, *, reason: str, by: Actor, only_while: Rule | None = None) -> Part:
    """End it before delivery: promised pieces are freed, sent ones come back; what is under way with its parcel, once
    that is home (`pieces_home`). Its delivery charge passes to the eldest part divided with it that is not packed yet.

    The desk may until delivery; `only_while` says until when others may (`rules.buyer_may_cancel`,
    `rules.maker_may_cancel`), and is asked once the order is held. Raises WrongState, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    order = held(part.order_id)
    part.refresh_from_db()
    part.order = order
    if only_while is not None and part.living and not only_while(part):
        raise WrongState(part.number, part.state, State.CANCELLED)
    heir, waited = pass_charge_on(part), part.state == State.AWAITING_PAYMENT
    if heir is not None:
        record_part("orders.charge_moved", part, by=by, to=part_facts(heir))
    pieces = pieces_of(part) if part.packed_at else ""
    if move(part, State.CANCELLED, cancel_reason=reason.strip()[:200], closed_at=timezone.now(), pieces=pieces):
        if not pieces:
            free(part, by=by)
        elif pieces == Part.Pieces.LOST:
            write_off(part, by=by)
        close_order(part)
        record_part(
            "orders.cancelled",
            part,
            by=by,
            reason=part.cancel_reason,
            paid=part.order.paid_at is not None,
            waited=waited,
            good_ids=goods_of(part),
        )
    return part


@transaction.atomic
def cancel_all(parts: Collection[Part], *, reason: str, by: Actor, only_while: Rule | None = None) -> list[Part]:
    """Cancel every one of an order's parts that is not closed yet, in the order of their ids, or none.

    Gives the parts as they stand afterwards. Raises like `cancel`.
    """
    for order_id in sorted({part.order_id for part in parts}):
        held(order_id)
    now = list(Part.objects.filter(pk__in=[part.pk for part in parts]).order_by("pk"))
    if any(part.sent_at for part in now):  # what was sent goes back to its place, and a place is held before its items
        hold_all(places_promised_from({part.cause for part in now}))
    for part in now:
        if part.state not in CLOSED_STATES:
            cancel(part, reason=reason, by=by, only_while=only_while)
    return now
