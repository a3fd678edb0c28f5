"""A wave is made: its groups are chosen and counted, then it has a title and a plan."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from haat.cohorts.actions import make_cohort
from haat.cohorts.choosing import Fit, chosen_rows, crafts_found, crafts_made, fit, villages_of
from haat.cohorts.models import Cohort
from haat.cohorts.queries import cohort_at
from haat.cohorts.rules import MOST_SEATS, plan_of, shifted, usual_plan
from haat.core.dates import today
from haat.makers.models import Organisation
from haat.makers.queries import organisations_of
from haat.places.queries import blocks_of
from haat.web.office.cohorts.forms import ChooseForm, PlanForm
from haat.web.office.desk.listing import ids
from haat.web.office.desk.page import act_with, here, of_district, page
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce

SOME = 8


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_cohorts")
def new(request: Request) -> HttpResponse:
    """Choose groups by `?blocks=…` and count them; sent, it is a draft. `?like=` takes over the plan of a wave."""
    of_district(request, "change_cohorts")
    mart = request.mart
    like = _like(request)
    choose = _choosing(request)
    choice = choose.choice()
    if choice.blocks or choice.villages:
        choose.offer_villages(villages_of(mart, choice))
        choice = choose.choice()
    found = fit(mart, choice)
    form, status = _plan(request, like), 200
    if request.method == "POST":
        form, status, made = _plan(request, like, request.POST), 422, list[Cohort]()

        def make() -> None:
            told = form.cleaned_data
            made.append(
                make_cohort(
                    mart,
                    title=told["title"],
                    choice=choice,
                    plan=form.days(),
                    budget_paise=told["budget"],
                    seen=told["seen"],
                    copied=like,
                    key=name_of_sending(request),
                    by=actor(request),
                )
            )

        if act_with(request, form, make, done=_("Made. It begins when you say so.")):
            return redirect("office:cohorts:cohort", made[0].pk)
    some = chosen_rows(mart, choice, SOME)
    said = {"artisans": choice.artisans, "narrowed": bool(choice.kept().keys() - {"who"})}
    return _page(request, status, choose=choose, form=form, fit=found, like=like, some=some, **said)


def _page(request: Request, status: int, *, fit: Fit, **context: Any) -> HttpResponse:
    ready = 0 < fit.number <= MOST_SEATS
    return page(request, "cohorts/new", status=status, fit=fit, ready=ready, most=MOST_SEATS, nonce=nonce(), **context)


def _choosing(request: Request) -> ChooseForm:
    mart = request.mart
    return ChooseForm(
        request.GET,
        blocks=blocks_of(mart),
        organisations=_organisations(request),
        made=crafts_made(mart),
        found=crafts_found(mart),
    )


def _organisations(request: Request) -> list[Organisation]:
    """The federations; and of the village organisations, a district has a thousand, those below the one that is chosen,
    beside it, or in the blocks that are."""
    rows = organisations_of(request.mart)
    asked = ids([request.GET.get("organisation", "")])
    near = Q(kind=Organisation.Kind.FEDERATION) | Q(pk__in=asked) | Q(parent__in=asked)
    near |= Q(parent__in=rows.filter(pk__in=asked).order_by().values("parent"))
    if blocks := ids(request.GET.getlist("blocks")):
        near |= Q(place__in=blocks) | Q(place__parent__in=blocks)
    return list(rows.filter(near).select_related("parent"))


def _like(request: Request) -> Cohort | None:
    asked = ids([request.GET.get("like", "")])
    if not asked:
        return None
    return one_or_404(cohort_at(request.mart, here(request, "change_cohorts")), pk=asked[0])


def _plan(request: Request, like: Cohort | None, data: Any = None) -> PlanForm:
    """The usual plan from today, or that of another wave shifted so that it begins today."""
    plan = usual_plan(today())
    if like is not None and like.begun_on is not None:
        plan = shifted(plan_of(like), (today() - like.begun_on).days)
    return PlanForm(data, plan=plan)
