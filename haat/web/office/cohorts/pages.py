"""Waves as a list, one of them, its groups, and several beside each other."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from haat.cohorts.board import MOST_STUCK, Board, Spot, board, places_of, seats_by_key
from haat.cohorts.comparing import MOST, compare
from haat.cohorts.lacking import LACKS
from haat.cohorts.models import Cohort
from haat.cohorts.naming import called
from haat.cohorts.queries import by_kind, cohort_of, cohorts_of, far, seats_of, stuck_of
from haat.cohorts.rules import STAGES, days_of, whole, works
from haat.cohorts.words import STAGES as STAGE_WORDS
from haat.core.dates import today
from haat.core.languages import best
from haat.people.queries import coordinators_near
from haat.places.models import Place
from haat.web.office.cohorts.words import SHORT
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.listing import MOST_EXPORTED, export, export_url, ids, paged
from haat.web.office.desk.page import here, page
from haat.web.office.desk.stacked import stacked
from haat.web.ui.gate import office
from haat.web.ui.request import Request
from haat.web.ui.templatetags.ui import phone

# Beyond so many villages a page shows blocks only; one of them opens with its villages.
MOST_VILLAGES = 40
IN_A_CELL = 3
SHOWN = STAGES[1:]


@require_safe
@office("see_cohorts")
def cohorts(request: Request) -> HttpResponse:
    """Every wave with how far it is, the newest first."""
    place = here(request, "see_cohorts")
    listing = paged(request, cohorts_of(request.mart, place), "-pk", size=20)
    found = far(listing.rows, request.mart, place)
    rows = [(cohort, found[cohort.pk]) for cohort in listing.rows]
    return page(request, "cohorts/list", listing=listing, rows=rows, compared=sum(1 for row in rows if row[0].begun_on))


def found_cohort(request: Request, deed: str, pk: int) -> Cohort:
    """A wave with a group of the reader's; 404 otherwise."""
    found = cohort_of(request.mart, here(request, deed), pk)
    if found is None:
        raise Http404
    found.mart = request.mart
    return found


@require_safe
@office("see_cohorts")
def cohort(request: Request, pk: int) -> HttpResponse:
    """One wave: stage by stage, block by block, who is stuck longest, what it cost."""
    place = here(request, "see_cohorts")
    found = found_cohort(request, "see_cohorts", pk)
    shown = board(found, place)
    context = _spots(request, shown) | (_money(found, shown) if whole(place, request.mart) else {})
    stuck = shown.stuck
    return page(
        request,
        "cohorts/cohort",
        cohort=found,
        board=shown,
        stuck=len(stuck),
        longest=[(seat, seat_words(seat)) for seat in seats_by_key([line.pk for line in stuck[:MOST_STUCK]])],
        works=works(shown.conditions),
        totals=[len(shown.row(stage).waiting) for stage in SHOWN],
        heads=[(stage, SHORT[stage], STAGE_WORDS[stage]) for stage in SHOWN],
        whole=whole(place, request.mart),
        like_url=f"{reverse('office:cohorts:new')}?like={pk}",
        **context,
    )


def seat_words(seat: Any) -> list[Any]:
    """What a group lacks, in words: sentence, next step, whose."""
    return [LACKS[code] for code in seat.lacks if code in LACKS]


def _spots(request: Request, shown: Board) -> dict[str, Any]:
    """The blocks with their coordinators; their villages, of all or of the one that `?at=` opens."""
    asked = (ids([request.GET.get("at", "")]) or [0])[0]
    few = sum(map(len, shown.villages.values())) <= MOST_VILLAGES
    places = places_of(shown, villages=few or asked in shown.spots)
    near = coordinators_near((request.mart.pk, places[pk]) for pk in shown.spots if pk in places)
    blocks = []
    for pk, spot in sorted(shown.spots.items(), key=lambda pair: str(places[pair[0]])):
        villages = _villages(shown.villages[pk], places) if few or pk == asked else []
        blocks.append((places[pk], near.get((request.mart.pk, pk)), spot, villages))
    return {"spots": blocks, "few": few, "asked": asked}


def _villages(spots: list[Spot], places: dict[int, Place]) -> list[tuple[Any, Spot, list[Any]]]:
    """Name, figures and cells of each village, by name; a cell is its stage, the cloths that are shown, and how many
    more there are."""
    labels = [STAGE_WORDS[stage] for stage in SHOWN]
    named = [(spot.village or places[spot.place_id].names, spot) for spot in spots]
    named.sort(key=lambda pair: pair[0] if isinstance(pair[0], str) else best(pair[0]).text)
    return [
        (
            name,
            spot,
            [
                (label, cell[:IN_A_CELL], max(0, len(cell) - IN_A_CELL))
                for label, cell in zip(labels, spot.cells, strict=True)
            ],
        )
        for name, spot in named
    ]


