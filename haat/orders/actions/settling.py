"""What the desk does with what could not be done by itself: open lines of an arrival, and an order told otherwise."""

from django.db import transaction
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.dates import day_of
from haat.core.errors import Changed
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.rows import update
from haat.orders.actions.filling import SaleRules, Wanted, join, make_order, sold_at
from haat.orders.actions.parts import held
from haat.orders.actions.receiving import arrival_facts
from haat.orders.errors import LineSettled, OfAnotherMart, ReasonMissing, StillShort
from haat.orders.facts import facts_from
from haat.orders.models import Arrival, ArrivedLine, OrderLine
from haat.stock.errors import OutOfStock

LINE = ArrivedLine.State


@transaction.atomic
def settle_line(arrived: ArrivedLine, *, variant: Variant, by: Actor) -> ArrivedLine:
    """This is the good of an open line: it joins its order as a part of its own, or makes the order if there is none.

    The desk may take a good that is not in the shop now: it was sold. Told twice it counts once. Raises OfAnotherMart,
    LineSettled, StillShort, PriceTooLow, NoTaxRule.
    """
    variant = hold(variant, "good__maker__seller")
    arrival, row = _held_line(arrived)
    if variant.mart_id != arrival.mart_id:
        raise OfAnotherMart
    if row.line is not None and row.line.variant_id == variant.pk:
        return row
    if row.state != LINE.OPEN:
        raise LineSettled
    line = _put_into_order(arrival, row, variant, by)
    row.state, row.line, row.settled_at = LINE.TAKEN, line, timezone.now()
    update(row, "state", "line", "settled_at")
    _close(arrival)
    record(
        "orders.line_taken",
        row,
        by=by,
        mart_id=arrival.mart_id,
        **arrival_facts(arrival),
        arrival_id=arrival.pk,
        line_id=line.pk,
        part_id=line.part_id,
        variant_id=variant.pk,
    )
    return row


def _held_line(arrived: ArrivedLine) -> tuple[Arrival, ArrivedLine]:
    """The arrival and its line as they stand, the arrival held first."""
    arrival = hold_key(Arrival, arrived.arrival_id, "mart")
    row = hold(arrived, "line")
    row.arrival = arrival
    return arrival, row


def _put_into_order(arrival: Arrival, row: ArrivedLine, variant: Variant, by: Actor) -> OrderLine:
    facts = facts_from(arrival.told)
    rules = SaleRules(arrival.mart, arrival.channel, day_of(sold_at(arrival, facts)))
    one = Wanted(row, variant, rules.of(variant, row.piece_paise))
    try:
        if arrival.order_id is not None:
            order = held(arrival.order_id)
            order.mart = arrival.mart
            return join(order, facts, one, by=by)
        ((_one, line),) = make_order(arrival, facts, [one], by=by)
    except OutOfStock as error:
        raise StillShort(error.available) from error
    arrival.order = line.part.order
    update(arrival, "order")
    return line


def _close(arrival: Arrival) -> None:
    """Nothing of it waits any more when no line is open."""
    if not arrival.lines.filter(state=LINE.OPEN).exists():
        arrival.state = Arrival.State.DONE
        update(arrival, "state")


@transaction.atomic
def drop_line(arrived: ArrivedLine, *, reason: str, by: Actor) -> ArrivedLine:
    """Nothing is sent for an open line: the channel or the buyer was told so. Told twice it counts once.

    Raises ReasonMissing, LineSettled, and Changed when it was dropped for another reason.
    """
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise ReasonMissing
    arrival, row = _held_line(arrived)
    if row.state == LINE.DROPPED:
        if row.reason != reason:
            raise Changed()
        return row
    if row.state != LINE.OPEN:
        raise LineSettled
    row.state, row.reason, row.settled_at = LINE.DROPPED, reason, timezone.now()
    update(row, "state", "reason", "settled_at")
    _close(arrival)
    record(
        "orders.line_dropped",
        row,
        by=by,
        mart_id=arrival.mart_id,
        **arrival_facts(arrival),
        arrival_id=arrival.pk,
        reason=reason,
    )
    return row


@transaction.atomic
def see_change(arrival: Arrival, *, answer: str, by: Actor) -> Arrival:
    """Somebody looked at a telling that differs from the first, and says what came of it. Told twice it counts once.

    Raises ReasonMissing, and Changed when another answer was given before.
    """
    answer = " ".join(answer.split())[:300]
    if not answer:
        raise ReasonMissing
    row = hold(arrival)
    if row.state == Arrival.State.CHANGED:
        row.state, row.answer, row.seen_at = Arrival.State.SEEN, answer, timezone.now()
        update(row, "state", "answer", "seen_at")
        record("orders.change_seen", row, by=by, **arrival_facts(row), answer=answer)
    elif row.answer != answer:
        raise Changed()
    return row
