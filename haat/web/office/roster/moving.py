"""A group is moved in the tree, enrolled as a maker, or bound to a producer group."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from haat.core.errors import HaatError
from haat.core.sendings import Again
from haat.makers.models import Maker
from haat.roster import actions
from haat.roster.errors import WrongProducerGroup
from haat.roster.models import Group
from haat.roster.queries import found_by, link_within, producer_groups
from haat.roster.rules import visible_to
from haat.web.office.desk.page import act, act_with, page
from haat.web.office.roster.forms import EnrolForm, LinkForm, MoveForm
from haat.web.office.roster.pages import found_group, group_page
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once


@require_POST
@office("change_groups")
def move(request: Request, pk: int) -> HttpResponse:
    """To another village organisation or federation, or to none."""
    found = found_group(request, "change_groups", pk)
    form = MoveForm(found, request.POST)
    if act_with(
        request,
        form,
        lambda: actions.move_group(found, organisation=form.cleaned_data["organisation"], by=actor(request)),
        done=_("Moved. No list moves it again."),
    ):
        return redirect("office:roster:group", pk)
    return group_page(request, found, move=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_groups")
def enrol(request: Request, pk: int) -> HttpResponse:
    """The form with what is known, and enrolling with it; sent twice, it enrols once."""
    found = found_group(request, "change_groups", pk)
    if found.maker_id is not None:
        return redirect("office:makers:maker", found.maker_id)
    if found.state != Group.State.KNOWN:
        raise Http404
    form, status = EnrolForm(found, request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                maker = once(request, lambda: _enrol(request, found, form))()
            except Again as told:
                messages.info(request, told.message)
                return redirect("office:roster:group", pk)
            except HaatError as problem:
                form.refuse(problem)
            else:
                messages.success(request, gettext("Enrolled. Write down what is still missing, then open."))
                return redirect("office:makers:maker", maker.pk)
    return page(request, "roster/enrol", status=status, group=found, form=form, nonce=nonce())


def _enrol(request: Request, found: Group, form: EnrolForm) -> Maker:
    given = form.cleaned_data
    return actions.enrol_group(
        found,
        pin=given["pin"],
        phone=given["phone"],
        leader_names=form.names(),
        leader_language=given["leader_language"],
        with_members=given["with_members"],
        by=actor(request),
    )


@require_POST
@office("change_groups")
def link(request: Request, pk: int) -> HttpResponse:
    """It also belongs to the producer group that is named."""
    found = found_group(request, "change_groups", pk)
    form = LinkForm(found, request.POST)

    def bind() -> None:
        rows = producer_groups(found_by(visible_to(request.user, request.mart), form.cleaned_data["within"]))
        named = list(rows[:2])
        if len(named) != 1:
            raise WrongProducerGroup
        actions.link_group(found, within=named[0], by=actor(request))

    if act_with(request, form, bind, done=_("Written down.")):
        return redirect("office:roster:group", pk)
    return group_page(request, found, link=form, status=422)


@require_POST
@office("change_groups")
def unlink(request: Request, pk: int) -> HttpResponse:
    """It no longer belongs to that producer group."""
    mine = visible_to(request.user, request.mart, "change_groups")
    found = one_or_404(link_within(request.mart, mine), pk=pk)
    act(request, lambda: actions.unlink_group(found, by=actor(request)), done=_("Written down."))
    return redirect("office:roster:group", found.group_id)
