"""What goes with the rider: labels of a round or a parcel, and his list."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from haat.core.errors import HaatError
from haat.delivery.models import Round
from haat.delivery.queries import parcels_visible_to, rounds_in, stops
from haat.web.office.desk.page import of_district
from haat.web.office.desk.pdf import pdf
from haat.web.papers.labels import labels_pdf
from haat.web.papers.rounds import packing_list_pdf
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import office
from haat.web.ui.request import Request


def _round(request: Request, pk: int) -> Round:
    of_district(request, "see_rounds")
    return one_or_404(rounds_in(request.mart), pk=pk)


@require_safe
@office("see_rounds")
def labels(request: Request, pk: int) -> HttpResponse:
    """The labels of a round, in the order of its stops."""
    found = _round(request, pk)
    try:
        return pdf(f"labels-{pk}", labels_pdf(list(stops(found))))
    except HaatError as problem:
        messages.error(request, problem.message)
        return redirect("office:delivery:round", pk)


@require_safe
@office("see_rounds")
def packing_list(request: Request, pk: int) -> HttpResponse:
    """The rider's list of a round."""
    return pdf(f"round-{pk}", packing_list_pdf(_round(request, pk)))


@require_safe
@office("see_orders")
def label(request: Request, pk: int) -> HttpResponse:
    """The label of one parcel of the reader's scope."""
    found = one_or_404(parcels_visible_to(request.user, request.mart), pk=pk)
    return pdf(f"label-{found.number}", labels_pdf([found]))
