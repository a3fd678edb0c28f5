"""What the desk prints: labels of a round or a parcel, a rider's list, invoices, payout slips."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from haat.core.errors import HaatError
from haat.core.languages import current
from haat.delivery.models import Parcel, Round
from haat.delivery.queries import stops
from haat.ledger.models import Invoice, Payout
from haat.people.rules import scope
from haat.web.office.page import of_district
from haat.web.papers.invoices import invoice_pdf
from haat.web.papers.labels import labels_pdf
from haat.web.papers.rounds import packing_list_pdf
from haat.web.papers.slips import payout_slip_pdf
from haat.web.ui.gate import office
from haat.web.ui.request import Request


def _pdf(name: str, content: bytes) -> HttpResponse:
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}.pdf"'}
    )


def _round(request: Request, pk: int) -> Round:
    of_district(request, "see_rounds")
    found = Round.objects.filter(mart=request.mart, pk=pk).select_related("rider", "mart").first()
    if found is None:
        raise Http404
    return found


@require_safe
@office("see_rounds")
def labels(request: Request, pk: int) -> HttpResponse:
    """The labels of a round, in the order of its stops."""
    found = _round(request, pk)
    try:
        return _pdf(f"labels-{pk}", labels_pdf(list(stops(found))))
    except HaatError as problem:
        messages.error(request, problem.message)
        return redirect("office:round", pk)


@require_safe
@office("see_rounds")
def packing_list(request: Request, pk: int) -> HttpResponse:
    """The rider's list of a round."""
    return _pdf(f"round-{pk}", packing_list_pdf(_round(request, pk)))


@require_safe
@office("see_orders")
def label(request: Request, pk: int) -> HttpResponse:
    """The label of one parcel of the reader's scope."""
    place = scope(request.user, request.mart, "see_orders")
    rows = Parcel.objects.filter(mart=request.mart, pk=pk)
    found = rows.filter(place.range("part__maker__block__path")).first() if place else None
    if found is None:
        raise Http404
    return _pdf(f"label-{found.number}", labels_pdf([found]))


@require_safe
@office("see_orders")
def invoice(request: Request, pk: int) -> HttpResponse:
    """An invoice, bill or credit note of the reader's scope, in the buyer's language and English."""
    place = scope(request.user, request.mart, "see_orders")
    rows = Invoice.objects.filter(mart=request.mart, pk=pk).select_related("mart", "part__order")
    found = rows.filter(place.range("part__maker__block__path")).first() if place else None
    if found is None:
        raise Http404
    return _pdf(found.number, invoice_pdf(found, found.part.order.language))


@require_safe
@office("see_money")
def slip(request: Request, pk: int) -> HttpResponse:
    """The slip of a payout, in the reader's language and English."""
    of_district(request, "see_money")
    found = Payout.objects.filter(mart=request.mart, pk=pk).select_related("mart", "maker", "run").first()
    if found is None:
        raise Http404
    return _pdf(f"payout-{found.pk}", payout_slip_pdf(found, current()))
