"""An organisation moves, is merged or closed; its makers go elsewhere or sell through somebody else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from haat.makers import actions
from haat.makers.rules import visible_to
from haat.web.office.desk.listing import ids
from haat.web.office.desk.page import act, act_with, back_to
from haat.web.office.organisations.forms import MakersForm, MergeForm, ParentForm
from haat.web.office.organisations.pages import one, organisation_page, title
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

MOST_PICKED = 200


@require_POST
@office("change_organisations")
def move(request: Request, pk: int) -> HttpResponse:
    """Below another federation, with its makers."""
    found = one(request, "change_organisations", pk)
    form = ParentForm(found, request.POST)
    if act_with(
        request,
        form,
        lambda: actions.move_organisation(found, parent=form.cleaned_data["parent"], by=actor(request)),
        done=_("Moved, with all its makers."),
    ):
        return redirect("office:organisations:organisation", pk)
    return organisation_page(request, one(request, "change_organisations", pk), parent=form, status=422)


@require_POST
@office("change_organisations")
def merge(request: Request, pk: int) -> HttpResponse:
    """Makers, village organisations and sellers go over to another one; this one closes."""
    found = one(request, "change_organisations", pk)
    form = MergeForm(found, request.POST)
    if act_with(
        request,
        form,
        lambda: actions.merge_organisation(found, into=form.cleaned_data["into"], by=actor(request)),
        done=_("Merged. Makers, village organisations and sellers went over."),
    ):
        return redirect("office:organisations:organisation", form.cleaned_data["into"].pk)
    return organisation_page(request, one(request, "change_organisations", pk), merge=form, status=422)


@require_POST
@office("change_organisations")
def close(request: Request, pk: int) -> HttpResponse:
    """Nobody new comes into it."""
    found = one(request, "change_organisations", pk)
    act(request, lambda: actions.close_organisation(found, by=actor(request)), done=_("Closed."))
    return redirect("office:organisations:organisation", pk)


@require_POST
@office("change_organisations")
def reopen(request: Request, pk: int) -> HttpResponse:
    """It is there again."""
    found = one(request, "change_organisations", pk)
    act(request, lambda: actions.reopen_organisation(found, by=actor(request)), done=_("Open again."))
    return redirect("office:organisations:organisation", pk)


@require_POST
@office("change_organisations")
def makers(request: Request, pk: int) -> HttpResponse:
    """What was chosen for the makers ticked: another organisation, another seller, or both."""
    found = one(request, "change_organisations", pk)
    form = MakersForm(request.mart, request.POST)
    picked = ids(request.POST.getlist("pick"))[:MOST_PICKED]
    rows = visible_to(request.user, request.mart, "change_organisations").filter(pk__in=picked, organisation=found)
    if not form.is_valid():
        return organisation_page(request, found, makers=form, picked=picked, status=422)
    given = form.cleaned_data
    if not picked or not (given["seller"] or given["organisation"]):
        messages.info(request, gettext("Tick makers, and choose what becomes of them."))
        return organisation_page(request, found, makers=form, picked=picked, status=422)
    done, refused = actions.rearrange_makers(
        rows.order_by("pk"),
        organisation=given["organisation"],
        seller=form.chosen(),
        own_papers=given["seller"] == "herself",
        by=actor(request),
    )
    for maker, problem in refused:
        messages.error(request, f"{title(maker)}: {problem.message}")
    if done:
        said = ngettext("%(count)s maker is changed.", "%(count)s makers are changed.", len(done))
        messages.success(request, said % {"count": len(done)})
    return back_to(request, "office:organisations:organisation", pk)
