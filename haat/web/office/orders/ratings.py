"""What buyers say: the list, and one rating with its words to be shown, hidden or answered."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.texts import clean_line
from haat.orders import actions
from haat.orders.models import Rating
from haat.orders.ratings import ratings_visible_to
from haat.people.rules import can
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import listing
from haat.web.office.desk.page import act, act_with, here, page
from haat.web.office.orders.forms import HideForm, SayForm
from haat.web.office.orders.words import WORDS_STATES
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

SORTS = {"at": "at", "stars": "stars"}


@require_safe
@office("see_orders")
def ratings(request: Request) -> HttpResponse:
    """What buyers said, the words that wait for a look first."""
    here(request, "see_orders")
    rows = ratings_visible_to(request.user, request.mart)
    tab = request.GET.get("state", "")
    if tab != "all":
        tab = tab if tab in WORDS_STATES else Rating.Words.HELD.value
        rows = rows.filter(words_state=tab)
    context: dict[str, Any] = {
        "listing": listing(request, rows, SORTS, "-at"),
        "tab": tab,
        "tabs": [*WORDS_STATES.items(), ("all", gettext("All"))],
    }
    return page(request, "orders/ratings", **context)


def _one(request: Request, pk: int, deed: str) -> Rating:
    return one_or_404(ratings_visible_to(request.user, request.mart, deed), pk=pk)


@require_safe
@office("see_orders")
def rating(request: Request, pk: int) -> HttpResponse:
    """One rating, whole."""
    return _page(request, _one(request, pk, "see_orders"))


def _page(
    request: Request, found: Rating, *, hide_form: Form | None = None, say_form: Form | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "rating": found,
        "line": found.line,
        "part": found.line.part,
        "may_change": can(request.user, "change_orders", mart=request.mart),
        "hide_form": hide_form or HideForm(prefix="hide"),
        "say_form": say_form or SayForm(initial={"words": found.answer}, prefix="say"),
        "history": history_of(("orders.rating", [found.pk])),
    }
    return page(request, "orders/rating", status=status, **context)


@require_POST
@office("change_orders")
def show(request: Request, pk: int) -> HttpResponse:
    """The words may stand in the shop."""
    found = _one(request, pk, "change_orders")
    seen = request.POST.get("seen")
    done = _("The words stand in the shop.")
    act(request, lambda: actions.show_words(found, seen=seen, by=actor(request)), done=done)
    return redirect("office:orders:rating", pk)


@require_POST
@office("change_orders")
def hide(request: Request, pk: int) -> HttpResponse:
    """The words leave the shop."""
    found, form = _one(request, pk, "change_orders"), HideForm(request.POST, prefix="hide")
    if act_with(
        request,
        form,
        lambda: actions.hide_words(found, **form.cleaned_data, seen=request.POST.get("seen"), by=actor(request)),
        done=_("The words are hidden. The stars count as before."),
    ):
        return redirect("office:orders:rating", pk)
    return _page(request, found, hide_form=form, status=422)


@require_POST
@office("change_orders")
def answer(request: Request, pk: int) -> HttpResponse:
    """The mart answers the buyer."""
    found, form = _one(request, pk, "change_orders"), SayForm(request.POST, prefix="say")
    typed = clean_line(form.cleaned_data["words"]) if form.is_valid() else ""
    if typed:
        done = _("The answer stands below the words.")
    else:
        done = _("The answer is taken away.") if found.answer else _("There was no answer, and there is none now.")
    seen = request.POST.get("seen")
    if act_with(
        request, form, lambda: actions.answer_rating(found, words=typed, seen=seen, by=actor(request)), done=done
    ):
        return redirect("office:orders:rating", pk)
    return _page(request, found, say_form=form, status=422)
