"""What buyers would have and no parcel brings them: the desk calls, and writes down what it answered."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.catalogue.queries import variants_named
from haat.delivery.actions import answer_wish
from haat.delivery.charges import kilograms
from haat.delivery.models import Wish
from haat.delivery.queries import open_wishes, wishes_of
from haat.web.office.delivery.forms import AnswerForm
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import numbered
from haat.web.office.desk.page import act_with, of_district, page
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

SHOWN = 20


@require_safe
@office("see_rounds")
def wishes(request: Request) -> HttpResponse:
    """Those that nobody has answered, the oldest first."""
    of_district(request, "see_rounds")
    shown = numbered(request, open_wishes(request.mart), size=SHOWN)
    rows = [(row, kilograms(row.weight_g)) for row in shown.rows]
    return page(request, "delivery/wishes", rows=rows, listing=shown)


def _one(request: Request, deed: str, pk: int) -> Wish:
    of_district(request, deed)
    return one_or_404(wishes_of(request.mart), pk=pk)


@require_safe
@office("see_rounds")
def wish(request: Request, pk: int) -> HttpResponse:
    """One of them: who, what, where to."""
    return _page(request, _one(request, "see_rounds", pk))


def _page(request: Request, asked: Wish, *, form: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    names = variants_named([variant for variant, _pieces in asked.pieces])
    context: dict[str, Any] = {
        "wish": asked,
        "weight": kilograms(asked.weight_g),
        "goods": [(names.get(variant), pieces) for variant, pieces in asked.pieces],
        "form": form or AnswerForm(),
        "history": history_of(("delivery.wish", [asked.pk])),
    }
    return page(request, "delivery/wish", status=status, **context)


@require_POST
@office("plan_rounds")
def answer(request: Request, pk: int) -> HttpResponse:
    """The buyer was called."""
    found, form = _one(request, "plan_rounds", pk), AnswerForm(request.POST)
    done = _("Answered. It no longer waits.")
    if act_with(request, form, lambda: answer_wish(found, **form.cleaned_data, by=actor(request)), done=done):
        return redirect("office:delivery:wishes")
    return _page(request, found, form=form, status=422)
