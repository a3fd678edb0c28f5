"""A seller order on its road: paid, accepted, packed, on the way, delivered or cancelled."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.prepared import Prepared, Slot
from haat.core.rows import update
from haat.orders.actions.placing import part_facts
from haat.orders.errors import ReasonMissing, WrongState
from haat.orders.models import TRANSITIONS, Order, SellerOrder
from haat.orders.rules import CLOSED_STATES, resalable
from haat.stock import actions as stock

State = SellerOrder.State


@Prepared
def _held() -> QuerySet[Order]:
    return Order.objects.select_for_update().filter(pk=Slot("pk", BigIntegerField()))


def held(order_id: int) -> Order:
    """The order as it stands, locked: before its parts, its payment and its parcels, by whoever changes them."""
    return _held.get(pk=order_id)


def move(part: SellerOrder, to: State, *, only_from: State | None = None, **changes: Any) -> bool:
    """Take `part` to a state, its order locked first; False when it is there already. Raises WrongState."""
    order = held(part.order_id)
    allowed = [only_from] if only_from else [state for state, after in TRANSITIONS.items() if to in after]
    moved = SellerOrder.objects.filter(pk=part.pk, state__in=allowed).update(state=to, **changes)
    if moved:
        for field, value in (("state", to), ("order", order), *changes.items()):
            setattr(part, field, value)
        return True
    part.refresh_from_db()
    if part.state != to:
        raise WrongState(part.number, part.state, to)
    return False


def close_order(part: SellerOrder) -> None:
    """The order is cancelled when all its parts are, and done when none is still on its road."""
    states = set(SellerOrder.objects.filter(order=part.order_id).values_list("state", flat=True))
    if states <= set(CLOSED_STATES):
        state = Order.State.CANCELLED if states == {State.CANCELLED} else Order.State.DONE
        Order.objects.filter(pk=part.order_id).update(state=state)


def _variants(part: SellerOrder) -> list[int]:
    return list(part.lines.values_list("variant_id", flat=True))


def record_part(kind: str, part: SellerOrder, *, by: Actor, **more: Any) -> None:
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
            SellerOrder.objects.filter(order=row, state=State.AWAITING_PAYMENT).update(state=State.PLACED)
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
def accept(part: SellerOrder, *, by: Actor) -> SellerOrder:
    """The maker takes the order. Raises WrongState."""
    if move(part, State.ACCEPTED, accepted_at=timezone.now()):
        record_part("orders.accepted", part, by=by)
    return part


@transaction.atomic
def mark_packed(part: SellerOrder, *, by: Actor) -> SellerOrder:
    """It lies packed with a label (delivery says so). Raises WrongState."""
    if move(part, State.PACKED, only_from=State.ACCEPTED, packed_at=timezone.now()):
        record_part("orders.packed", part, by=by)
    return part


@transaction.atomic
def mark_on_the_way(part: SellerOrder, *, by: Actor) -> SellerOrder:
    """It has left the maker: its pieces are sold. Raises WrongState."""
    if move(part, State.ON_THE_WAY, sent_at=timezone.now()):
        stock.sell(_variants(part), cause=part.cause, by=by)
        record_part("orders.on_the_way", part, by=by)
    return part


@transaction.atomic
def mark_delivered(part: SellerOrder, *, by: Actor) -> SellerOrder:
    """The buyer has it. Raises WrongState."""
    now = timezone.now()
    if move(part, State.DELIVERED, delivered_at=now, closed_at=now):
        close_order(part)
        record_part("orders.delivered", part, by=by)
    return part


@transaction.atomic
def mark_not_delivered(part: SellerOrder, *, reason: str, by: Actor) -> SellerOrder:
    """It came back with the rider and lies packed again for another try. Raises WrongState."""
    if move(part, State.PACKED, only_from=State.ON_THE_WAY):
        record_part("orders.not_delivered", part, by=by, reason=reason)
    return part


@transaction.atomic
def cancel(part: SellerOrder, *, reason: str, by: Actor) -> SellerOrder:
    """End it before delivery: promised pieces are freed, sent ones come back.

    Raises WrongState, ReasonMissing.
    Who may do it when is in `rules` (`buyer_may_cancel`, `maker_may_cancel`); the desk may until delivery.
    """
    if not reason.strip():
        raise ReasonMissing
    if move(part, State.CANCELLED, cancel_reason=reason.strip()[:200], closed_at=timezone.now()):
        stock.release(_variants(part), cause=part.cause, by=by)
        goods = goods_back(part, by=by)
        close_order(part)
        record_part(
            "orders.cancelled",
            part,
            by=by,
            reason=part.cancel_reason,
            paid=part.order.paid_at is not None,
            good_ids=goods,
        )
    return part


def goods_back(part: SellerOrder, *, by: Actor, resale: bool = True) -> list[int]:
    """Bring back what was sold: food never returns to the shelf. Gives the goods' ids."""
    lines = list(part.lines.select_related("good"))
    for may_resell in (True, False):
        variants = [line.variant_id for line in lines if (resale and resalable(line.good)) is may_resell]
        stock.take_back(variants, cause=part.cause, resale=may_resell, by=by)
    return sorted({line.good_id for line in lines})


def cancel_all(parts: Collection[SellerOrder], *, reason: str, by: Actor) -> None:
    """Cancel every one of an order's parts that is not closed yet, in the order of their ids."""
    with transaction.atomic():
        for part in sorted(parts, key=lambda row: row.pk):
            if part.state not in CLOSED_STATES:
                cancel(part, reason=reason, by=by)
