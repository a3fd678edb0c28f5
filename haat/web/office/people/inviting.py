"""Inviting by phone, letting in anew, and withdrawing a paper that went astray."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from haat.core.dates import day_of
from haat.messages.actions import invite_and_send
from haat.people import actions
from haat.people.errors import InvitationEnded, InvitationUsed
from haat.people.models import Role
from haat.people.queries import last_invitation, roles_in
from haat.people.rules import require_manage
from haat.web.office.desk.invitation import link_to_send, paper, send_too
from haat.web.office.desk.page import act, act_with, here, page
from haat.web.office.people.forms import InviteForm
from haat.web.office.people.pages import one
from haat.web.ui.dates import date_year
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_people")
def invite(request: Request) -> HttpResponse:
    """Somebody gets a role; who has no password yet, a paper with the way in. Sent twice, it counts once."""
    scope, given = here(request, "change_people"), list[tuple[Role, str]]()
    if request.method != "POST":
        start = {"phone": request.GET.get("phone", "")[:20], "name": request.GET.get("name", "")[:120]}
        form = InviteForm(request.mart, request.user, scope, initial=start)
        send_too(request, form)
        return page(request, "people/invite", form=form, nonce=nonce())
    form = InviteForm(request.mart, request.user, scope, request.POST)
    send_too(request, form)

    def do() -> None:
        wanted = dict(form.cleaned_data)
        link = link_to_send(request, wanted)
        require_manage(request.user, [Role(kind=wanted["kind"], place=wanted["place"])], request.mart)
        given.append(invite_and_send(mart=request.mart, link=link, **wanted, by=actor(request)))

    if not act_with(request, form, once(request, do), done=_("She has this role from now on.")):
        return page(request, "people/invite", status=422, form=form, nonce=nonce())
    if not given:
        return redirect("office:people:list")
    role, code = given[0]
    queued = form.cleaned_data.get("send", False)
    return paper(request, role.user, code, queued=queued) if code else redirect("office:people:person", role.user_id)


@require_POST
@office("change_people")
def let_in(request: Request, pk: int) -> HttpResponse:
    """Her password and authenticator are void; a new paper brings her in. Somebody else does it for her."""
    shown, codes = one(request, "change_people", pk), list[str]()

    def do() -> None:
        require_manage(request.user, roles_in(shown, request.mart), request.mart)
        codes.append(actions.let_in_anew(shown, mart=request.mart, by=actor(request)))

    act(request, once(request, do), done=_("The old password and authenticator open nothing any more."))
    return paper(request, shown, codes[0]) if codes else redirect("office:people:person", pk)


@require_POST
@office("change_people")
def withdraw(request: Request, pk: int) -> HttpResponse:
    """A paper that went astray opens nothing any more."""
    shown = one(request, "change_people", pk)

    def do() -> None:
        require_manage(request.user, roles_in(shown, request.mart), request.mart)
        if not actions.withdraw_invitation(shown, mart=request.mart, by=actor(request)):
            last = last_invitation(shown, request.mart)
            if last is not None and last.used_at is not None:
                raise InvitationUsed(date_year(day_of(last.used_at)))
            raise InvitationEnded

    act(request, do, done=_("Withdrawn. The code opens nothing any more."))
    return redirect("office:people:person", pk)
