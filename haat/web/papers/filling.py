"""Sheets for papers on their way: a form to copy from, the letters that go with it, and what to bring to the desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation

from haat.core.dates import today
from haat.core.languages import best
from haat.makers.queries import leader_of
from haat.paperwork.forms import Box, boxes_of
from haat.paperwork.models import Camp, Road
from haat.paperwork.roads import road_of
from haat.web.papers.printer import fill, to_pdf


def form_sheet_pdf(road: Road, answers: Mapping[str, str]) -> bytes:
    """The boxes of a form in its order, filled as far as Haat may; in the reader's language and English."""
    boxes: Sequence[Box] = boxes_of(road, answers)
    context = {"mart": road.mart, "road": road, "kind": road_of(road.kind), "boxes": boxes, "day": today()}
    return to_pdf(fill("form_sheet", context), styles=["sheet", "form_sheet"])


def letter_pdf(road: Road, which: str) -> bytes:
    """The letter that proves a group (`proof`), or the meeting's decision that names who signs (`resolution`)."""
    maker = road.maker
    leader = leader_of(maker) if maker is not None else None
    context: dict[str, Any] = {
        "mart": road.mart,
        "maker": maker,
        "kind": road_of(road.kind),
        "which": which,
        "leader": leader,
        "bank": getattr(maker, "bank", None),
        "place": best(maker.place.names, "en").text if maker is not None else "",
        "day": today(),
    }
    return to_pdf(fill("group_letter", context), styles=["sheet", "group_letter"])


def bring_list_pdf(camp: Camp, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """A page for each group: its turn, the papers that are made, what to bring for them, and where its names differ.

    In the mart's first language and English.
    """
    with translation.override(camp.mart.default_language):
        html = fill("bring_list", {"mart": camp.mart, "camp": camp, "rows": rows})
    return to_pdf(html, styles=["sheet", "bring_list"])
