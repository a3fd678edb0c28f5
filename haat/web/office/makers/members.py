"""What is known of a maker is mended; members come and go, one leads, and they share by a rule."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.core.errors import HaatError
from haat.core.sendings import Again
from haat.makers import actions
from haat.makers.models import Maker, Member
from haat.web.office.desk.page import act, page
from haat.web.office.makers.enrol import known_maker
from haat.web.office.makers.forms import ChangeForm, MemberForm, ShareForm
from haat.web.office.makers.pages import one
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_makers")
def change(request: Request, pk: int) -> HttpResponse:
    """Names, phone, village, PIN code and story, as they are known; saved when sent."""
    found = one(request, "change_makers", pk)
    if request.method != "POST":
        return page(request, "makers/change", maker=found, form=ChangeForm(found))
    form = ChangeForm(found, request.POST)
    if form.is_valid():
        try:
            actions.change_maker(found, **form.wanted(), by=actor(request))
        except HaatError as problem:
            form.refuse(problem)
        else:
            messages.success(request, _("Saved."))
            return redirect("office:makers:maker", pk)
    context = {"maker": found, "form": form, "known": known_maker(request, form)}
    return page(request, "makers/change", status=422, **context)


@require_safe
@office("change_makers")
def members(request: Request, pk: int) -> HttpResponse:
    """The members, with the two forms below: one more, and how they share."""
    return _members_page(request, one(request, "change_makers", pk))


def _members_page(
    request: Request, shown: Maker, *, new: MemberForm | None = None, share: ShareForm | None = None, status: int = 200
) -> HttpResponse:
    rows = sorted(shown.members.all(), key=lambda member: (not member.active, not member.leads, member.pk))
    context: dict[str, Any] = {
        "maker": shown,
        "members": rows,
        "new_form": new or MemberForm(shown.mart),
        "share_form": share or ShareForm(shown, _active(shown)),
        "nonce": nonce(),
    }
    return page(request, "makers/members", status=status, **context)


def _active(maker: Maker) -> list[Member]:
    return sorted((member for member in maker.members.all() if member.active), key=lambda member: member.pk)


@require_POST
@office("change_makers")
def add(request: Request, pk: int) -> HttpResponse:
    """One more member; sent twice, she is added once."""
    found = one(request, "change_makers", pk)
    form = MemberForm(found.mart, request.POST)
    if form.is_valid():
        try:
            once(request, lambda: _enrol(request, found, form))()
        except Again as told:
            messages.info(request, told.message)
            return redirect("office:makers:members", pk)
        except HaatError as problem:
            form.refuse(problem)
        else:
            messages.success(request, _("Added. She takes part in sharing from now on."))
            return redirect("office:makers:members", pk)
    return _members_page(request, found, new=form, status=422)


def _enrol(request: Request, maker: Maker, form: MemberForm) -> Member:
    return actions.enrol_member(maker, names=form.names("name"), phone=form.cleaned_data["phone"], by=actor(request))


@require_POST
@office("change_makers")
def share(request: Request, pk: int) -> HttpResponse:
    """How the money is shared from the next payout on."""
    found = one(request, "change_makers", pk)
    form = ShareForm(found, _active(found), request.POST)
    if form.is_valid():
        try:
            rule, weights = form.cleaned_data["rule"], form.weights()
            actions.set_share_rule(found, rule=rule, weights=weights, by=actor(request))
        except HaatError as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Saved. It holds from the next payout on."))
            return redirect("office:makers:members", pk)
    return _members_page(request, found, share=form, status=422)


@require_POST
@office("change_makers")
def lead(request: Request, pk: int, member: int) -> HttpResponse:
    """She leads from now on."""
    her = _member(request, pk, member)
    act(request, lambda: actions.make_leader(her, by=actor(request)), done=_("She leads from now on."))
    return redirect("office:makers:members", pk)


@require_POST
@office("change_makers")
def leave(request: Request, pk: int, member: int) -> HttpResponse:
    """She is no longer a member."""
    her = _member(request, pk, member)
    done = _("Written down. What she earned until now stays hers.")
    act(request, lambda: actions.remove_member(her, by=actor(request)), done=done)
    return redirect("office:makers:members", pk)


def _member(request: Request, pk: int, member: int) -> Member:
    return one_or_404(one(request, "change_makers", pk).members.select_related("maker"), pk=member)
