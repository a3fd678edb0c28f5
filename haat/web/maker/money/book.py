"""Her passbook of a month, as a PDF in her language."""

from datetime import date

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from haat.core.languages import current
from haat.ledger.queries import book_of, months_of, shares_in
from haat.web.maker.base.acting import for_maker
from haat.web.maker.base.request import Request
from haat.web.maker.money.sharing import seats
from haat.web.papers.passbooks import passbook_pdf


@require_safe
@for_maker
def book(request: Request, year: int, number: int) -> HttpResponse:
    """The month, when her account has it; her own shares stand below the group's account."""
    maker = request.acting.maker
    month = next((one for one in months_of(maker) if (one.year, one.month) == (year, number)), None)
    if month is None:
        raise Http404
    mine = list(shares_in([seat.pk for seat in seats(request)], month)) if maker.is_group else []
    content = passbook_pdf(maker, book_of(maker, month), mine, current())
    headers = {"Content-Disposition": f'inline; filename="{_name(month)}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _name(month: date) -> str:
    return f"passbook-{month:%Y-%m}.pdf"
