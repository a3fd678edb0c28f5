"""By the piece: pieces of a part go a way of their own while nothing is packed.

Whatever is done with some pieces is a division first, then the same deed as with a whole part. The part keeps its
number, its delivery charge and what the books know of it; what is divided off gets the next number of the order.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.dates import day_of, today
from haat.core.errors import Changed
from haat.core.locks import hold_key
from haat.core.rows import insert, update
from haat.orders.actions.charges import HEADS, add_up, leave_off
from haat.orders.actions.making import part_facts
from haat.orders.actions.parts import accept, cancel, held, record_part
from haat.orders.errors import BadHoldDay, ReasonMissing, WrongState
from haat.orders.models import OrderLine, Part
from haat.orders.rules import HOLD_DAYS, Rule, may_divide, may_hold
from haat.orders.shares import Pieces, checked, quantities, share_of
from haat.stock import actions as stock


@transaction.atomic
def divide(part: Part, *, pieces: Pieces, seen: Pieces | None = None, by: Actor) -> Part:
    """Move pieces of lines into a part of their own, in the same state; all of them gives the part as it is.

    `seen`: the pieces of each line on the page where it was decided. Raises Changed when others stand there by now,
    WrongState (it is packed), BadPieces, CannotDivide.
    """
    part, lines = _held(part)
    _unless_changed(lines, seen)
    if not may_divide(part):
        raise WrongState(part.number, part.state, "divided")
    chosen = checked(pieces, quantities(lines))
    if chosen == quantities(lines):
        return part
    before = part_facts(part)
    off = _sibling(part)
    moved = [_move(line, chosen[line.pk], off) for line in lines if line.pk in chosen]
    add_up(part)
    add_up(off)
    leave_off(part.order)
    stock.divide([(line.variant_id, line.quantity) for line in moved], of=part.cause, into=off.cause, by=by)
    record_part(
        "orders.divided",
        part,
        by=by,
        before=before,
        into=part_facts(off),
        lines=[{"variant_id": line.variant_id, "pieces": line.quantity} for line in moved],
    )
    return off


def _held(part: Part) -> tuple[Part, list[OrderLine]]:
    """The part and its lines as they stand, the order held first."""
    order = held(part.order_id)
    part = hold_key(Part, part.pk)
    part.order = order
    return part, list(part.lines.order_by("pk"))


def _unless_changed(lines: list[OrderLine], seen: Pieces | None) -> None:
    """What is told twice, or by two, would else be taken of what the first has left. Raises Changed."""
    if seen is not None and quantities(lines) != seen:
        raise Changed()


def _sibling(part: Part) -> Part:
    """A part without lines beside this one, with the next number of the order."""
    index = part.order.parts.count() + 1
    off = Part(
        mart_id=part.mart_id,
        order=part.order,
        seller_id=part.seller_id,
        maker_id=part.maker_id,
        place_id=part.place_id,
        divided_from=part,
        number=f"{part.order.number}-{index}",
        state=part.state,
        delivery_paise=0,
        carrier=part.carrier,
        promised_by=part.promised_by,
        held_until=part.held_until,
        hold_reason=part.hold_reason,
        placed_at=part.placed_at,
        accepted_at=part.accepted_at,
        **dict.fromkeys(HEADS, 0),
    )
    insert([off])
    return off


def _move(line: OrderLine, pieces: int, off: Part) -> OrderLine:
    """Bring so many pieces of a line into `off`, with their share of its money and weight; gives the line there."""
    if pieces == line.quantity:
        line.part = off
        update(line, "part")
        return line
    share = share_of(line, pieces)
    weight_g = line.weight_g * pieces // line.quantity
    kept = ("variant_id", "good_id", "names", "labels", "hsn", "piece_paise", "tax_bp", "tax_rule_id")
    moved = OrderLine(
        part=off,
        quantity=pieces,
        goods_paise=share.goods,
        tax_paise=share.tax,
        fee_paise=share.fee,
        packing_paise=share.packing,
        maker_paise=share.maker,
        weight_g=weight_g,
        **{name: getattr(line, name) for name in kept},
    )
    line.quantity, line.weight_g = line.quantity - pieces, line.weight_g - weight_g
    for head in HEADS:
        setattr(line, head, getattr(line, head) - getattr(moved, head))
    update(line, "quantity", "weight_g", *HEADS)
    insert([moved])
    return moved


def _keep_only(part: Part, lines: list[OrderLine], pieces: Pieces, by: Actor) -> Part | None:
    """Leave just these pieces in the part; the rest is divided off and given, None when there is no rest."""
    all_of_it = quantities(lines)
    chosen = checked(pieces, all_of_it)
    rest = {line_id: count - chosen.get(line_id, 0) for line_id, count in all_of_it.items()}
    if not any(rest.values()):
        return None
    off = divide(part, pieces=rest, by=by)
    part.refresh_from_db()
    return off


@transaction.atomic
def cancel_pieces(
    part: Part, *, pieces: Pieces, seen: Pieces | None = None, reason: str, by: Actor, only_while: Rule | None = None
) -> Part:
    """Cancel these pieces and leave the others on their way; gives the cancelled part. All of them cancels the part.

    Raises like `divide` and `cancel`.
    """
    part, lines = _held(part)
    _unless_changed(lines, seen)
    if checked(pieces, quantities(lines)) != quantities(lines):
        part = divide(part, pieces=pieces, by=by)
    return cancel(part, reason=reason, by=by, only_while=only_while)


@transaction.atomic
def hold_until(
    part: Part, *, day: date, reason: str, pieces: Pieces | None = None, seen: Pieces | None = None, by: Actor
) -> Part:
    """It is ready on a later `day`, for a reason the buyer reads; with `pieces` only those, the others go on.

    The promise to the buyer moves by as much, and she may cancel what is held. Gives the held part. Raises
    WrongState, ReasonMissing, BadHoldDay, and with `pieces` like `divide`.
    """
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise ReasonMissing
    if not today() < day <= today() + timedelta(days=HOLD_DAYS):
        raise BadHoldDay(HOLD_DAYS)
    if pieces is not None:
        part = divide(part, pieces=pieces, seen=seen, by=by)
    part, lines = _held(part)
    if not may_hold(part):
        raise WrongState(part.number, part.state, "held")
    if (part.held_until, part.hold_reason) != (day, reason):
        before = _hold_facts(part)
        part.promised_by = _later(part, lines, day)
        part.held_until, part.hold_reason = day, reason
        update(part, "held_until", "hold_reason", "promised_by")
        record_part("orders.held", part, by=by, **_hold_facts(part), before=before)
    return part


def _hold_facts(part: Part) -> dict[str, Any]:
    return {
        "held_until": part.held_until.isoformat() if part.held_until else None,
        "reason": part.hold_reason,
        "promised_by": part.promised_by.isoformat(),
    }


def _later(part: Part, lines: list[OrderLine], day: date) -> date:
    """The promise of a part that is ready on `day`: as long after it as it was promised after it should be ready."""
    made = max((line.good.making_days for line in lines), default=0)
    ready = part.held_until or day_of(part.placed_at) + timedelta(days=made)
    return max(part.promised_by, day + max(part.promised_by - ready, timedelta()))


@transaction.atomic
def end_hold(part: Part, *, by: Actor) -> Part:
    """It need not wait any longer; what the buyer was promised stays. Told twice, it counts once. Raises WrongState."""
    part, _lines = _held(part)
    if part.held_until is None:
        return part
    if not may_hold(part):
        raise WrongState(part.number, part.state, "held")
    before = _hold_facts(part)
    part.held_until, part.hold_reason = None, ""
    update(part, "held_until", "hold_reason")
    record_part("orders.hold_ended", part, by=by, **_hold_facts(part), before=before)
    return part


@transaction.atomic
def accept_some(
    part: Part,
    *,
    pieces: Pieces,
    rest_on: date,
    reason: str,
    seen: Pieces | None = None,
    seen_until: date | None = None,
    by: Actor,
) -> tuple[Part, Part | None]:
    """The maker makes these pieces now and the rest by `rest_on`: both are accepted, the rest is held.

    Gives both; None for the rest when there is none. With no pieces all of it is the rest. `seen` and `seen_until`:
    the pieces of each line, and the day it was held until, when she decided; else Changed. Raises like `divide` and
    `hold_until`.
    """
    part, lines = _held(part)
    _unless_changed(lines, seen)
    if seen is not None and seen_until != part.held_until:
        raise Changed()
    off = _keep_only(part, lines, pieces, by) if any(pieces.values()) else part
    for one in {part.pk: part, off.pk: off}.values() if off else (part,):
        accept(one, by=by)
    if off is not None:
        off = hold_until(off, day=rest_on, reason=reason, by=by)
    return part, off
