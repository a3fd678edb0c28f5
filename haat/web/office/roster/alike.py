"""Perhaps the same: two groups side by side, made one, kept apart, made two again."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from haat.core.languages import best
from haat.people.rules import can
from haat.roster import actions
from haat.roster.alike import shared, traits_of
from haat.roster.models import Group
from haat.roster.queries import codes_of, merges_of, pairs_within
from haat.roster.rules import ever_visible_to, visible_to
from haat.web.office.desk.listing import numbered
from haat.web.office.desk.page import act, page
from haat.web.office.desk.words import word
from haat.web.office.roster.pages import place_of
from haat.web.office.roster.words import SHARED
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.markup import text_of
from haat.web.ui.request import Request
from haat.web.ui.templatetags.ui import phone

MOST_MERGES, PAIRS = 20, 30


def _mine(request: Request) -> "QuerySet[Group]":
    return visible_to(request.user, request.mart, "change_groups")


@require_safe
@office("change_groups")
def pairs(request: Request) -> HttpResponse:
    """Pairs that may be one group, those that share most first; below, what can still be taken back."""
    whole = can(request.user, "change_groups", mart=request.mart, place=request.mart.place)
    rows = pairs_within(request.mart, _mine(request), whole).order_by("-weight", "pk")
    listed = numbered(request, rows, size=PAIRS)
    for each in listed.rows:
        each.reasons = [SHARED[reason] for reason in each.why if reason in SHARED]
    ever = ever_visible_to(request.user, request.mart, "change_groups")
    return page(request, "roster/alike", listing=listed, merges=merges_of(request.mart, ever)[:MOST_MERGES])


def _both(request: Request, one: int, two: int) -> tuple[Group, Group]:
    """The two groups, both within the reader's scope."""
    if one == two:
        raise Http404
    rows = _mine(request).select_related("block", "place", "organisation", "maker")
    return one_or_404(rows, pk=one), one_or_404(rows, pk=two)


@require_safe
@office("change_groups")
def pair(request: Request, one: int, two: int) -> HttpResponse:
    """Both side by side, and which of them may stay."""
    return _pair_page(request, *_both(request, one, two))


def _pair_page(request: Request, one: Group, two: Group, *, error: str = "", status: int = 200) -> HttpResponse:
    traits = traits_of(request.mart, (one.pk, two.pk))
    why = shared(traits[one.pk], traits[two.pk])
    context: dict[str, Any] = {
        "one": one,
        "two": two,
        "why": [SHARED[reason] for reason in why],
        "lines": [{"label": label, "one": read(one), "two": read(two)} for label, read in LINES],
        "choices": [_choice(one, two), _choice(two, one)],
        "error": error,
    }
    return page(request, "roster/pair", status=status, **context)


def _choice(kept: Group, gone: Group) -> dict[str, object]:
    """That `kept` stays: closed where the other is enrolled."""
    hint = str(_("The other one is enrolled. It stays.")) if gone.maker_id is not None else ""
    return {"value": str(kept.pk), "title": text_of(kept.names), "hint": hint, "closed": bool(hint)}


def _organisation(group: Group) -> str:
    return best(group.organisation.names).text if group.organisation else ""


def _officers(group: Group) -> str:
    return ", ".join(each["name"] for each in group.officers.values() if each.get("name"))


LINES: tuple[tuple["str | Promise", Callable[[Group], object]], ...] = (
    (_("Name"), lambda group: " · ".join(group.names.values())),
    (_("Village"), place_of),
    (_("Federation or village organisation"), _organisation),
    (_("Numbers"), lambda group: ", ".join(code.number for code in codes_of(group))),
    (_("Who leads"), _officers),
    (_("Phone"), lambda group: phone(group.phone) if group.phone else ""),
    (_("Account ends in"), lambda group: group.account_end),
    (_("Members"), lambda group: group.member_count),
    (_("Since"), lambda group: group.since or ""),
    (_("How far"), lambda group: word(group.stage, "stage")),
)


@require_POST
@office("change_groups")
def merge(request: Request, one: int, two: int) -> HttpResponse:
    """They are one: the group chosen stays."""
    first, second = _both(request, one, two)
    rows = {str(first.pk): (first, second), str(second.pk): (second, first)}
    chosen = rows.get(request.POST.get("stays", ""))
    if chosen is None:
        return _pair_page(request, first, second, error=str(_("Choose which of the two stays.")), status=422)
    kept, gone = chosen
    done = _("They are one now. For ninety days they can be made two again.")
    made = act(request, lambda: actions.merge_groups(kept, gone, by=actor(request)), done=done)
    return redirect("office:roster:group", kept.pk) if made else redirect("office:roster:pair", one, two)


@require_POST
@office("change_groups")
def apart(request: Request, one: int, two: int) -> HttpResponse:
    """They are two: nobody is asked about them again."""
    first, second = _both(request, one, two)
    done = _("Written down: they are two groups.")
    act(request, lambda: actions.keep_groups_apart(first, second, by=actor(request)), done=done)
    return redirect("office:roster:alike")


@require_POST
@office("change_groups")
def undo(request: Request, pk: int) -> HttpResponse:
    """They are two after all."""
    found = one_or_404(merges_of(request.mart, ever_visible_to(request.user, request.mart, "change_groups")), pk=pk)
    done = _("They are two again.")
    act(request, lambda: actions.part_groups(found, by=actor(request)), done=done)
    return redirect("office:roster:group", found.gone_id)
