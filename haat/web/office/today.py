"""Today: what is stuck, oldest first, each with a person to call and the one button that moves it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from haat.people.rules import can
from haat.review.stuck import Stuck, stuck
from haat.web.office.page import here, page
from haat.web.office.words import STUCK
from haat.web.ui.gate import office
from haat.web.ui.request import Request

# Rooms not everybody of the office may enter: without the deed the row has no button.
NEEDS = {"office:payments": "see_money", "office:round": "see_rounds"}


def rows_of(request: Request, found: list[Stuck]) -> list[dict[str, Any]]:
    """Each trouble as the table shows it: sentence, person, block, since when, what it holds up, button.

    A maker's unchecked goods are one row: one call settles them.
    """
    rows: list[dict[str, Any]] = []
    by_maker: dict[int, dict[str, Any]] = {}
    for trouble in found:
        if trouble.kind != "unchecked_good" or trouble.maker is None:
            rows.append(_row(request, trouble))
        elif trouble.maker.pk in by_maker:
            by_maker[trouble.maker.pk]["goods"] += 1
        else:
            by_maker[trouble.maker.pk] = _row(request, trouble) | {"goods": 1}
            rows.append(by_maker[trouble.maker.pk])
    return rows


def _row(request: Request, row: Stuck) -> dict[str, Any]:
    sentence, button = STUCK[row.kind]
    deed = NEEDS.get(row.url_name)
    open_ = deed is None or can(request.user, deed, mart=request.mart)
    return {
        "what": str(sentence) % {"what": row.what} if "%(what)s" in str(sentence) else sentence,
        "maker": row.maker,
        "who": row.who,
        "phone": row.phone,
        "block": row.block,
        "since": row.since,
        "holds": row.holds_paise,
        "url": reverse(row.url_name, args=row.args) if open_ else "",
        "button": button,
    }


@require_safe
@office("see_office")
def today(request: Request) -> HttpResponse:
    """The work queue of the reader's place."""
    place = here(request, "see_office")
    rows = rows_of(request, stuck(request.mart, place))
    return page(request, "today", "today", place=place, rows=rows, total=len(rows))
