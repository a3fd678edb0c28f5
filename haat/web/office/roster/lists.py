"""Lists of groups: sent, their columns said, looked through, brought in, and what came of every row."""

import io
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.core.sealing import Unreadable
from haat.roster import actions
from haat.roster.headings import NEVER
from haat.roster.lists import content_of, kept_columns, outcomes_of, said_of, write_result
from haat.roster.models import ListFile, ListUpload
from haat.roster.queries import files_in, kept_files, list_of, lists_of, notes_of, whole_file
from haat.roster.reasons import sentence
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import numbered
from haat.web.office.desk.page import act, act_with, of_district, page
from haat.web.office.roster.forms import ColumnsForm, ListForm
from haat.web.office.roster.words import BECOMES
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

SHOWN, NOTES, SAMPLES = 15, 60, 3


def _here(request: Request, pk: int) -> ListUpload:
    of_district(request, "bring_groups")
    found = list_of(request.mart, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@office("bring_groups")
def lists(request: Request) -> HttpResponse:
    """What was brought before, and a form to send a list."""
    of_district(request, "bring_groups")
    form, status, made = ListForm(mart=request.mart), 200, list[ListUpload]()
    if request.method == "POST":
        form, status = ListForm(request.POST, request.FILES, mart=request.mart), 422
        if act_with(request, form, once(request, lambda: made.append(_receive(request, form))), done=_("Received.")):
            return redirect("office:roster:upload", made[0].pk) if made else redirect("office:roster:lists")
    listed = numbered(request, lists_of(request.mart), size=SHOWN)
    files = files_in(listed.rows)
    for each in listed.rows:
        each.called = ", ".join(file.name for file in files.get(each.pk, ())) or str(each.pk)
    return page(request, "roster/lists", status=status, form=form, listing=listed, nonce=nonce())


def _receive(request: Request, form: ListForm) -> ListUpload:
    given = form.cleaned_data
    return actions.receive_list(
        request.mart, given["packed"], convert=given["convert"], user=request.user, by=actor(request)
    )


@require_safe
@office("bring_groups")
def one(request: Request, pk: int) -> HttpResponse:
    """What its columns mean, and what would become, or became, of its rows."""
    return _page(request, _here(request, pk))


def _page(request: Request, found: ListUpload, *, form: ColumnsForm | None = None, status: int = 200) -> HttpResponse:
    files = files_in([found]).get(found.pk, [])
    mapping = found.state == ListUpload.State.MAPPING or form is not None
    form = form or ColumnsForm(files)
    kept = kept_files(found)
    context: dict[str, Any] = {
        "upload": found,
        "files": [_file(request, file, form if mapping else None) for file in files],
        "form": form,
        "mapping": mapping,
        "kept": kept,
        "may_bring": found.state == ListUpload.State.LOOKED and kept and _new(found),
        "figures": _figures(found),
        "history": history_of(("roster.listupload", [found.pk])),
        "nonce": nonce(),
    }
    return page(request, "roster/upload", status=status, **context)


def _new(found: ListUpload) -> bool:
    return bool(found.counts.get("rows_new") or found.counts.get("rows_changed"))


def _figures(found: ListUpload) -> list[tuple[str, int]]:
    counts = found.counts
    words = {
        "groups_new": say("New groups"),
        "groups_changed": say("Groups that change"),
        "people_new": say("New members"),
        "people_changed": say("Members that change"),
        "federations_new": say("New federations"),
        "villages_new": say("New village organisations"),
        "rows_same": say("Rows that are there already"),
        "rows_refused": say("Refused rows"),
        "rows_passed": say("Rows passed over"),
    }
    return [(label, counts.get(name, 0)) for name, label in words.items() if counts.get(name)]


def _file(request: Request, file: ListFile, form: ColumnsForm | None) -> dict[str, Any]:
    """A file with what is said of its rows, or with what its columns may mean beside some of their values."""
    heads = file.columns.heads if file.columns else []
    names = dict(zip(file.columns.fields, heads, strict=False)) if file.columns else {}
    notes = notes_of(file)
    samples = _samples(file.upload, file.number, len(heads)) if form is not None else []
    return {
        "row": file,
        "columns": [
            {"field": form[f"column_{file.number}_{at}"], "samples": samples[at] if at < len(samples) else ()}
            for at in range(len(heads))
        ]
        if form is not None
        else [],
        "dropped": [(NEVER[why], cells) for why, cells in file.dropped.items() if why in NEVER and cells],
        "notes": [
            {"row": note.row, "where": names.get(note.field, ""), "said": sentence(note.code, note.said)}
            for note in notes[:NOTES]
        ],
        "more": max(0, notes.count() - NOTES),
    }


def _samples(upload: ListUpload, number: int, wide: int) -> list[list[str]]:
    """Of each column the first values that differ."""
    found: list[list[str]] = [[] for _column in range(wide)]
    whole = whole_file(upload, number)
    if whole is None:
        return found
    try:
        for seen, (_row, cells) in enumerate(content_of(whole)()):
            for at, cell in enumerate(cells[:wide]):
                if cell and cell not in found[at] and len(found[at]) < SAMPLES:
                    found[at].append(str(cell)[:40])
            if seen > 200:
                break
    except Unreadable:
        return found
    return found


@require_POST
@office("bring_groups")
def columns(request: Request, pk: int) -> HttpResponse:
    """What the columns mean; then the list is looked through."""
    found = _here(request, pk)
    form = ColumnsForm(files_in([found]).get(pk, []), request.POST)
    saying = once(request, lambda: actions.say_columns(found, form.said(), by=actor(request)))
    if not act_with(request, form, saying, done=_("The list is being looked through.")) and form.errors:
        return _page(request, _here(request, pk), form=form, status=422)
    return redirect("office:roster:upload", pk)


@require_POST
@office("bring_groups")
def bring(request: Request, pk: int) -> HttpResponse:
    """Bring in the rows that were not refused."""
    found = _here(request, pk)
    bringing = once(request, lambda: actions.bring_list(found, by=actor(request)))
    act(request, bringing, done=_("The list is being brought in."))
    return redirect("office:roster:upload", pk)


@require_safe
@office("bring_groups")
def result(request: Request, pk: int, number: int) -> HttpResponse:
    """The same sheet with what became of each row, and why, without the columns that are never kept."""
    found = _here(request, pk)
    file = whole_file(found, number)
    if file is None or file.columns is None or not found.looked_through:
        raise Http404
    out = io.StringIO()
    heads, keep = file.columns.heads, kept_columns(file.columns.fields)
    words = {letter: str(text) for letter, text in BECOMES.items()}
    titles = say("What became of it"), say("Reason")
    try:
        write_result(out, heads, content_of(file)(), keep, outcomes_of(file), said_of(file), words, titles)
    except Unreadable:
        raise Http404 from None
    name = f"groups-{found.pk}-{number + 1}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
