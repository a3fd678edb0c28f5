"""A portal's own list of orders, read in: a row a line, under the portal's headings, several rows to one order.

It is brought like every other table (`haat.sheets`): looked through first, and then kept. An order is taken whole or
not at all, and told twice it counts once. What the portal says of its state is not read: it would make another telling
of every order that goes on.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from haat.channels.models import Portal
from haat.channels.portals.told import NEEDED, ORDER_FIELDS
from haat.core.actor import Actor
from haat.core.imports import BadRow, ImportReport, Progress, Refusal, Row, import_rows
from haat.core.tables import Line, heading
from haat.orders.actions import receive_order
from haat.orders.errors import BadFacts
from haat.orders.facts import Source, facts_from
from haat.orders.models import Arrival
from haat.places.models import Mart
from haat.sheets.kinds import Kind

DEED = "change_orders"
HEADINGS = 1  # the row at which it is said that a column is missing
EXAMPLE = {
    "order": "SARAS-1042",
    "placed_on": "28/11/2026",
    "name": "Asha Rao",
    "phone": "9876543210",
    "address": "House 4, Circular Road",
    "pin": "814112",
    "sku": "DM000012-1",
    "title": "Bamboo basket",
    "quantity": "2",
    "price": "380",
    "total": "760",
    "delivery": "0",
    "deliver_by": "05/12/2026",
}
# What stands once for the whole order; the first row says it.
OF_ORDER = {"name": "name", "phone": "phone", "address": "address", "pin": "pin"}
# The field of an order → what the row calls it.
CALLED = {
    "placed_at": "placed_on",
    "promised_by": "deliver_by",
    "delivery_minor": "delivery",
    "piece_minor": "price",
    "external_id": "order",
} | {name: name for name in (*OF_ORDER, "sku", "title", "quantity")}


def kind_name(portal: Portal) -> str:
    """What its table of orders is called among all kinds."""
    return f"portal-{portal.pk}"


def kinds(mart: Mart) -> dict[str, Kind]:
    """The tables of orders of a mart's portals, also of those for which no sheet is made any more."""
    rows = Portal.objects.filter(mart=mart).exclude(orders={}).order_by("title", "pk")
    return {kind_name(portal): _kind(portal) for portal in rows}


def _kind(portal: Portal) -> Kind:
    def bring(rows: Sequence[Line], *, mart: Mart, by: Actor, progress: Progress | None, dry_run: bool) -> ImportReport:
        return import_orders(rows, portal=portal, by=by, progress=progress, dry_run=dry_run)

    heads = {name: head for name in ORDER_FIELDS if (head := portal.orders.get(name))}
    return Kind(
        format_lazy("{}: {}", _("Orders"), portal.title),
        _("The portal’s own list of orders, one row a good. What is there already is not taken twice."),
        [heading(head) for head in heads.values()],
        {heading(head): EXAMPLE[name] for name, head in heads.items()},
        bring,
        deed=DEED,
    )


def import_orders(
    rows: Sequence[Line], *, portal: Portal, by: Actor, progress: Progress | None = None, dry_run: bool = False
) -> ImportReport:
    """Receive the orders of a portal's list; the report counts rows, every one of an order alike."""
    read = _Reading(portal, rows)
    heads = {name: read.keys[name] for name in NEEDED if name in read.keys}
    report = import_rows(
        read.orders(),
        lambda row: read.receive(row, by),
        needed=list(heads.values()),
        columns={},
        progress=progress,
        dry_run=dry_run,
    )
    headless = any(refusal.row == HEADINGS for refusal in report.refused)
    return report if headless else read.spread(report)