def _money(found: Any, shown: Board) -> dict[str, Any]:
    kinds = by_kind(found.bills)
    spent = sum(kinds.values())
    left = max(0, (found.budget_paise or 0) - spent)
    parts = [*sorted(kinds.items(), key=lambda pair: -pair[1]), ("left", left)]
    return {
        "spent": spent,
        "per_live": spent // shown.live if shown.live else None,
        "per_group": spent // shown.groups if shown.groups else None,
        "planned": found.budget_paise // shown.groups if found.budget_paise and shown.groups else None,
        "bar": stacked(parts, total=spent + left) if spent else [],
    }


@require_safe
@office("see_cohorts")
def seats(request: Request, pk: int) -> HttpResponse:
    """Every group of a wave, those that are stuck first; `?export=` takes the list out as a table."""
    found = found_cohort(request, "see_cohorts", pk)
    blocks = Blocks(request, here(request, "see_cohorts"))
    rows = seats_of(found, blocks.place)
    if request.GET.get("stage") in (*STAGES, "done"):
        rows = rows.filter(stage=request.GET["stage"].replace("done", ""))
    if request.GET.get("stuck"):
        rows = stuck_of(rows)
    if request.GET.get("export"):
        return _export(request, found, rows)
    listing = paged(request, rows, "order")
    return page(
        request,
        "cohorts/seats",
        cohort=found,
        blocks=blocks,
        narrowed=any(request.GET.get(name) for name in ("stage", "stuck", "block")),
        listing=listing,
        rows=[(seat, seat_words(seat)) for seat in listing.rows],
        stages=[*((stage, STAGE_WORDS[stage]) for stage in STAGES), ("done", STAGE_WORDS[""])],
        export_url=export_url(request),
        now=today(),
    )


def _export(request: Request, found: Cohort, rows: Any) -> HttpResponse:
    heads = [gettext("Group or artisan"), gettext("Village"), gettext("Block"), gettext("Phone")]
    heads += [str(STAGE_WORDS[stage]) for stage in STAGES]
    heads += [
        gettext("Waits for"),
        gettext("Days it waits"),
        gettext("Days beyond the plan"),
        gettext("What is missing"),
    ]
    heads += [gettext("Why it waits"), gettext("What is done next")]
    table = [_exported(seat) for seat in rows.order_by("order", "pk")[:MOST_EXPORTED]]
    return export(request, f"wave-{found.pk}", heads, table)


def _exported(seat: Any) -> list[object]:
    now, who = today(), seat.group or seat.maker
    village = seat.village or ("" if seat.place_id == seat.block_id else best(seat.place.names).text)
    late = max(0, (now - seat.stuck_from).days) if seat.stuck_from else 0
    days = [day.isoformat() if day else "" for day in days_of(seat).values()]
    waits = (now - seat.since).days if seat.since and seat.stage else ""
    lacks = " ".join(str(each.sentence) for each in seat_words(seat))
    told = [called(seat), village, best(seat.block.names).text, phone(who.phone)]
    return [*told, *days, str(STAGE_WORDS[seat.stage]), waits, late, lacks, seat.reason, seat.step]


@require_safe
@office("see_cohorts")
def compared(request: Request) -> HttpResponse:
    """Waves beside each other at the same age; `?of=` each of them, `?day=` so many days after they began."""
    place = here(request, "see_cohorts")
    known = list(cohorts_of(request.mart, place)[: 4 * MOST])
    wanted = ids(request.GET.getlist("of"))
    chosen = [each for each in known if each.pk in wanted]
    if wanted and not chosen:
        raise Http404
    chosen = chosen or [each for each in known if each.begun_on][:2]
    days = ids([request.GET.get("day", "")])
    found = compare(sorted(chosen, key=lambda each: each.pk), place, days[0] if days else None)
    rows = []
    if found is not None:
        rows = [
            (STAGE_WORDS[stage], [(column.cohort.title, column.shares[at]) for column in found.columns])
            for at, stage in enumerate(STAGES)
        ]
    return page(
        request,
        "cohorts/compare",
        found=found,
        rows=rows,
        known=known,
        chosen={each.pk for each in chosen},
        most=MOST,
        whole=whole(place, request.mart),
    )
