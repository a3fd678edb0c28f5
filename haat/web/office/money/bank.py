"""The bank's sheet of a run: sent, looked at line by line, and written down when a person says so."""

from dataclasses import astuple
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from haat.core.errors import BadTable, HaatError
from haat.core.languages import best
from haat.ledger.actions import Outcome, bank_said
from haat.ledger.bank_sheet import MOST_BYTES, Said, read_bank_sheet
from haat.ledger.models import PayoutRun
from haat.ledger.queries import runs_of
from haat.web.office.desk.listing import export, rupees_cell
from haat.web.office.desk.page import of_district, page
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.signin_forms import refuse

SALT = "money.bank_sheet"


class SheetForm(forms.Form):
    """The file as the bank gives it."""

    sheet = forms.FileField(
        label=_("The bank’s sheet (CSV, XLSX or XLS)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,text/csv"}),
    )

    def clean_sheet(self) -> Any:
        """No more is read into memory than is looked at."""
        sheet = self.cleaned_data["sheet"]
        if sheet.size > MOST_BYTES:
            raise forms.ValidationError(BadTable.too_large().message)
        return sheet


@require_http_methods(["GET", "HEAD", "POST"])
@office("propose_payouts")
def bank_sheet(request: Request, pk: int) -> HttpResponse:
    """Send the sheet; look what it would do; write it down. `take`: the result as a sheet with its reasons."""
    of_district(request, "propose_payouts")
    run = one_or_404(runs_of(request.mart), pk=pk)
    if request.method != "POST":
        return _page(request, run, SheetForm())
    if "lines" in request.POST:
        return _again(request, run)
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, run, form, status=422)
    try:
        lines = read_bank_sheet(form.cleaned_data["sheet"].read(), run_number=run.number)
    except BadTable as problem:
        form.add_error("sheet", problem.message)
        return _page(request, run, form, status=422)
    except HaatError as problem:
        refuse(form, problem)
        return _page(request, run, form, status=422)
    return _page(request, run, form, lines=lines, tried=bank_said(run, lines, dry=True, by=actor(request)))


def _again(request: Request, run: PayoutRun) -> HttpResponse:
    """The lines that were looked at come back as they left, signed: they are written down, or taken out."""
    try:
        pk, told = signing.loads(request.POST["lines"], salt=SALT)
    except signing.BadSignature:
        pk, told = None, []
    if pk != run.pk:
        messages.error(request, gettext("The sheet was changed on the way. Send it again."))
        return _page(request, run, SheetForm(), status=422)
    lines = [Said(*line) for line in told]
    if "take" in request.POST:
        return _as_sheet(request, run, bank_said(run, lines, dry=True, by=actor(request)))
    done = bank_said(run, lines, dry=False, by=actor(request))
    count = sum(outcome.taken for outcome in done)
    said = ngettext("%(n)d payout is written down as paid.", "%(n)d payouts are written down as paid.", count)
    messages.success(request, said % {"n": count})
    return _page(request, run, SheetForm(), lines=lines, written=done)


def _page(
    request: Request,
    run: PayoutRun,
    form: SheetForm,
    *,
    lines: list[Said] | None = None,
    tried: list[Outcome] | None = None,
    written: list[Outcome] | None = None,
    status: int = 200,
) -> HttpResponse:
    outcomes = written if written is not None else tried
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "outcomes": outcomes,
        "to_write": sum(outcome.taken for outcome in tried or []),
        "written": written is not None,
        "refused": sum(bool(outcome.reason) for outcome in outcomes or []),
        "lines": signing.dumps([run.pk, [astuple(line) for line in lines]], salt=SALT, compress=True) if lines else "",
    }
    return page(request, "money/bank_sheet", status=status, **context)


def _as_sheet(request: Request, run: PayoutRun, outcomes: list[Outcome]) -> HttpResponse:
    heads = [gettext("Row"), gettext("Maker"), gettext("Amount"), gettext("UTR"), gettext("What came of it")]
    rows = [
        [
            outcome.said.row,
            best(outcome.payout.maker.names).text if outcome.payout else "",
            rupees_cell(outcome.payout.amount_paise) if outcome.payout else outcome.said.amount,
            outcome.said.utr,
            outcome.reason or (gettext("Written down before") if outcome.known else gettext("Can be written down")),
        ]
        for outcome in outcomes
    ]
    return export(request, f"{run.number}-bank", heads, rows)
