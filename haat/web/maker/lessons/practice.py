"""The practice shop on her phone: a good that no buyer sees, a refusal, an order, a parcel, and what comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from haat.channels.wording import OURS
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.numerals import whole_number
from haat.learning import actions
from haat.learning.lessons import Shown
from haat.learning.models import Practice
from haat.learning.practice import CHOICES, RIGHT, photo_of, photos_of, practice_of
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.photos import photo_sent
from haat.web.maker.base.request import Request
from haat.web.maker.lessons.view import Choice, own_of
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.scenes import Own, draw

Step = Practice.Step
# What the practice marketplace says of her picture: the very sentence that a real refusal is told in.
REFUSAL = "picture_not_white"
ROAD = ("good", "mend", "accept", "pack", "return")
AT = {Step.REFUSED: "mend", Step.ORDERED: "accept", Step.ACCEPTED: "pack", Step.BACK: "return", Step.DONE: "good"}
USUAL_PRICE, DAYS = "120", 2
ICONS = {"again": "basket", "aside": "cross", "call": "phone"}


@require_safe
@for_maker
def practice(request: Request) -> HttpResponse:
    """Her turn as far as it is; the steps after it lie hidden in the page, for when there is no net."""
    return _page(request)


def _page(request: Request, *, wrong: dict[str, str] | None = None) -> HttpResponse:
    maker = request.acting.maker
    row, own = practice_of(maker), own_of(maker)
    at = AT[Step(row.step)] if row is not None else ROAD[0]
    case = _case(row, own)
    context: dict[str, Any] = {
        "row": row,
        "at": at,
        "total": len(ROAD),
        "steps": _steps(at),
        "photos": photos_of(row) if row is not None else set(),
        "ended": row is not None and row.step == Step.DONE,
        "refusal": OURS[REFUSAL],
        "mends": _mends(own),
        "case": case,
        "choices": [(choice, choice == RIGHT[case], ICONS[choice]) for choice in CHOICES],
        "name": request.POST.get("name", ""),
        "price": request.POST.get("price", USUAL_PRICE),
        "weight": request.POST.get("weight", ""),
        "until": today() + timedelta(days=DAYS),
        "wrong": wrong or {},
    }
    return page(request, "lessons/practice", status=422 if wrong else 200, **context)


@dataclass(frozen=True)
class Block:
    """One step of the page: `after` is the deed behind which it opens, empty for the one she is at."""

    number: int
    name: str
    after: str

    @property
    def template(self) -> str:
        return f"maker/lessons/practice/{self.name}.html"


def _steps(at: str) -> list[Block]:
    """The step she is at, and those behind it."""
    first = ROAD.index(at)
    left = ROAD[first:]
    opened = ["", *(reverse("maker:practice_deed", args=[step]) for step in left[:-1])]
    return [Block(first + n, step, after) for n, (step, after) in enumerate(zip(left, opened, strict=True), start=1)]


def _case(row: Practice | None, own: Own) -> Practice.Case:
    """What is the matter with what comes back: as her turn has it, or as the next one will."""
    if row is not None and row.step != Step.DONE:
        return Practice.Case(row.case)
    turn = row.turn + 1 if row is not None else 1
    if turn % 2 == 0:
        return Practice.Case.SWAPPED
    return Practice.Case.FOOD if own.craft is not None and own.craft.food else Practice.Case.WHOLE


def _mends(own: Own) -> list[Choice]:
    quilt, white = Shown("", "busy-quilt", "", True), Shown("", "white-cloth", "", True)
    return [Choice("quilt", draw(quilt, own), False), Choice("white", draw(white, own), True)]


@require_POST
@for_maker
@queued
def deed(request: Request, step: str) -> HttpResponse:
    """One step of the practice, from the phone’s queue or by a key without scripts; told twice it counts once."""
    do = DEEDS.get(step)
    if do is None:
        raise Http404
    try:
        do(request)
    except HaatError as problem:
        refuse(request, problem)
        if not problem.field:
            messages.error(request, problem.message)
            return redirect("maker:practice")
        return _page(request, wrong={problem.field: problem.message})
    messages.success(request, SAID[step]())
    return redirect("maker:practice")


def _good(request: Request) -> None:
    rupees = whole_number(request.POST.get("price", ""), most_digits=7, grouped=True) or 0
    actions.begin_practice(
        request.acting.maker,
        name=request.POST.get("name", ""),
        price_paise=rupees * 100,
        photo=photo_sent(request, "photo"),
        by=request.acting.by,
    )


def _mend(request: Request) -> None:
    actions.mend_practice(request.acting.maker, white=request.POST.get("choice") == "white", by=request.acting.by)


def _accept(request: Request) -> None:
    actions.accept_practice(request.acting.maker, by=request.acting.by)


def _pack(request: Request) -> None:
    grams = whole_number(request.POST.get("weight", ""), most_digits=6, grouped=True) or 0
    photo = photo_sent(request, "label")
    actions.pack_practice(request.acting.maker, weight_g=grams, photo=photo, by=request.acting.by)


def _return(request: Request) -> None:
    actions.end_practice(
        request.acting.maker,
        choice=request.POST.get("choice", ""),
        closed=photo_sent(request, "closed"),
        opened=photo_sent(request, "opened"),
        by=request.acting.by,
    )


DEEDS: dict[str, Callable[[Request], None]] = {
    "good": _good,
    "mend": _mend,
    "accept": _accept,
    "pack": _pack,
    "return": _return,
}
SAID: dict[str, Callable[[], str]] = {
    "good": lambda: _("Practice: your good stands in the practice shop."),
    "mend": lambda: _("Practice: it is taken now, and somebody orders it."),
    "accept": lambda: _("Practice: good. Now pack it."),
    "pack": lambda: _("Practice: packed, and it has arrived."),
    "return": lambda: _("Practice: so it is right. You have done it all."),
}


@require_safe
@for_maker
def practice_photo(request: Request, kind: str) -> HttpResponse:
    """A photo of her turn."""
    row = practice_of(request.acting.maker)
    found = photo_of(row, kind) if row is not None else None
    if found is None:
        raise Http404
    try:
        content = actions.open_practice_photo(found)
    except HaatError:
        raise Http404 from None
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": "private, no-store"})
