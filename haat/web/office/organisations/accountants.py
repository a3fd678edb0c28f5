"""Who keeps an organisation's accounts or its groups: invited on its page, and seeing it alone."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from haat.makers import actions
from haat.people.models import Role
from haat.people.rules import may_give, require_manage
from haat.web.office.desk.invitation import link_to_send, paper, send_too
from haat.web.office.desk.page import act_with, page
from haat.web.office.organisations.forms import AccountantForm, WorkerForm
from haat.web.office.organisations.pages import one
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request, posted
from haat.web.ui.sending import nonce, once


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_people")
def invite(request: Request, pk: int) -> HttpResponse:
    """Somebody keeps its accounts from now on; who has no password yet gets a paper with the way in."""
    found, given = one(request, "change_people", pk), list[tuple[Role, str]]()
    form = AccountantForm(posted(request))
    send_too(request, form)

    def do() -> None:
        wanted = dict(form.cleaned_data)
        link = link_to_send(request, wanted)
        require_manage(request.user, [Role(kind=Role.Kind.FEDERATION, place=found.place)], request.mart)
        given.append(actions.invite_accountant(found, link=link, **wanted, by=actor(request)))

    done = _("She keeps its accounts from now on.")
    if request.method == "POST" and act_with(request, form, once(request, do), done=done):
        back = reverse("office:organisations:organisation", args=[pk])
        role, code = given[0] if given else (None, "")
        queued = form.cleaned_data.get("send", False)
        return paper(request, role.user, code, back=back, queued=queued) if role and code else redirect(back)
    status = 422 if request.method == "POST" else 200
    may = may_give(request.user, Role.Kind.FEDERATION, mart=request.mart, place=found.place)
    context = {"form": form, "organisation": found, "may_invite": may, "nonce": nonce()}
    return page(request, "organisations/accountant", status=status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_people")
def worker(request: Request, pk: int) -> HttpResponse:
    """Somebody keeps its groups from now on, by her phone's code: as its secretary or as a CRP."""
    found, given = one(request, "change_people", pk), list[tuple[Role, str]]()
    form = WorkerForm(found, posted(request))
    send_too(request, form)

    def do() -> None:
        wanted = dict(form.cleaned_data)
        link = link_to_send(request, wanted)
        at = wanted["village"] or found.place
        require_manage(request.user, [Role(kind=wanted["kind"], place=at)], request.mart)
        given.append(actions.invite_to_node(found, link=link, **wanted, by=actor(request)))

    back = reverse("office:organisations:organisation", args=[pk])
    if request.method == "POST" and act_with(
        request, form, once(request, do), done=_("She keeps its groups from now on.")
    ):
        role, code = given[0] if given else (None, "")
        queued = form.cleaned_data.get("send", False)
        return paper(request, role.user, code, back=back, queued=queued) if role and code else redirect(back)
    status = 422 if request.method == "POST" else 200
    return page(request, "organisations/worker", status=status, form=form, organisation=found, nonce=nonce())
