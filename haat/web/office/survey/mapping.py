"""Who makes what where: villages as dots where they lie, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from haat.catalogue.models import Craft
from haat.core.languages import best
from haat.survey.queries import Village, by_village, crafts_found, finds_within
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import export, export_url, typed
from haat.web.office.desk.page import here, page
from haat.web.ui.gate import office
from haat.web.ui.request import Request

# The drawing's width and least height, its margin, and a dot's least and largest radius, in its own units.
WIDTH, LEAST_HEIGHT, MARGIN, LEAST, LARGEST = 720, 240, 48, 7, 30
MOST_NAMED = 40


@dataclass(frozen=True)
class Dot:
    """A village on the drawing: where, how large, its name, its number and what most make there."""

    x: float
    y: float
    r: float
    name: str
    total: int
    ground: str
    words: str
    named: bool

    @property
    def below(self) -> float:
        """How far below its middle its name stands."""
        return self.r + 16


@require_safe
@office("see_finds")
def villages(request: Request) -> HttpResponse:
    """By village, narrowed to a block and a craft; `?export=` takes it out as a table."""
    blocks = Blocks(request, here(request, "see_finds"))
    rows = finds_within(request.mart, blocks.place)
    every = by_village(rows)
    crafts, craft = crafts_found(every), typed(request, "craft")
    found = by_village(rows.filter(crafts__slug=craft)) if craft else every
    known = {each.pk: each for each in crafts}
    if request.GET.get("export"):
        return _export(request, found, known)
    return page(
        request,
        "survey/map",
        blocks=blocks,
        crafts=[(each.slug, best(each.names).text) for each in crafts],
        rows=[(village, _said(village, known)) for village in found],
        dots=(dots := _dots(found, known)),
        width=WIDTH,
        height=_height(dots),
        nowhere=sum(village.latitude is None for village in found),
        export_url=export_url(request),
    )


def _said(village: Village, known: dict[int, Craft]) -> str:
    """`Bamboo 12, Lac 3`."""
    return ", ".join(f"{best(known[pk].names).text} {count}" for pk, count in village.most if pk in known)


def _export(request: Request, found: Sequence[Village], known: dict[int, Craft]) -> HttpResponse:
    heads = [
        *(gettext("Village"), gettext("Block"), gettext("Makers found"), gettext("Became makers")),
        *(best(craft.names).text for craft in known.values()),
    ]
    table = [
        [
            best(village.place.names).text,
            best(village.block.names).text,
            village.total,
            village.makers,
            *(village.crafts.get(pk, 0) for pk in known),
        ]
        for village in found
    ]
    return export(request, "villages", heads, table)


def _dots(found: Sequence[Village], known: dict[int, Craft]) -> list[Dot]:
    """Villages whose place is known, laid flat: a degree east is shorter than one north, by the latitude's cosine."""
    placed = [village for village in found if village.latitude is not None and village.longitude is not None]
    if not placed:
        return []
    north = max(village.latitude or 0 for village in placed)
    west = min(village.longitude or 0 for village in placed)
    flat = cos(radians(north))
    wide = max(max((village.longitude or 0) - west for village in placed) * flat, 0.02)
    scale = (WIDTH - 2 * MARGIN) / wide
    most = max(village.total for village in placed)
    return [
        _dot(village, known, (north, west, flat, scale), most, at < MOST_NAMED) for at, village in enumerate(placed)
    ]


def _dot(
    village: Village, known: dict[int, Craft], frame: tuple[float, float, float, float], most: int, named: bool
) -> Dot:
    north, west, flat, scale = frame
    first: Any = known.get(village.most[0][0]) if village.most else None
    return Dot(
        x=round(MARGIN + ((village.longitude or 0) - west) * flat * scale, 1),
        y=round(MARGIN + (north - (village.latitude or 0)) * scale, 1),
        r=round(LEAST + (LARGEST - LEAST) * sqrt(village.total / most), 1),
        name=best(village.place.names).text,
        total=village.total,
        ground=first.ground if first else "khadi",
        words=_said(village, known),
        named=named,
    )


def _height(dots: Sequence[Dot]) -> float:
    return max([LEAST_HEIGHT, *(dot.y + MARGIN for dot in dots)])
