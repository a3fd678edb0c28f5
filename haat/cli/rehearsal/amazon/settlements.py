"""Settlements, as the flat file of version 2 has them: a line for each amount of each order that was sent.

Columns and most words are those seen in such files from India; the amounts follow `fees`. On purpose a line can be
missing, an amount be of a type nobody knows, and numbers and days be written as other regions write them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from haat.cli.rehearsal.amazon import fees
from haat.cli.rehearsal.amazon.order import Line, Order
from haat.cli.rehearsal.amazon.orders import Orders
from haat.cli.rehearsal.amazon.reports import SETTLEMENTS, Report, Reports
from haat.cli.rehearsal.amazon.wire import DAY, rupees

COLUMNS = (
    "settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount", "currency",
    "transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id", "marketplace-name",
    "amount-type", "amount-description", "amount", "fulfillment-id", "posted-date", "posted-date-time",
    "order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku", "quantity-purchased",
    "promotion-id",
)  # fmt: skip
STRANGE = ("ItemHandling", "Festival handling", -1_500)
Row = dict[str, str]


@dataclass(frozen=True)
class How:
    """What is wrong with a settlement."""

    lost_line: bool = False
    unknown_type: bool = False
    comma: bool = False
    us_dates: bool = False


class Settlements:
    def __init__(self, orders: Orders, reports: Reports) -> None:
        self.orders, self.reports, self.world = orders, reports, orders.world

    def make(self, how: How) -> Report | None:
        """Settle what was sent and is not settled yet; None when there is nothing."""
        due = [each for each in self.orders.known.values() if not each.settled and _sent(each)]
        if not due:
            return None
        number, now = self.world.number(11), self.world.now()
        rows = [row for order in due for row in self._rows(order, number, how)]
        if how.unknown_type:
            rows.append(self._row(number, due[0], due[0].lines[0], STRANGE, how))
        total = sum(int(row.pop("minor")) for row in rows)
        if how.lost_line:
            del rows[len(rows) // 2]
        for order in due:
            order.settled = True
        begins = min(order.created for order in due)
        first = dict.fromkeys(COLUMNS, "") | {
            "settlement-id": number,
            "settlement-start-date": _when(begins, how),
            "settlement-end-date": _when(now, how),
            "deposit-date": _when(now + 2 * DAY, how),
            "total-amount": _amount(total, how),
            "currency": due[0].currency,
        }
        lines = ["\t".join(COLUMNS), *("\t".join(row.get(name, "") for name in COLUMNS) for row in (first, *rows))]
        data = ("\n".join(lines) + "\n").encode()
        return self.reports.add(SETTLEMENTS, data, "text/tab-separated-values; charset=UTF-8", begins)

    def _rows(self, order: Order, number: str, how: How) -> Iterator[Row]:
        for line in order.lines:
            if line.shipped:
                for amount in _amounts(order, line):
                    yield self._row(number, order, line, amount, how)
        if order.delivery:
            yield self._row(number, order, order.lines[0], ("ItemPrice", "Shipping", order.delivery), how)

    def _row(self, number: str, order: Order, line: Line, amount: tuple[str, str, int], how: How) -> Row:
        now = self.world.now()
        kind, what, minor = amount
        return {
            "settlement-id": number,
            "transaction-type": "Order",
            "order-id": order.name,
            "merchant-order-id": order.name,
            "marketplace-name": "Amazon.in",
            "amount-type": kind,
            "amount-description": what,
            "amount": _amount(minor, how),
            "fulfillment-id": "MFN",
            "posted-date": _day(now, how),
            "posted-date-time": _when(now, how),
            "order-item-code": line.name,
            "sku": line.sku,
            "quantity-purchased": str(line.shipped) if what == "Principal" else "",
            "minor": str(minor),
        }


def _sent(order: Order) -> bool:
    return order.state in ("SHIPPED", "PARTIALLY_SHIPPED") and all(line.left == 0 for line in order.lines)


def _amounts(order: Order, line: Line) -> Iterator[tuple[str, str, int]]:
    """(type, what for, paise) of one line: what the buyer paid, fees with tax on them, tax held back."""
    paid = line.piece * line.shipped
    yield "ItemPrice", "Principal", paid
    for what, minor in fees.of(line.piece).items():
        yield "ItemFees", what, -minor * line.shipped
        yield "ItemFees", f"{what} IGST", -fees.taxed(minor) * line.shipped
    yield "ItemWithheldTax", "TCS-IGST", -(paid // 200)
    yield "ItemWithheldTax", "TDS - Section 194-O", -(paid // 1000)


def _amount(minor: int, how: How) -> str:
    told = f"-{rupees(-minor)}" if minor < 0 else rupees(minor)
    return told.replace(".", ",") if how.comma else told


def _day(at: float, how: How) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%m/%d/%y" if how.us_dates else "%d.%m.%Y")


def _when(at: float, how: How) -> str:
    form = "%Y-%m-%d %H:%M:%S UTC" if how.us_dates else "%d.%m.%Y %H:%M:%S UTC"
    return datetime.fromtimestamp(at, UTC).strftime(form)
