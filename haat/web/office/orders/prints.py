"""Papers of an order: invoice, bill, credit note."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from haat.ledger.queries import papers_visible_to
from haat.web.office.desk.pdf import pdf
from haat.web.papers.invoices import invoice_pdf
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import office
from haat.web.ui.request import Request


@require_safe
@office("see_orders")
def invoice(request: Request, pk: int) -> HttpResponse:
    """An invoice, bill or credit note of the reader's scope, in the buyer's language and English."""
    found = one_or_404(papers_visible_to(request.user, request.mart), pk=pk)
    return pdf(found.number, invoice_pdf(found, found.part.order.language))
