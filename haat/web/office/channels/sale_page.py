"""The page of an order as its channel tells of it: its state and clock there, its parcels, what waits for a person."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from haat.channels import parcels
from haat.channels.handing import known_carrier, known_size, shipments_of, slots_of, to_send
from haat.channels.models import Sale, Shipment
from haat.channels.showing import parts_of, sales_of, together_of
from haat.delivery import carriers
from haat.web.office.channels.forms import RateForm
from haat.web.office.channels.frame import CHANGE, page, title_of
from haat.web.office.channels.shipping_forms import BookForm, LeftForm, SizeForm, size_form
from haat.web.office.desk.history import history_of
from haat.web.office.desk.page import of_district
from haat.web.office.desk.rail import may_do
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce

S = Shipment.State


@dataclass
class Shown:
    """A parcel on its order's page, with the forms that it takes now (None: it takes none)."""

    row: Shipment
    size: SizeForm | None = None
    book: BookForm | None = None
    left: LeftForm | None = None
    there: object = ""

    @property
    def several(self) -> bool:
        """Whether it is not the only parcel of its order."""
        return self.row.number > 1


def shown(sale: Sale, *, forms: bool) -> list[Shown]:
    """Every parcel of an order; `forms`: with what can be done."""
    found = []
    for row in shipments_of(sale):
        each = Shown(row, there=there_words(sale, row))
        if forms and row.way == Shipment.Way.FETCHED and (row.state == S.WAITS or row.movable):
            each.size = size_form(row, known_size(sale))
            slots = slots_of(row)
            each.book = BookForm(slots) if slots else None
        if forms and row.way == Shipment.Way.CARRIED and row.state == S.WAITS:
            titles = {carrier.slug: carrier.title for carrier in carriers.given_away()}
            each.left = LeftForm(to_send(sale, without=row), known_carrier(sale, titles))
        found.append(each)
    return found


def there_words(sale: Sale, row: Shipment) -> object:
    """Where it is, in our words; in the channel's own where we have none."""
    folder = parcels.find(sale.account.channel)
    return folder.states.get(row.there, row.there) if folder else row.there


def late(sale: Sale, rows: list[Shown]) -> bool:
    """Whether it should have been handed over."""
    waits = any(each.row.state in (S.WAITS, S.ASKING, S.UNKNOWN) for each in rows)
    return waits and sale.ship_by is not None and sale.ship_by < timezone.now()


def sale_here(request: Request, pk: int, deed: str) -> Sale:
    """An order of the mart's channels; 404 for any other."""
    of_district(request, deed)
    found = sales_of(request.mart).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sale_page(
    request: Request, sale: Sale, *, rate: RateForm | None = None, rows: list[Shown] | None = None, status: int = 200
) -> HttpResponse:
    """Drawn, with forms as they were sent when something in them was refused."""
    asks = sale.problem == Sale.Problem.RATE and sale.arrival_id is None
    rows = shown(sale, forms=may_do(request.user, CHANGE, request.mart)) if rows is None else rows
    parts = parts_of(sale)
    context: dict[str, Any] = {
        "sale": sale,
        "title": title_of(sale.account),
        "form": (rate or RateForm()) if asks else None,
        "parts": parts,
        "together": together_of(parts),
        "rows": rows,
        "late": late(sale, rows),
        "history": history_of(("channels.sale", [sale.pk])),
        "nonce": nonce(),
    }
    return page(request, "sale", tab="sales", status=status, **context)
