"""What hurts most: counted by subject, craft, block and month, with how long it took; as a page and as a file."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haat.core.dates import today
from haat.core.languages import best
from haat.helping.hurting import Hurts, Tally, what_hurts
from haat.helping.words import SUBJECT_WORDS
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import export, export_url
from haat.web.office.desk.page import here, page
from haat.web.office.helping.pages import for_buyers
from haat.web.ui.gate import office
from haat.web.ui.request import Request

MONTHS = 6
MOST_MONTHS = 24


@require_safe
@office("see_help")
def hurts(request: Request) -> HttpResponse:
    """The last six months, or as many as `?months=` says."""
    blocks = Blocks(request, here(request, "see_help"))
    months = _months(request.GET.get("months", ""))
    last = today().replace(day=1)
    first = _back(last, months - 1)
    buyers = for_buyers(request) and blocks.chosen is None
    told = what_hurts(request.mart, blocks.place, first=first, last=last, buyers=buyers)
    if request.GET.get("export"):
        return export(request, "help", _heads(), _lines(told))
    most = max((tally.asked for _name, tally in told.subjects), default=1)
    context: dict[str, Any] = {
        "blocks": blocks,
        "told": told,
        "months": months,
        "choices": [(number, number) for number in (1, 3, 6, 12, 24)],
        "first": first,
        "subjects": [_bar(SUBJECT_WORDS[subject], tally, most) for subject, tally in told.subjects],
        "crafts": [(best(craft.names).text if craft else _("No craft known"), tally) for craft, tally in told.crafts],
        "of_blocks": [(best(block.names).text if block else _("Buyers"), tally) for block, tally in told.blocks],
        "buyers": buyers,
        "export_url": export_url(request),
    }
    return page(request, "helping/hurts", **context)


def _months(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else MONTHS
    return min(max(number, 1), MOST_MONTHS)


def _back(month: date, many: int) -> date:
    """The first day of the month so many months earlier."""
    count = month.year * 12 + month.month - 1 - many
    return date(count // 12, count % 12 + 1, 1)


def _bar(name: object, tally: Tally, most: int) -> dict[str, Any]:
    """A line of the chart: bars share one scale, that of the most."""
    return {"name": name, "tally": tally, "percent": max(1, round(100 * tally.asked / most))}


def _heads() -> list[str]:
    return [
        _("Month"),
        _("What it is about"),
        _("Who asks"),
        _("Craft"),
        _("Block"),
        _("Questions"),
        _("Not answered"),
        _("Hours until heard"),
        _("Days until answered"),
        _("Came back"),
    ]


def _lines(told: Hurts) -> Iterable[list[Any]]:
    for line in told.lines:
        yield [
            f"{line.month:%Y-%m}",
            str(SUBJECT_WORDS[line.subject]),
            _("A buyer") if line.buyer else _("A maker"),
            best(line.craft.names).text if line.craft else "",
            best(line.block.names).text if line.block else "",
            line.tally.asked,
            line.tally.open,
            line.tally.heard_hours,
            line.tally.answer_days,
            line.tally.reopened,
        ]