class _Reading:
    """A list of orders with its rows gathered by the order's number."""

    def __init__(self, portal: Portal, rows: Sequence[Line]) -> None:
        self.portal = portal
        self.keys = {name: heading(head) for name, head in portal.orders.items()}
        self._rows: dict[int, list[Line]] = {}
        first: dict[str, int] = {}
        for line in rows:
            number = self._number(line)
            leader = first.setdefault(number, line.number) if number else line.number
            self._rows.setdefault(leader, []).append(line)

    def _number(self, line: Line) -> str:
        return Row(line, line.number).text(self.keys["order"])

    def orders(self) -> list[Line]:
        """The first row of each order."""
        return [lines[0] for lines in self._rows.values()]

    def spread(self, report: ImportReport) -> ImportReport:
        """What became of an order became of each of its rows."""
        refused = {refusal.row for refusal in report.refused}
        same = set(report.same_rows)
        for leader, lines in self._rows.items():
            numbers = [line.number for line in lines]
            if leader in same:
                report.same_rows += numbers[1:]
            elif wrong := refused & set(numbers):
                said = say("This order is not taken: see row %(row)d.") % {"row": min(wrong)}
                report.refused += [Refusal(number, "", said) for number in numbers if number not in wrong]
            else:
                report.made += len(numbers) - 1
        report.same_rows.sort()
        report.same = len(report.same_rows)
        report.refused.sort(key=lambda refusal: refusal.row)
        return report

    def receive(self, row: Row, by: Actor) -> bool:
        """Keep an order; False when it was told before in just these words. Raises BadRow, HaatError."""
        rows = [row, *(Row(line, line.number) for line in self._rows[row.number][1:])]
        number = row.text(self.keys["order"], needed=True)
        told = self._order(row) | {"lines": [self._line(each) for each in rows]}
        for other in rows[1:]:
            row.refusals += other.refusals
        row.check()
        try:
            facts = facts_from({name: value for name, value in told.items() if value not in (None, "")})
        except BadFacts as wrong:
            self._refuse(rows, wrong)
            raise BadRow from None
        source = Source(self.portal.slug, "", number)
        known = Arrival.objects.filter(
            mart=self.portal.mart, channel=source.channel, account="", external_id=number, digest=facts.digest
        ).exists()
        receive_order(self.portal.mart, facts, source=source, by=by)
        return not known

    def _order(self, row: Row) -> dict[str, Any]:
        """What stands once for the whole order."""
        placed = row.day(self.keys["placed_on"])
        found: dict[str, Any] = {name: self._text(row, of) for name, of in OF_ORDER.items()}
        found |= {"placed_at": placed.isoformat() if placed else "", "bills": self.portal.bills}
        found["language"] = self.portal.language
        if "delivery" in self.keys:
            found["delivery_minor"] = row.rupees(self.keys["delivery"])
        if self._text(row, "deliver_by"):
            by = row.day(self.keys["deliver_by"])
            found["promised_by"] = by.isoformat() if by else ""
        return found

    def _line(self, row: Row) -> dict[str, Any]:
        quantity = row.whole(self.keys["quantity"], least=1)
        if quantity is None:
            row.text(self.keys["quantity"], needed=True)
        told = {"sku": self._text(row, "sku"), "title": self._text(row, "title")}
        line = {name: text for name, text in told.items() if text}
        return line | {"quantity": quantity or 1, "piece_minor": self._piece(row, quantity or 1)}

    def _piece(self, row: Row, quantity: int) -> int:
        """The price of a piece in paise: as it stands, or the price of the line shared among its pieces."""
        price = row.rupees(self.keys["price"]) if "price" in self.keys else None
        if price is not None:
            return price
        column = self.keys.get("total", self.keys.get("price", ""))
        total = row.rupees(column) if "total" in self.keys else None
        if total is None:
            row.text(column, needed=True)
            return 0
        piece, left = divmod(total, quantity)
        if left:
            row.refuse(column, _("The price of the line cannot be shared among its pieces to the paisa."))
        return piece

    def _text(self, row: Row, name: str) -> str:
        return row.text(self.keys[name]) if name in self.keys else ""

    def _refuse(self, rows: Sequence[Row], wrong: BadFacts) -> None:
        """Say what is wrong at the row and heading it is about."""
        for field, error in wrong.fields.items():
            part, _dot, rest = field.partition(".")
            at, _dot, name = rest.partition(".")
            of_line = part == "lines" and at.isdigit() and int(at) < len(rows)
            called = CALLED.get(name if of_line else part, "")
            refusal = Refusal(
                rows[int(at)].number if of_line else rows[0].number, self.keys.get(called, ""), str(error)
            )
            rows[0].refusals.append(refusal)
