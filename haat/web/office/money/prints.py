"""The slip of a payout, and the table of taxes that others took in sellers' names."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from haat.core.dates import financial_year, today
from haat.core.languages import current
from haat.ledger.queries import payouts_of, tax_credits
from haat.web.office.desk.listing import as_csv, rupees_cell
from haat.web.office.desk.page import of_district
from haat.web.office.desk.pdf import pdf
from haat.web.papers.slips import payout_slip_pdf
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import office
from haat.web.ui.request import Request


@require_safe
@office("see_money")
def slip(request: Request, pk: int) -> HttpResponse:
    """The slip of a payout, in the reader's language and English."""
    of_district(request, "see_money")
    found = one_or_404(payouts_of(request.mart), pk=pk)
    return pdf(f"payout-{found.pk}", payout_slip_pdf(found, current()))


@require_safe
@office("see_money")
def credits(request: Request) -> HttpResponse:
    """TCS and TDS that others took, by seller, party and month, of the financial year `?year=2026-27` (else this)."""
    of_district(request, "see_money")
    asked = request.GET.get("year", "")
    this = today()
    first = this.year if this.month >= 4 else this.year - 1
    if asked == financial_year(date(first - 1, 4, 1)):
        first -= 1
    rows: list[dict[str, Any]] = tax_credits(request.mart, start=date(first, 4, 1), end=date(first + 1, 3, 31))
    heads = [_("Seller"), "GSTIN", "PAN", _("Taken by"), _("Account"), _("Month"), "TCS, ₹", "TDS, ₹"]
    table = [
        [
            row["part__seller__legal_name"],
            row["gstin"],
            row["part__seller__pan"],
            row["party__name"] or row["party__channel"],
            row["party__account"],
            f"{row['month']:%Y-%m}",
            rupees_cell(row["tcs"]),
            rupees_cell(row["tds"]),
        ]
        for row in rows
    ]
    return as_csv(f"tcs-tds-{financial_year(date(first, 4, 1))}", heads, table)
