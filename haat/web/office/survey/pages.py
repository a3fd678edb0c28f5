"""Finds: the list with its filters, taken out as a table, and one with all that is known of her."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from haat.catalogue.queries import craft_words
from haat.core.dates import day_of
from haat.core.identifiers import mask_phone
from haat.core.languages import best
from haat.makers.rules import visible_to
from haat.people.queries import people
from haat.people.rules import can, scope
from haat.survey.actions import note_export
from haat.survey.models import Find, FindFile
from haat.survey.notice import PURPOSES
from haat.survey.queries import (
    files_of,
    finds_seen,
    finds_within,
    for_list,
    makers_like,
    searched,
    states_of,
    twins_of,
    villages_of,
    with_all,
    workers_of,
)
from haat.survey.rules import STEPS
from haat.survey.tongues import TONGUES
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import MOST_EXPORTED, export, export_url, ids, listing, rupees_cell, sorted_by, typed
from haat.web.office.desk.page import here, page
from haat.web.office.desk.words import word
from haat.web.office.survey.forms import CallForm, DropForm, LaterForm
from haat.web.office.survey.words import STATES
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce
from haat.web.ui.templatetags.ui import phone

SORTS = {"found": "found_at", "name": "name_key", "village": "place__slug", "state": "state", "month": "month_pieces"}


def _found(request: Request, rows: QuerySet[Find], *, but: str = "") -> QuerySet[Find]:
    """Those that fit what is chosen; without the filter `but`."""
    given = request.GET
    if given.get("state") in STATES and but != "state":
        rows = rows.filter(state=given["state"])
    if craft := typed(request, "craft"):
        rows = rows.filter(crafts__slug=craft)
    for name, field in (("village", "place_id"), ("worker", "found_by_id")):
        if wanted := ids([given.get(name, "")]):
            rows = rows.filter(**{field: wanted[0]})
    if words := typed(request, "q"):
        rows = searched(rows, words)
    return rows


@require_safe
@office("see_finds")
def finds(request: Request) -> HttpResponse:
    """The list, the newest first; `?export=` takes it out as a table, which is on record."""
    blocks = Blocks(request, here(request, "see_finds"))
    every = finds_within(request.mart, blocks.place)
    if request.GET.get("export"):
        ordered, _sort = sorted_by(request, for_list(_found(request, every)), SORTS, "-found")
        return _export(request, ordered)
    found, may_call = listing(request, for_list(_found(request, every)), SORTS, "-found"), _may_call(request)
    for each in found.rows:
        each.may_call = may_call(each)
    states = states_of(_found(request, every, but="state"))
    return page(
        request,
        "survey/list",
        listing=found,
        blocks=blocks,
        tabs=[
            ("", gettext("All"), sum(states.values())),
            *((state, str(words), states.get(state, 0)) for state, words in STATES.items()),
        ],
        crafts=craft_words(),
        villages=[(str(place.pk), best(place.names).text) for place in villages_of(every)],
        workers=[(str(worker.pk), str(worker)) for worker in workers_of(every)],
        may_change=can(request.user, "change_finds", mart=request.mart),
        export_url=export_url(request),
    )


def _may_call(request: Request) -> Callable[[Find], bool]:
    """Whether her whole number is for the reader: who sees the district may follow finds in one block only."""
    place = scope(request.user, request.mart, "change_finds")
    return lambda find: place is not None and place.contains(find.block)


def _export(request: Request, rows: QuerySet[Find]) -> HttpResponse:
    may_call = _may_call(request)
    found = list(rows[:MOST_EXPORTED])
    known = people(find.found_by_id for find in found)
    heads = [
        *(
            gettext("Number"),
            gettext("Name"),
            gettext("Phone"),
            gettext("Village"),
            gettext("Hamlet"),
            gettext("Block"),
        ),
        *(gettext("Makes"), gettext("Pieces a month"), gettext("Price of one"), gettext("Sells now")),
        *(gettext("State"), gettext("Found on"), gettext("Found by")),
    ]
    table = [_cells(find, may_call(find), str(known.get(find.found_by_id or 0, ""))) for find in found]
    note_export(request.mart, rows=len(table), by=actor(request))
    return export(request, "finds", heads, table)


def _cells(find: Find, full: bool, worker: str) -> list[object]:
    return [
        find.pk,
        find.name,
        phone(find.phone) if full else mask_phone(find.phone) if find.phone else "",
        best(find.place.names).text,
        find.hamlet,
        best(find.block.names).text,
        ", ".join(best(craft.names).text for craft in find.crafts.all()),
        find.month_pieces,
        None if find.price_paise is None else rupees_cell(find.price_paise),
        word(find.sells, "find_sells") if find.sells else "",
        word(find.state, "find"),
        day_of(find.found_at).isoformat(),
        f"{worker} ({find.walker})" if find.walker and find.walker != worker else worker,
    ]


def one(request: Request, deed: str, pk: int) -> Find:
    """The find, when it lies within the reader's scope for `deed`; 404 otherwise."""
    return one_or_404(with_all(finds_seen(request.user, request.mart, deed)), pk=pk)


@require_safe
@office("see_finds")
def find(request: Request, pk: int) -> HttpResponse:
    """What she told, what she agreed to, who may be the same, and what is to be done."""
    return find_page(request, one(request, "see_finds", pk))


def find_page(
    request: Request, shown: Find, *, forms: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page of a find, with a form as it was sent when something in it was refused."""
    may = can(request.user, "change_finds", mart=request.mart, place=shown.block)
    answer, files = shown.answer, files_of(shown)
    known = people(key for key in (shown.found_by_id, answer.reader_id, answer.withdrawn_by_id) if key)
    seen = finds_seen(request.user, request.mart)
    sees_maker = bool(shown.maker and visible_to(request.user, request.mart).filter(pk=shown.maker.pk).exists())
    context: dict[str, Any] = {
        "find": shown,
        "answer": answer,
        "tongue": TONGUES.get(answer.tongue),
        "purposes": [(purpose, answer.allows(code)) for code, purpose in PURPOSES.items()],
        "photos": [file for file in files if file.kind == FindFile.Kind.PHOTO],
        "voices": [file for file in files if file.kind != FindFile.Kind.PHOTO],
        "worker": known.get(shown.found_by_id or 0),
        "withdrawn_by": known.get(answer.withdrawn_by_id or 0),
        "twins": twins_of(shown, seen),
        "makers": makers_like(shown, request.user),
        "sees_maker": sees_maker,
        "history": history_of(("survey.find", [shown.pk])),
        "may_change": may,
        "may_withdraw": may and answer.yes and answer.withdrawn_at is None,
        "steps": STEPS[shown.state] if answer.yes and answer.withdrawn_at is None else frozenset(),
        "call_form": CallForm(),
        "later_form": LaterForm(),
        "drop_form": DropForm(),
        "nonce": nonce(),
    }
    return page(request, "survey/find", status=status, **context | dict(forms or {}))
