"""What a federation's accountant sees; every list begins with the makers of her organisations."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from haat.catalogue.queries import goods_of
from haat.catalogue.standing import tree, with_why
from haat.core.dates import day_of
from haat.core.languages import best
from haat.ledger.models import Invoice, Payout
from haat.ledger.queries import invoices_of, owed, payouts_to
from haat.makers.models import MakerQuerySet
from haat.makers.queries import named, organisations_in
from haat.makers.rules import federations_of, makers_of_federation
from haat.orders.models import Part
from haat.orders.queries import parts_sold_by
from haat.web.office.desk.listing import (
    MOST_EXPORTED,
    export,
    export_url,
    listing,
    numbered,
    paged,
    rupees_cell,
    sorted_by,
    typed,
)
from haat.web.office.desk.page import page
from haat.web.office.desk.pdf import pdf
from haat.web.office.desk.words import word, words_of
from haat.web.papers.invoices import invoice_pdf
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import office
from haat.web.ui.request import Request

ORDER_SORTS = {"number": "number", "placed": "placed_at", "state": "state", "total": "goods_paise"}
PAYOUT_SORTS = {"sent": "sent_at", "amount": "amount_paise", "state": "state"}
INVOICE_SORTS = {"at": "at", "number": "number"}
GOODS = 12


def hers(request: Request) -> MakerQuerySet:
    """The makers of her organisations: nothing here is read but through them.

    Those that were found to be another one are among them: what they sold and were paid stays to be read.
    """
    return makers_of_federation(request.user, request.mart)


@require_safe
@office("see_federation")
def home(request: Request) -> HttpResponse:
    """Her organisations with their counts, and their makers."""
    makers = hers(request).own()
    organisations = federations_of(request.user, request.mart)
    rows = named(makers, words, request.mart.languages) if (words := typed(request, "q")) else makers
    shown = with_why(rows).select_related("place", "organisation", "seller")
    whole = tree(request.mart, makers, organisations_in(request.mart).filter(pk__in=organisations))
    return page(
        request,
        "federation/home",
        organisations=list(organisations),
        count=whole.all,
        listing=paged(request, shown, "slug"),
    )


@require_safe
@office("see_federation")
def maker(request: Request, pk: int) -> HttpResponse:
    """One of her makers: goods, what is owed, orders and payouts."""
    found = one_or_404(hers(request).own().select_related("place", "block", "organisation", "seller"), pk=pk)
    mine = hers(request).filter(pk=found.pk)
    return page(
        request,
        "federation/maker",
        maker=found,
        owed=owed(found),
        goods=numbered(request, goods_of(found), size=GOODS, name="goods"),
        parts=parts_sold_by(mine).order_by("-placed_at")[:GOODS],
        payouts=payouts_to(mine).order_by("-pk")[:GOODS],
    )


@require_safe
@office("see_federation")
def orders(request: Request) -> HttpResponse:
    """The orders of her makers; `?export=` takes them out as a table."""
    rows: QuerySet[Part] = parts_sold_by(hers(request))
    states = words_of("part")
    if request.GET.get("state") in states:
        rows = rows.filter(state=request.GET["state"])
    if words := typed(request, "q"):
        rows = rows.filter(number__icontains=words)
    if request.GET.get("export"):
        ordered, _sort = sorted_by(request, rows, ORDER_SORTS, "-placed")
        return _orders_out(request, ordered)
    found = listing(request, rows, ORDER_SORTS, "-placed")
    return page(request, "federation/orders", listing=found, states=states.items(), export_url=export_url(request))


def _orders_out(request: Request, rows: QuerySet[Part]) -> HttpResponse:
    heads = [
        gettext("Order"),
        gettext("Placed"),
        gettext("Maker"),
        gettext("State"),
        gettext("Goods ₹"),
        gettext("To the maker ₹"),
        gettext("Tax ₹"),
        gettext("Seller"),
    ]
    table = [
        [
            part.number,
            day_of(part.placed_at).isoformat(),
            best(part.maker.names).text,
            word(part.state, "part"),
            rupees_cell(part.goods_paise),
            rupees_cell(part.maker_paise),
            rupees_cell(part.tax_paise),
            part.seller.legal_name,
        ]
        for part in rows[:MOST_EXPORTED]
    ]
    return export(request, "orders", heads, table)


@require_safe
@office("see_federation")
def order(request: Request, number: str) -> HttpResponse:
    """One order of her makers: lines, money and papers; of the buyer no more than the papers hold."""
    part = one_or_404(parts_sold_by(hers(request)), number=number)
    papers = invoices_of(hers(request)).filter(part=part).order_by("pk")
    return page(request, "federation/order", part=part, lines=part.lines.order_by("pk"), papers=papers)


@require_safe
@office("see_federation")
def payouts(request: Request) -> HttpResponse:
    """What her makers were paid, and what is on its way; `?export=` takes it out as a table."""
    rows: QuerySet[Payout] = payouts_to(hers(request))
    states = words_of("payout")
    if request.GET.get("state") in states:
        rows = rows.filter(state=request.GET["state"])
    if request.GET.get("export"):
        ordered, _sort = sorted_by(request, rows, PAYOUT_SORTS, "-sent")
        return _payouts_out(request, ordered)
    found = paged(request, rows, "-pk")
    return page(request, "federation/payouts", listing=found, states=states.items(), export_url=export_url(request))


def _payouts_out(request: Request, rows: QuerySet[Payout]) -> HttpResponse:
    heads = [gettext("Run"), gettext("Maker"), gettext("₹"), gettext("State"), gettext("Paid"), "UTR"]
    table = [
        [
            payout.run.number,
            best(payout.maker.names).text,
            rupees_cell(payout.amount_paise),
            word(payout.state, "payout"),
            day_of(payout.paid_at).isoformat() if payout.paid_at else "",
            payout.utr,
        ]
        for payout in rows[:MOST_EXPORTED]
    ]
    return export(request, "payouts", heads, table)


@require_safe
@office("see_federation")
def invoices(request: Request) -> HttpResponse:
    """The invoices, bills and credit notes of what her makers sold; `?export=` takes them out as a table."""
    rows: QuerySet[Invoice] = invoices_of(hers(request)).defer("facts")
    if request.GET.get("export"):
        ordered, _sort = sorted_by(request, rows, INVOICE_SORTS, "-at")
        return _invoices_out(request, ordered)
    found = listing(request, rows, INVOICE_SORTS, "-at")
    return page(request, "federation/invoices", listing=found, export_url=export_url(request))


def _invoices_out(request: Request, rows: QuerySet[Invoice]) -> HttpResponse:
    heads = [gettext("Number"), gettext("Day"), gettext("Seller"), "GSTIN", gettext("Order"), gettext("Maker")]
    table = [
        [
            paper.number,
            day_of(paper.at).isoformat(),
            paper.seller.legal_name,
            paper.seller.bills_under,
            paper.part.number,
            best(paper.part.maker.names).text,
        ]
        for paper in rows[:MOST_EXPORTED]
    ]
    return export(request, "invoices", heads, table)


@require_safe
@office("see_federation")
def invoice(request: Request, pk: int) -> HttpResponse:
    """One of these papers, printed."""
    found = one_or_404(invoices_of(hers(request)).select_related("mart", "part__order"), pk=pk)
    return pdf(found.number, invoice_pdf(found, found.part.order.language))
