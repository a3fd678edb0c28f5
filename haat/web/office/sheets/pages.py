"""Tables: sending one, seeing what would become of its rows, bringing them in."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.core.errors import BadTable
from haat.core.sealing import Unreadable
from haat.core.tables import Table
from haat.sheets.actions import bring_in, receive_sheet
from haat.sheets.kinds import Kind
from haat.sheets.models import Sheet
from haat.sheets.queries import kinds_for, outcome, sheet_of, sheets_of, table_of
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import as_xlsx, numbered
from haat.web.office.desk.page import act_with, of_district, page
from haat.web.office.sheets.forms import BringForm, SheetForm
from haat.web.office.sheets.words import BECAME, KEPT
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

SHOWN, REFUSED, CONVERTED = 15, 200, 200


def _kinds(request: Request) -> dict[str, Kind]:
    return kinds_for(request.user, request.mart)


def _here(request: Request, pk: int) -> Sheet:
    of_district(request, "bring_sheets")
    found = sheet_of(request.mart, pk, kinds=_kinds(request))
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@office("bring_sheets")
def sheets(request: Request) -> HttpResponse:
    """What was brought before, and a form to send a table."""
    of_district(request, "bring_sheets")
    kinds = _kinds(request)
    form, status, made = SheetForm(kinds=kinds, mart=request.mart), 200, list[Sheet]()
    if request.method == "POST":
        form, status = SheetForm(request.POST, request.FILES, kinds=kinds, mart=request.mart), 422
        if act_with(request, form, once(request, lambda: made.append(_receive(request, form))), done=_("Received.")):
            return redirect("office:sheets:sheet", made[0].pk) if made else redirect("office:sheets:list")
    listed = numbered(request, sheets_of(request.mart, kinds=kinds), size=SHOWN)
    for each in listed.rows:
        each.called = kinds[each.kind].title
    return page(request, "sheets/list", status=status, form=form, sheets=listed, kinds=kinds, nonce=nonce())


def _receive(request: Request, form: SheetForm) -> Sheet:
    file = form.cleaned_data["file"]
    told = {name: form.cleaned_data[name] for name in ("kind", "content", "table")} | {"name": file.name or ""}
    return receive_sheet(request.mart, **told, user=request.user, by=actor(request))


@require_safe
@office("bring_sheets")
def sheet(request: Request, pk: int) -> HttpResponse:
    """What would become, or became, of the rows of one table."""
    return _page(request, _here(request, pk), BringForm())


def _page(request: Request, found: Sheet, form: BringForm, *, status: int = 200) -> HttpResponse:
    return page(
        request,
        "sheets/sheet",
        status=status,
        sheet=found,
        called=_kinds(request)[found.kind].title,
        form=form,
        converted=found.converted[:CONVERTED],
        more_converted=max(0, len(found.converted) - CONVERTED),
        refusals=found.refusals[:REFUSED],
        more=max(0, len(found.refusals) - REFUSED),
        may_bring=found.state == Sheet.State.LOOKED and found.made and found.content,
        history=history_of(("sheets.sheet", [found.pk])),
        nonce=nonce(),
    )


@require_POST
@office("bring_sheets")
def bring(request: Request, pk: int) -> HttpResponse:
    """Bring in the rows that were not refused."""
    found, form = _here(request, pk), BringForm(request.POST)
    seen = form.is_valid() and form.cleaned_data["seen"]
    bringing = once(request, lambda: bring_in(found, seen=seen, by=actor(request)))
    if not act_with(request, form, bringing, done=_("The rows are being brought in.")) and form.errors:
        return _page(request, found, form, status=422)
    return redirect("office:sheets:sheet", pk)


@require_safe
@office("bring_sheets")
def result(request: Request, pk: int) -> HttpResponse:
    """The same table with what became of each row, and why."""
    found = _here(request, pk)
    if not (found.looked_through and found.content):
        raise Http404
    try:
        table = table_of(found)
    except (Unreadable, BadTable):
        raise Http404 from None
    heads = [*table.heads.values(), say("What became of it"), say("Reason")]
    heads += [say("Converted letters")] if found.converted else []
    return as_xlsx(f"{found.kind}-{found.pk}", [(found.kind, heads, _result(found, table))])


def _result(sheet: Sheet, table: Table) -> Iterator[list[object]]:
    words = KEPT if sheet.state == Sheet.State.BROUGHT else BECAME
    for cells, became, why, converted in outcome(sheet, table):
        yield [*cells, words[became], why, *([converted] if sheet.converted else [])]


@require_safe
@office("bring_sheets")
def empty(request: Request, kind: str) -> HttpResponse:
    """An empty table of a kind: its headings and one row to write over."""
    of_district(request, "bring_sheets")
    found = _kinds(request).get(kind)
    if found is None:
        raise Http404
    columns, example = found.columns, found.example
    row = [example.get(column, "") for column in columns]
    return as_xlsx(kind, [(kind, columns, [row])])
