"""A maker is made of a find: enrolled as all makers are, with what the worker noted already there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haat.core.errors import HaatError, Stale
from haat.makers.models import Maker
from haat.makers.rules import visible_to
from haat.survey.actions import make_maker
from haat.survey.models import Find
from haat.survey.rules import STEPS
from haat.web.office.desk.page import page
from haat.web.office.survey.forms import EnrolForm
from haat.web.office.survey.pages import one
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request

STEMS = {"names": "name", "leader_names": "leader"}


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_makers")
def enrol(request: Request, pk: int) -> HttpResponse:
    """The form with what is known, and enrolling with it; the second time it leads to the maker."""
    find = one(request, "change_finds", pk)
    if find.state == Find.State.MAKER or Find.State.MAKER not in STEPS[find.state]:
        return redirect("office:survey:find", pk)
    if request.method != "POST":
        return _page(request, find, EnrolForm(find))
    form = EnrolForm(find, request.POST)
    if form.is_valid():
        try:
            maker = _enrol(request, find, form)
        except Stale as problem:
            messages.error(request, problem.message)
            return redirect("office:survey:find", pk)
        except HaatError as problem:
            _refuse(form, problem)
        else:
            messages.success(request, _("Enrolled. Write down what is still missing, then open."))
            return redirect("office:makers:maker", maker.pk)
    return _page(request, find, form, status=422)


def _enrol(request: Request, find: Find, form: EnrolForm) -> Maker:
    given = form.cleaned_data
    return make_maker(
        find,
        kind=given["kind"],
        names=form.names("name"),
        leader_names=form.names("leader"),
        leader_language=given["leader_language"],
        block=find.block,
        place=given["place"],
        pin=given["pin"],
        phone=given["phone"],
        organisation=given["organisation"],
        by=actor(request),
    )


def _refuse(form: EnrolForm, problem: HaatError) -> None:
    """At its field; that of a name at its language."""
    form.known_id = problem.facts.get("maker_id")
    stem = STEMS.get(problem.field)
    code = problem.facts.get("language") or form.mart.default_language
    field = f"{stem}_{code}" if stem else problem.field
    form.add_error(field if field in form.fields else None, problem.message)


def _page(request: Request, find: Find, form: EnrolForm, *, status: int = 200) -> HttpResponse:
    visible = visible_to(request.user, request.mart, "see_makers")
    known = visible.filter(pk=form.known_id).first() if form.known_id else None
    return page(request, "survey/enrol", status=status, find=find, form=form, known=known)
