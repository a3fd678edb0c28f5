"""The mart itself: its names and languages, its look, who stands behind it, and where buyers' money goes."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.core.errors import HaatError
from haat.core.languages import LANGUAGES
from haat.core.queries import events_of
from haat.people.queries import people
from haat.places import actions
from haat.places.models import Mart
from haat.places.queries import mart_now
from haat.places.rules import ACCOUNT, check_accent, told_contrast
from haat.web.office.desk.history import Happened, lines_of
from haat.web.office.desk.page import act, act_with, of_district
from haat.web.office.settings.forms import AccountForm, BehindForm, LookForm, MartForm, NamesForm
from haat.web.office.settings.frame import page
from haat.web.office.settings.words import PARTS
from haat.web.ui.gate import actor, office
from haat.web.ui.middleware import HOSTS
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once

FORMS: dict[str, type[MartForm]] = {"names": NamesForm, "look": LookForm, "behind": BehindForm}
TOLD = ("places.mart_opened", "places.mart_changed", "places.account_proposed", "places.account_refused")
MOST_TOLD = 40


def history(mart: Mart, kinds: tuple[str, ...]) -> list[Happened]:
    """What of these kinds was set in the mart, the newest first."""
    return lines_of(list(events_of(mart.pk, kinds)[:MOST_TOLD]), {})


@require_safe
@office("see_settings")
def mart(request: Request) -> HttpResponse:
    """All that is set of the mart itself, and what was changed by whom."""
    of_district(request, "see_settings")
    return _mart(request, mart_now(request.mart))


def _mart(request: Request, shown: Mart, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "mart": shown,
        "spoken": [(LANGUAGES[c], shown.names.get(c, ""), shown.lines.get(c, "")) for c in shown.languages],
        "contrast": f"{told_contrast(shown.accent):.1f}",
        "passes": _passes(shown.accent),
        "asked": _asked(request, shown),
        "history": history(shown, TOLD),
    }
    return page(request, "mart", status=status, **context)


def _passes(accent: str) -> bool:
    try:
        check_accent(accent)
    except HaatError:
        return False
    return True


def _asked(request: Request, shown: Mart) -> dict[str, Any] | None:
    """What waits for a second person: each value with what it would replace, and who asked; None for nothing."""
    if not shown.proposed:
        return None
    asked = shown.proposed
    return {
        "at": asked["at"],
        "who": people([asked["by"]]).get(asked["by"] or 0),
        "own": asked["by"] == request.user.pk,
        "lines": [(field, was, asked[field]) for field in ACCOUNT if (was := getattr(shown, field)) or asked[field]],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_settings")
def part(request: Request, name: str) -> HttpResponse:
    """Change one part of the mart; the shop shows it within a minute."""
    of_district(request, "change_settings")
    if name not in FORMS:
        raise Http404
    now = mart_now(request.mart)
    known = {field: getattr(now, field) for field in FORMS[name].OF}
    form, status = FORMS[name](now, initial=known), 200
    if request.method == "POST":
        form, status = FORMS[name](now, request.POST, initial=known), 422

        def do() -> None:
            try:
                actions.change_mart(now, **form.changes(), seen=form.read, by=actor(request))
            except HaatError as problem:
                problem.field = form.at(problem.field)
                raise

        if act_with(request, form, once(request, do), done=_("Saved. The shop shows it within a minute.")):
            HOSTS.forget()
            return redirect("office:settings:mart")
    context = {"mart": now, "form": form, "part": PARTS[name], "nonce": nonce()}
    return page(request, f"change_{name}", status=status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_settings")
def account(request: Request) -> HttpResponse:
    """Ask for another UPI address or account; it holds when another person has agreed."""
    of_district(request, "change_settings")
    now = mart_now(request.mart)
    known = {field: getattr(now, field) for field in ACCOUNT}
    form, status = AccountForm(now, initial=known), 200
    if request.method == "POST":
        form, status = AccountForm(now, request.POST), 422
        if act_with(
            request,
            form,
            once(request, lambda: actions.propose_account(now, **form.cleaned_data, by=actor(request))),
            done=_("Kept. It holds as soon as another person agrees."),
        ):
            return redirect("office:settings:mart")
    context = {"mart": now, "form": form, "part": PARTS["account"], "nonce": nonce()}
    return page(request, "change_account", status=status, **context)


@require_POST
@office("change_settings")
def agree(request: Request) -> HttpResponse:
    """Another person agrees to where buyers' money shall go."""
    of_district(request, "change_settings")
    at, done = request.POST.get("at", ""), _agreed(mart_now(request.mart))
    act(request, lambda: actions.agree_account(request.mart, at=at, by=actor(request)), done=done)
    HOSTS.forget()
    return redirect("office:settings:mart")


def _agreed(mart: Mart) -> "str | Promise":
    """What becomes of it: buyers pay to the UPI address alone."""
    asked = mart.proposed.get("vpa", mart.vpa)
    if asked == mart.vpa:
        return _("Agreed. The bank account is kept; buyers pay as before.")
    if not asked:
        return _("Agreed. Buyers pay in cash only within a minute.")
    return _("Agreed. Buyers pay to this UPI address within a minute.")


@require_POST
@office("change_settings")
def refuse(request: Request) -> HttpResponse:
    """It stays where it was."""
    of_district(request, "change_settings")
    at = request.POST.get("at", "")
    act(request, lambda: actions.refuse_account(request.mart, at=at, by=actor(request)), done=_("It stays as it was."))
    return redirect("office:settings:mart")
