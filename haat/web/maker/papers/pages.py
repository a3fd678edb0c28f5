"""Her papers on the phone: a line each, and one whole with what to bring and where to send its picture."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.dates import INDIA
from haat.core.errors import HaatError
from haat.core.languages import best
from haat.core.limits import hit
from haat.core.numerals import latin_digits
from haat.core.scans import Scan, read_scan
from haat.paperwork import actions
from haat.paperwork import standing as at
from haat.paperwork.board import about_when
from haat.paperwork.models import Camp, Road
from haat.paperwork.queries import camp_of, duties_of, roads_of, whole
from haat.paperwork.roads import road_of
from haat.paperwork.rules import PASSBOOK, keeps_number
from haat.paperwork.standing import Standing, all_standings
from haat.people.queries import coordinator_near
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.papers.said import brings, next_step, paper_of
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.found import one_or_404
from haat.web.ui.sending import nonce

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


class NotADay(HaatError):
    """Something that is no day, where the last day of a paper belongs."""

    def __init__(self) -> None:
        super().__init__(
            "papers.not_a_day",
            _("Holds until: write the day as on the paper, for example 31/12/2027. If there is none, leave it empty."),
            field="valid_until",
        )


def _turn_at(camp: Camp) -> int:
    number: int = getattr(camp, "number")  # noqa: B009 - annotated by `camp_of`
    return number


@require_safe
@for_maker
def papers(request: Request) -> HttpResponse:
    """What lacks first, then what waits, then what is there; before them the papers day and the days that come near."""
    maker = whole(request.acting.maker)
    found = sorted(all_standings(maker), key=lambda one: (one.state in at.DONE, one.state not in at.NOW))
    camp = camp_of(maker)
    context: dict[str, Any] = {
        "rows": [(one, next_step(one)) for one in found],
        "camp": camp,
        "at": about_when(camp, _turn_at(camp)) if camp is not None else "",
        "duties": [(duty, paper_of(duty.kind)) for duty in duties_of(maker)],
    }
    return page(request, "papers/papers", **context)


@require_safe
@for_maker
def paper(request: Request, pk: int) -> HttpResponse:
    """One paper of hers on its way."""
    return _page(request, _one(request, pk))


def _one(request: Request, pk: int) -> Road:
    return one_or_404(roads_of(request.acting.maker), pk=pk)


def _page(request: Request, road: Road, wrong: dict[str, str] | None = None) -> HttpResponse:
    maker, kind = whole(request.acting.maker), road_of(road.kind)
    helper = coordinator_near(maker.mart, maker.block)
    standing = next((one for one in all_standings(maker) if one.road and one.road.pk == road.pk), None)
    standing = standing or Standing(kind, at.MAKE, road)
    context: dict[str, Any] = {
        "road": road,
        "kind": kind,
        "say": next_step(standing),
        "state": standing.state,
        "brings": brings(kind),
        "steps": [best(words).text for words in kind.steps],
        "sends": kind.kind != PASSBOOK and keeps_number(road, maker),
        "helper": helper if helper is not None and helper.pk != request.user.pk else None,
        "wrong": wrong or {},
        "typed": request.POST,
        "nonce": nonce(),
    }
    return page(request, "papers/paper", status=422 if wrong else 200, **context)


@require_POST
@for_maker
def begin(request: Request) -> HttpResponse:
    """She wants this paper: from now on it is on the desk's list."""
    try:
        road = actions.begin_road(request.acting.maker, kind=request.POST.get("kind", ""), by=request.acting.by)
    except HaatError as problem:
        messages.error(request, problem.message)
        return redirect("maker:papers")
    messages.success(request, _("It is on the desk’s list. See what to bring."))
    return redirect("maker:paper", road.pk)


@require_POST
@for_maker
@queued
def send(request: Request, pk: int) -> HttpResponse:
    """Its number and a picture of it: the desk reads it, then it counts."""
    road = _one(request, pk)
    try:
        given: dict[str, Any] = {
            "number": request.POST.get("number", ""),
            "valid_until": _day(request.POST.get("valid_until", "")),
        }
        actions.write_number(road, **given, scan=_scan(request), by=request.acting.by)
    except HaatError as problem:
        refuse(request, problem)
        field = problem.field if problem.field in ("number", "valid_until", "photo") else "number"
        return _page(request, road, {field: problem.message})
    messages.success(request, _("It is with the desk. Somebody reads it, then it counts."))
    return redirect(f"{reverse('maker:papers')}#road-{pk}")


def _scan(request: Request) -> Scan | None:
    sent = request.FILES.get("photo")
    if sent is None or not sent.size:
        return None
    hit(f"papers:{request.user.pk}", most=60, seconds=600)
    return read_scan(sent.read())


def _day(typed: str) -> date | None:
    text = latin_digits(typed).strip()
    if not text:
        return None
    for form in DAYS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=INDIA).date()
        except ValueError:
            continue
    raise NotADay()
