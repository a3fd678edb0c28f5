"""What was told differently of parcels, or refused when it was told: the desk asks, and writes down what holds."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.delivery.actions import answer_clash
from haat.delivery.fetching import clashes_of, open_clashes
from haat.delivery.models import Clash
from haat.delivery.rules import LOOKED_FOR
from haat.web.office.delivery.forms import ClashForm
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import numbered
from haat.web.office.desk.page import act_with, of_district, page, say_undrawn
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

SHOWN = 20


@require_safe
@office("see_rounds")
def clashes(request: Request) -> HttpResponse:
    """Those that nobody has answered, the oldest first."""
    of_district(request, "see_rounds")
    return page(request, "delivery/clashes", listing=numbered(request, open_clashes(request.mart), size=SHOWN))


def _one(request: Request, deed: str, pk: int) -> Clash:
    of_district(request, deed)
    return one_or_404(clashes_of(request.mart), pk=pk)


@require_safe
@office("see_rounds")
def clash(request: Request, pk: int) -> HttpResponse:
    """One of them: what was told, whom to call, and the answer."""
    return _page(request, _one(request, "see_rounds", pk))


def _page(request: Request, asked: Clash, *, form: ClashForm | None = None, status: int = 200) -> HttpResponse:
    open_ = asked.state == Clash.State.OPEN
    own = asked.who_id == request.user.pk
    say_undrawn(request, form, drawn=open_ and not own)
    context: dict[str, Any] = {
        "clash": asked,
        "maker": asked.parcel.part.maker,
        "open": open_,
        "own": own,
        "form": form or ClashForm(asked),
        "looked_for": asked.kind in LOOKED_FOR,
        "history": history_of(("delivery.clash", [asked.pk])),
    }
    return page(request, "delivery/clash", status=status, **context)


@require_POST
@office("plan_rounds")
def answer(request: Request, pk: int) -> HttpResponse:
    """Whoever had to say was asked."""
    found = _one(request, "plan_rounds", pk)
    form, done = ClashForm(found, request.POST), _("Answered. It no longer waits.")
    if act_with(request, form, lambda: answer_clash(found, by=actor(request), **form.cleaned_data), done=done):
        return redirect("office:delivery:clashes")
    return _page(request, _one(request, "plan_rounds", pk), form=form, status=422)
