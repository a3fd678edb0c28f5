"""What every order is made of, whether it was placed here or has happened elsewhere: its number, parts and lines.

Nothing is asked of the database here but to keep the rows.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.events import Happened, record_all
from haat.core.prepared import fresh
from haat.core.rows import insert
from haat.orders.models import Order, OrderLine, Part
from haat.orders.rules import left_off
from haat.pricing.queries import LineRules
from haat.pricing.split import split_delivery

# How many digits the number has at each try: a longer one when a shorter one is taken.
NUMBER_DIGITS = (8, 8, 9, 10, 12)


@dataclass(frozen=True)
class Sold:
    """Pieces of a variant (its good and maker loaded) at a price (paise a piece, tax included) and the good's names."""

    variant: Variant
    quantity: int
    piece_paise: int
    names: dict[str, str]


@dataclass(frozen=True)
class Way:
    """How a part goes: its share of the delivery charge (paise), who carries it, and the day it is promised by.

    `place_id` is the hub, centre or stall it leaves from; None: its maker.
    """

    delivery_paise: int
    carrier: str
    promised_by: date
    place_id: int | None = None


@dataclass
class Draft:
    """One maker's lines, on their way into rows."""

    row: Part
    lines: list[OrderLine]


def number_from(seed: str, *, digits: int) -> str:
    """A number people can read out, the same for the same order: `4821-7730`. Never begins with 0."""
    first = 10 ** (digits - 1)
    number = str(first + int.from_bytes(hashlib.sha256(f"{digits}:{seed}".encode()).digest()[:8]) % (9 * first))
    return "-".join(number[start : start + 4] for start in range(0, digits, 4))


def draft_part(
    order: Order, index: int, sold: Sequence[Sold], rules: Mapping[int, LineRules], way: Way, *, joined: bool = False
) -> Draft:
    """The `index`th part of an order from one maker's `sold`, not kept yet. Raises PriceTooLow."""
    maker = sold[0].variant.good.maker
    lines = [_line(each, rules[each.variant.pk]) for each in sold]
    goods = sum(line.goods_paise for line in lines)
    delivery = split_delivery(way.delivery_paise, ((line.tax_bp, line.goods_paise) for line in lines))
    row = fresh(
        Part,
        mart_id=order.mart_id,
        order=order,
        seller_id=maker.seller_id,
        maker_id=maker.pk,
        joined=joined,
        place_id=way.place_id,
        number=f"{order.number}-{index}",
        state=Part.State(order.state),
        goods_paise=goods,
        delivery_paise=way.delivery_paise,
        rounding_paise=left_off(order.pays, goods + way.delivery_paise),
        delivery_tax_paise=sum(charge.tax for charge in delivery),
        maker_paise=sum(line.maker_paise for line in lines),
        tax_paise=sum(line.tax_paise for line in lines),
        fee_paise=sum(line.fee_paise for line in lines),
        packing_paise=sum(line.packing_paise for line in lines),
        carrier=way.carrier,
        promised_by=way.promised_by,
        placed_at=order.placed_at,
    )
    return Draft(row, lines)


def _line(sold: Sold, rules: LineRules) -> OrderLine:
    variant = sold.variant
    split = rules.split(sold.piece_paise, sold.quantity)
    return fresh(
        OrderLine,
        variant=variant,
        good_id=variant.good_id,
        names=sold.names,
        labels=variant.labels,
        hsn=rules.hsn,
        quantity=sold.quantity,
        piece_paise=sold.piece_paise,
        goods_paise=split.goods,
        tax_bp=rules.charged_tax_bp,
        tax_rule_id=rules.tax_rule_id,
        tax_paise=split.tax,
        fee_paise=split.fee,
        packing_paise=split.packing,
        maker_paise=split.maker,
        weight_g=(variant.weight_g or 0) * sold.quantity,
    )


def keep(order: Order, drafts: Sequence[Draft]) -> None:
    """Write the order, its parts and their lines: three statements. Raises IntegrityError for a number taken."""
    insert([order])
    keep_parts(order, drafts)


def keep_parts(order: Order, drafts: Sequence[Draft]) -> None:
    """Write parts of an order that is there, and their lines: two statements."""
    for draft in drafts:
        draft.row.order = order
    insert([draft.row for draft in drafts])
    for draft in drafts:
        for line in draft.lines:
            line.part = draft.row
    insert([line for draft in drafts for line in draft.lines])


def part_facts(row: Part) -> dict[str, Any]:
    """A part as events carry it."""
    return {
        "part_id": row.pk,
        "order_id": row.order_id,
        "number": row.number,
        "maker_id": row.maker_id,
        "seller_id": row.seller_id,
        "goods_paise": row.goods_paise,
        "delivery_paise": row.delivery_paise,
        "delivery_tax_paise": row.delivery_tax_paise,
        "rounding_paise": row.rounding_paise,
        "maker_paise": row.maker_paise,
        "tax_paise": row.tax_paise,
        "fee_paise": row.fee_paise,
        "packing_paise": row.packing_paise,
    }


def record_placed(order: Order, drafts: Sequence[Draft], *, by: Actor, more: Sequence[Happened] = ()) -> None:
    """Tell of a new order with its parts, and of what happened with it."""
    facts = {
        "number": order.number,
        "method": order.method,
        "pays": order.pays,
        "channel": order.channel,
        "state": order.state,
        "goods_paise": order.goods_paise,
        "delivery_paise": order.delivery_paise,
        "rounding_paise": order.rounding_paise,
        "total_paise": order.total_paise,
        "parts": [part_facts(draft.row) for draft in drafts],
        "good_ids": sorted({line.good_id for draft in drafts for line in draft.lines}),
    }
    record_all([Happened("orders.placed", order, facts), *more], by=by)
