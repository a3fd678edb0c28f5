"""The audit page: everything that happened in the mart, the newest first, narrowed, and taken out as a sheet."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.apps import apps
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haat.core.dates import INDIA
from haat.core.kinds import KINDS
from haat.core.languages import best
from haat.core.masking import mask
from haat.core.models import Event
from haat.core.queries import rows_by_id
from haat.delivery.models import Zone
from haat.makers.queries import makers_by_id
from haat.people.queries import people
from haat.places.models import Mart
from haat.places.queries import places_by_id
from haat.review.audit import Asked, trail_of
from haat.web.office.desk.changes import Change
from haat.web.office.desk.history import lines_of
from haat.web.office.desk.listing import MOST_EXPORTED, export, export_url, paged
from haat.web.office.desk.page import of_district
from haat.web.office.desk.words import word
from haat.web.office.settings.asking import AuditForm
from haat.web.office.settings.figures import place_words
from haat.web.office.settings.frame import page
from haat.web.office.settings.words import ABOUT, SILENT
from haat.web.ui.gate import office
from haat.web.ui.request import Request

SIZE, AT_ONCE = 40, 500
OPEN = "places.mart"


@dataclass(frozen=True)
class Row:
    """One thing that happened, as the auditor reads it: nothing of it is a phone, an account or an address."""

    at: datetime
    kind: str
    who: str
    for_whom: str
    about: str
    name: str
    subject: str
    reason: str
    changes: list[Change]

    @property
    def said(self) -> str:
        """What happened."""
        return event_words(self.kind)


@require_safe
@office("see_audit")
def audit(request: Request) -> HttpResponse:
    """Every event of the mart, newest first."""
    of_district(request, "see_audit")
    form = AuditForm(request.GET)
    if not form.is_valid():
        return page(request, "audit", status=422, form=form, rows=[], listing=None)
    asked = form.asked(_subject(request.GET.get("subject", "")))
    events = trail_of(request.mart, asked)
    if request.GET.get("export"):
        name = f"audit-{request.mart.slug}"
        return export(request, name, _heads(), _cells(events.order_by("-pk")[:MOST_EXPORTED]))
    shown = paged(request, events, "-pk", size=SIZE)
    context: dict[str, Any] = {
        "form": form,
        "rows": rows_of(shown.rows),
        "listing": shown,
        "subject": _named_subject(asked, request.mart),
        "csv_url": export_url(request, "csv"),
        "xlsx_url": export_url(request),
        "most": MOST_EXPORTED,
    }
    return page(request, "audit", **context)


def _subject(text: str) -> tuple[str, int] | None:
    """`makers.maker:7` as it stands in an address; 404 for what nothing is told of."""
    if not text:
        return None
    model, _colon, key = text.partition(":")
    if model not in {kind.about for kind in KINDS} or not (key.isascii() and key.isdigit() and len(key) < 16):
        raise Http404
    return model, int(key)


def _named_subject(asked: Asked, mart: Mart) -> str:
    """What the list is narrowed to, in words; only of what the mart has told of."""
    if asked.subject is None:
        return ""
    event = trail_of(mart, Asked(subject=asked.subject)).first()
    if event is None:
        return ""
    row = rows_of([event])[0]
    return f"{row.about} {row.name}"


def rows_of(events: Sequence[Event]) -> list[Row]:
    """These events in words, in their order; a query for people, one for makers, and one for each kind of thing."""
    doers, makers = people(event.by_id for event in events), makers_by_id(event.for_maker_id for event in events)
    named = _names(events)
    rows = []
    for event, line in zip(events, lines_of(events, {}), strict=True):
        # What is set of the mart stands in its shop for everybody; an account's number is told in part only.
        shown: Callable[[str], str] = str if event.subject_type == OPEN else mask
        doer, maker = doers.get(event.by_id or 0), makers.get(event.for_maker_id or 0)
        rows.append(
            Row(
                at=event.at,
                kind=event.kind,
                who=str(doer) if doer else _("Haat itself, or a buyer"),
                for_whom=best(maker.names).text if maker else "",
                about=str(ABOUT.get(event.subject_type, event.subject_type)),
                name=named.get((event.subject_type, event.subject_id), str(event.subject_id)),
                subject=f"{event.subject_type}:{event.subject_id}",
                reason=shown(line.reason),
                changes=[Change(each.label, shown(each.before), shown(each.after)) for each in line.changes],
            )
        )
    return rows


def _names(events: Sequence[Event]) -> dict[tuple[str, int], str]:
    """(model, key) → what the thing is called; what is gone is left out."""
    wanted: dict[str, set[int]] = {}
    for event in events:
        wanted.setdefault(event.subject_type, set()).add(event.subject_id)
    rows = {
        (model, key): row
        for model, keys in wanted.items()
        for key, row in rows_by_id(apps.get_model(model), keys).items()
    }
    where = places_by_id(row.place_id for row in rows.values() if isinstance(row, Zone) and row.place_id)
    return {
        at: place_words(where.get(row.place_id or 0)) if isinstance(row, Zone) else _name(row)
        for at, row in rows.items()
    }


def _name(row: Any) -> str:
    names = getattr(row, "names", None)
    if isinstance(names, dict) and names:
        return best(names).text
    return mask(str(row))


def _heads() -> list[str]:
    return [
        *(_("When"), _("Who"), _("For whom"), _("What"), _("Kind"), _("About"), _("Which")),
        *(_("Reason"), _("What changed")),
    ]


def _cells(events: Any) -> Iterator[list[object]]:
    """A row of the sheet for each event, read some hundreds at a time."""
    rest = iter(events.iterator(chunk_size=AT_ONCE))
    while some := list(islice(rest, AT_ONCE)):
        for row in rows_of(some):
            yield [
                row.at.astimezone(INDIA).strftime("%Y-%m-%d %H:%M:%S"),
                *(row.who, row.for_whom, row.said, row.kind, row.about, row.name, row.reason),
                "; ".join(f"{each.label}: {each.before or '–'} → {each.after}" for each in row.changes),
            ]


def event_words(kind: str) -> str:
    """What happened, in words; of a kind that is told no more, its name."""
    return str(SILENT[kind]) if kind in SILENT else word(kind, "event")
