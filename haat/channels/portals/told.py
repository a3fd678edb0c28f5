"""All that is said of a portal, checked as a whole: its columns, and the headings of its list of orders."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.channels.portals.errors import BadPortal, column_field
from haat.channels.portals.facts import MOST_PICTURES
from haat.core.tables import heading
from haat.core.texts import clean_line
from haat.orders.models import Order

MOST_COLUMNS, MOST_HEADING, MOST_TEXT, MOST_TITLE = 120, 120, 200, 80
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
# What an order of a portal tells, and what the desk is asked for each.
ORDER_FIELDS: "Mapping[str, str | Promise]" = {
    "order": _("Order number"),
    "placed_on": _("Day of the order"),
    "name": _("Buyer’s name"),
    "phone": _("Phone"),
    "address": _("Address"),
    "pin": _("PIN code"),
    "sku": "SKU",
    "title": _("Name of the good"),
    "quantity": _("Pieces"),
    "price": _("Price of a piece, rupees"),
    "total": _("Price of all pieces of the line, rupees"),
    "delivery": _("Delivery charge, rupees"),
    "deliver_by": _("To be there by"),
}
# Without these no order can be read; and one of each pair.
NEEDED = ("order", "placed_on", "name", "quantity")
ONE_OF = (("sku", "title"), ("price", "total"))


@dataclass(frozen=True)
class Column:
    """A column: its heading, and the fact or question it is filled from, or a text that always stands there."""

    heading: str
    source: str = ""
    text: str = ""

    def kept(self) -> dict[str, str]:
        """As the row keeps it."""
        return {"heading": self.heading, "from": self.source, "text": self.text}


def columns_of(kept: Sequence[Mapping[str, str]]) -> list[Column]:
    """The columns a row keeps."""
    return [Column(each["heading"], each["from"], each["text"]) for each in kept]


@dataclass(frozen=True)
class PortalTold:
    """All that is said of a portal; `orders` is empty where its orders are not read in."""

    slug: str
    title: str
    language: str
    columns: Sequence[Column]
    orders: Mapping[str, str]
    bills: str = Order.Bills.HERE
    pictures: int = 3

    def fields(self) -> dict[str, Any]:
        """As the row keeps it, but for its short name."""
        return {
            "title": self.title,
            "language": self.language,
            "columns": [column.kept() for column in self.columns],
            "orders": dict(self.orders),
            "bills": self.bills,
            "pictures": self.pictures,
        }


def checked(told: PortalTold, *, languages: Collection[str], sources: Collection[str]) -> PortalTold:
    """The same, clean. `sources` are what a column may be filled from. Raises BadPortal."""
    title = clean_line(told.title)
    if not 1 <= len(title) <= MOST_TITLE:
        raise BadPortal("no_title", "title")
    if not SLUG.fullmatch(told.slug):
        raise BadPortal("bad_slug", "slug")
    if told.language not in languages:
        raise BadPortal("no_language", "language")
    if told.bills not in Order.Bills.values:
        raise BadPortal("bad_bills", "bills")
    if not 0 <= told.pictures <= MOST_PICTURES:
        raise BadPortal("bad_pictures", "pictures", most=MOST_PICTURES)
    columns, orders = _columns(told.columns, sources), _orders(told.orders)
    return PortalTold(told.slug, title, told.language, columns, orders, told.bills, told.pictures)


def _columns(columns: Sequence[Column], sources: Collection[str]) -> list[Column]:
    if not columns:
        raise BadPortal("no_columns", column_field("heading", 1))
    if len(columns) > MOST_COLUMNS:
        raise BadPortal("too_many", "columns", most=MOST_COLUMNS)
    found: list[Column] = []
    for row, column in enumerate(columns, start=1):
        clean = _column(column, row, sources)
        if any(heading(each.heading) == heading(clean.heading) for each in found):
            raise BadPortal("twice", column_field("heading", row))
        found.append(clean)
    return found


def _column(column: Column, row: int, sources: Collection[str]) -> Column:
    head, text = clean_line(column.heading), clean_line(column.text)
    if not heading(head) or len(head) > MOST_HEADING:
        raise BadPortal("no_heading", column_field("heading", row))
    if len(text) > MOST_TEXT:
        raise BadPortal("too_long", column_field("text", row), most=MOST_TEXT)
    if column.source and column.source not in sources:
        raise BadPortal("unknown", column_field("from", row))
    if bool(column.source) == bool(text):
        raise BadPortal("both" if text else "no_source", column_field("from", row))
    return Column(head, column.source, text)


def _orders(orders: Mapping[str, str]) -> dict[str, str]:
    """The headings by what stands under them; all that is needed, or nothing at all."""
    found = {name: head for name in ORDER_FIELDS if (head := clean_line(orders.get(name, "")))}
    if not found:
        return {}
    for name in NEEDED:
        if name not in found:
            raise BadPortal("order_heading", f"order_{name}")
    for pair in ONE_OF:
        if not set(pair) & set(found):
            raise BadPortal("one_of_two", f"order_{pair[0]}")
    seen: set[str] = set()
    for name, head in found.items():
        if len(head) > MOST_HEADING or not heading(head):
            raise BadPortal("no_heading", f"order_{name}")
        if heading(head) in seen:
            raise BadPortal("twice", f"order_{name}")
        seen.add(heading(head))
    return found
