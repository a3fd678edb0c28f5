"""The list of orders as a table to take out."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext

from haat.core.dates import day_of
from haat.core.languages import best
from haat.orders.models import Part
from haat.web.office.desk.listing import MOST_EXPORTED, export, rupees_cell
from haat.web.office.desk.words import word
from haat.web.ui.request import Request
from haat.web.ui.templatetags.ui import phone


def export_orders(request: Request, rows: QuerySet[Part]) -> HttpResponse:
    """These parts as CSV or a workbook, MOST_EXPORTED of them at most."""
    heads = [
        gettext("Number"),
        gettext("Placed"),
        gettext("State"),
        gettext("Promised by"),
        gettext("Maker"),
        gettext("Block"),
        gettext("Buyer"),
        gettext("Phone"),
        gettext("PIN"),
        gettext("District"),
        gettext("Paid by"),
        gettext("Goods, ₹"),
        gettext("Delivery, ₹"),
        gettext("Left off in cash, ₹"),
        gettext("To the maker, ₹"),
        gettext("Tax, ₹"),
    ]
    table = [
        [
            part.number,
            day_of(part.placed_at).isoformat(),
            word(part.state, "part"),
            part.promised_by.isoformat(),
            best(part.maker.names).text,
            best(part.maker.block.names).text,
            part.order.name,
            phone(part.order.phone),
            part.order.code_there,
            best(part.order.goes_to).text,
            word(part.order.method, "method"),
            rupees_cell(part.goods_paise),
            rupees_cell(part.delivery_paise),
            rupees_cell(part.rounding_paise),
            rupees_cell(part.maker_paise),
            rupees_cell(part.whole_tax_paise),
        ]
        for part in rows[:MOST_EXPORTED]
    ]
    return export(request, "orders", heads, table)
