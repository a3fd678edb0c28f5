"""Some now and the rest later, or all of it later: how many, by which day, and why; one question a screen."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from haat.core.dates import today
from haat.core.errors import HaatError
from haat.core.sendings import Again
from haat.orders import actions
from haat.orders.models import OrderLine, Part
from haat.orders.rules import HOLD_DAYS, may_divide
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.orders.pages import REASONS, give_shots, hers
from haat.web.ui.dates import weekday_date
from haat.web.ui.deeds import queued, refuse
from haat.web.ui.pieces import FIELD, pieces_of, seen_of
from haat.web.ui.sending import nonce, once

USUAL_DAYS = 4
# At which question a refusal stands; all others at the last.
ASKED_AT = {"pieces": "pieces", "day": "rest_on", "reason": "reason"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_maker
@queued
def some(request: Request, number: str) -> HttpResponse:
    """So many she makes now and the rest by a later day. `?none=1`: all of it comes later."""
    part = hers(request, number)
    if request.method == "POST":
        return _tell(request, part)
    if not may_divide(part):
        return redirect("maker:order", part.number)
    return _page(request, part)


def _tell(request: Request, part: Part) -> HttpResponse:
    code = request.POST.get("reason", "")
    try:
        if code not in REASONS:
            raise HaatError("orders.no_reason", _("Reason: tap one, so that the buyer understands."), field="reason")
        with override(part.order.language):
            reason = str(REASONS[code])
        _now, rest = once(request, lambda: _accept(request, part, reason))()
    except Again as told:
        messages.info(request, told.message)
        return redirect("maker:order", part.number)
    except HaatError as problem:
        refuse(request, problem)
        part.refresh_from_db()
        return _page(request, part, {ASKED_AT.get(problem.field, "reason"): problem.message})
    messages.success(request, _("Good. The buyer gets a message about the rest.") if rest else _("Good. Now pack it."))
    return redirect("maker:order", part.number)


def _accept(request: Request, part: Part, reason: str) -> tuple[Part, Part | None]:
    """What she says, of the order as it stood before her."""
    given = request.POST
    return actions.accept_some(
        part,
        pieces=pieces_of(given) or {},
        rest_on=_day(given.get("rest_on", "")),
        reason=reason,
        seen=seen_of(given),
        seen_until=_day_or_none(given.get("held", "")),
        by=request.acting.by,
    )


def _day(text: str) -> date:
    """The day as the field sends it; today, on which nothing can be held, for everything else."""
    return _day_or_none(text) or today()


def _day_or_none(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(request: Request, part: Part, wrong: Mapping[str, str] | None = None) -> HttpResponse:
    lines = list(part.lines.select_related("good").order_by("pk"))
    give_shots(lines)
    several = sum(line.quantity for line in lines) > 1 and not request.GET.get("none")
    chosen = request.POST.get("rest_on") or (today() + timedelta(days=USUAL_DAYS)).isoformat()
    days = [today() + timedelta(days=number) for number in range(1, HOLD_DAYS + 1)]
    return page(
        request,
        "orders/some",
        status=422 if wrong else 200,
        part=part,
        nonce=nonce(),
        lines=lines,
        rows=[_row(line, request.POST) for line in lines] if several else [],
        days=[{"value": day.isoformat(), "title": weekday_date(day)} for day in days],
        day=chosen,
        reasons=[{"value": code, "title": text} for code, text in REASONS.items()],
        reason=request.POST.get("reason", ""),
        wrong=wrong or {},
    )


def _row(line: OrderLine, typed: Mapping[str, str]) -> dict[str, object]:
    """One good of the order: how many of it she makes now, half of them until she says."""
    name = f"{FIELD}{line.pk}"
    return {"line": line, "name": name, "now": typed.get(name, line.quantity // 2)}
