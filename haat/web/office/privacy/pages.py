"""Petitions: the list, one of them, what is done about it, and writing one down for somebody."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.core.errors import HaatError
from haat.core.numerals import whole_number
from haat.core.personal import register
from haat.makers import papers
from haat.makers.models import Member
from haat.people.rules import scope
from haat.privacy import actions
from haat.privacy.clocks import CLOCKS
from haat.privacy.copies import page_of
from haat.privacy.errors import NobodyKnown
from haat.privacy.models import Petition
from haat.privacy.persons import person_of
from haat.privacy.queries import OPEN, days_kept, export_of, held_of, with_people
from haat.privacy.rules import members_for, visible_to
from haat.privacy.words import ERASES, KEEPS, PURPOSES, WHOSE
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import paged
from haat.web.office.desk.page import act, act_with, of_district, page
from haat.web.office.privacy.forms import AnswerForm, AskForm, ReasonForm
from haat.web.papers.copies import copy_pdf
from haat.web.ui import mine
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce


@require_safe
@office("privacy")
def petitions(request: Request) -> HttpResponse:
    """Those to answer, the first due first; or all, the newest first."""
    of_district(request, "privacy")
    rows = with_people(visible_to(request.user, request.mart))
    all_ = request.GET.get("state") == "all"
    listing = paged(request, rows if all_ else rows.filter(state__in=OPEN), "-pk" if all_ else "due_on")
    return page(request, "privacy/list", listing=listing, all=all_)


def one(request: Request, pk: int) -> Petition:
    """A petition of the mart; 404 otherwise."""
    of_district(request, "privacy")
    return one_or_404(with_people(visible_to(request.user, request.mart)), pk=pk)


@require_safe
@office("privacy")
def petition(request: Request, pk: int) -> HttpResponse:
    """One petition: what is kept of her, and what can be done."""
    return _page(request, one(request, pk))


def _page(request: Request, found: Petition, *, status: int = 200, **more: Any) -> HttpResponse:
    person = person_of(found)
    context: dict[str, Any] = {
        "petition": found,
        "person": person,
        "held": [(holds, number, ERASES[holds.erase]) for holds, number in held_of(person)],
        "export": export_of(found),
        "seals": found.seals.count(),
        "sealed_days": days_kept(request.mart)["sealed"],
        "mine": found.agreed_by_id == request.user.pk,
        "answer_form": AnswerForm(),
        "reason_form": ReasonForm(),
        "history": history_of(("privacy.petition", [found.pk])),
    }
    return page(request, "privacy/petition", status=status, **context | more)


def _with(request: Request, pk: int, form: Any, name: str, action: Callable[[Petition, Any], object]) -> HttpResponse:
    found = one(request, pk)
    if act_with(request, form, lambda: action(found, form.cleaned_data), done=_("Kept.")):
        return redirect("office:privacy:petition", pk)
    return _page(request, found, status=422, **{name: form})


@require_POST
@office("privacy")
def answer(request: Request, pk: int) -> HttpResponse:
    """What was mended, or what is said to a complaint."""
    form = AnswerForm(request.POST)
    by = actor(request)
    return _with(request, pk, form, "answer_form", lambda row, told: actions.answer(row, words=told["answer"], by=by))


@require_POST
@office("privacy")
def refuse(request: Request, pk: int) -> HttpResponse:
    """Why it is not done."""
    form = ReasonForm(request.POST)
    by = actor(request)
    return _with(request, pk, form, "reason_form", lambda row, told: actions.refuse(row, reason=told["reason"], by=by))


@require_POST
@office("privacy")
def agree(request: Request, pk: int) -> HttpResponse:
    """The first yes to erasing."""
    found = one(request, pk)
    act(request, lambda: actions.agree_erase(found, by=actor(request)), done=_("Kept. Another person now erases."))
    return redirect("office:privacy:petition", pk)


@require_POST
@office("privacy")
def erase(request: Request, pk: int) -> HttpResponse:
    """The second person erases."""
    found = one(request, pk)
    act(
        request,
        lambda: actions.erase(found, by=actor(request)),
        done=_("Erased. What is sealed is deleted on its day."),
    )
    return redirect("office:privacy:petition", pk)


@require_POST
@office("privacy")
def take(request: Request, pk: int) -> HttpResponse:
    """The copy, to be handed to her at the desk; that it was taken is written down."""
    found = one(request, pk)
    try:
        archive = actions.take_export(found, by=actor(request))
        if request.POST.get("as") == "paper":
            page_ = page_of(archive)
            return mine.as_file(f"my-data-{found.pk}.pdf", copy_pdf(page_), "application/pdf")
    except HaatError as problem:
        return _page(request, found, status=422, problem=problem.message)
    return mine.as_file(f"my-data-{found.pk}.zip", archive, "application/zip")


@require_POST
@office("privacy")
def open_seal(request: Request, pk: int) -> HttpResponse:
    """What is sealed, shown once, for a reason that is written down."""
    found, form, opened = one(request, pk), ReasonForm(request.POST), []

    def read() -> None:
        opened.extend(actions.open_seal(found, reason=form.cleaned_data["reason"], by=actor(request)))

    if act_with(request, form, read, done=_("Opened. That you looked is written down.")):
        return _page(request, found, opened=[(model, list(values.items())) for model, values in opened])
    return _page(request, found, status=422, seal_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@office("ask_privacy")
def ask(request: Request) -> HttpResponse:
    """Write down what somebody asks: a member of one's makers, or (the whole mart's people) whoever has a number."""
    form, status, her = AskForm(), 200, _member(request)
    if request.method == "POST":
        form, status = AskForm(request.POST), 422

        def keep() -> None:
            said = form.cleaned_data
            who = {"member": her} if her is not None else _who(request, said["phone"])
            more = {"words": said["words"], "came": Petition.Came.DESK, "key": name_of_sending(request)}
            language = (
                who["member"].user.language
                if "member" in who and who["member"].user is not None
                else request.mart.default_language
            )
            actions.ask(request.mart, kind=said["kind"], language=language, **more, **who, by=actor(request))

        if act_with(request, form, keep, done=_("Written down. The clock runs.")):
            return redirect("office:privacy:list" if _whole(request) else "office:privacy:ask")
    told = {"form": form, "nonce": nonce(), "whole": _whole(request), "member": her}
    return page(request, "privacy/ask", status=status, **told)


def _member(request: Request) -> Member | None:
    """For whom, when it is asked from her own page: who has no number is found by nothing else. 404 for another's."""
    wanted = request.GET.get("member")
    if wanted is None:
        return None
    rows = members_for(request.user, request.mart).select_related("maker__block", "user")
    return one_or_404(rows, pk=whole_number(wanted) or 0)


def _whole(request: Request) -> bool:
    return bool(_places(request))


def _places(request: Request) -> list[Any]:
    place = scope(request.user, request.mart, "privacy")
    return [place] if place is not None else []


def _who(request: Request, phone: str) -> dict[str, Any]:
    number = papers.phone(phone, demo=settings.DEMO)
    members = members_for(request.user, request.mart).select_related("maker__block", "user")
    member: Member | None = members.filter(user__phone=number).order_by("-leads", "pk").first()
    if member is not None:
        return {"member": member}
    if not _places(request):
        raise NobodyKnown()
    return {"phone": number}


@require_safe
@office("privacy")
def held(request: Request) -> HttpResponse:
    """The register of personal data."""
    of_district(request, "privacy")
    rows = [
        {
            "what": holds.what,
            "whose": WHOSE[holds.whose],
            "purposes": [PURPOSES[each] for each in holds.purposes],
            "keeps": KEEPS.get(holds.keeps) or CLOCKS[holds.keeps].title,
            "erase": ERASES[holds.erase],
            "model": holds.model,
        }
        for holds in register()
    ]
    return page(request, "privacy/register", rows=rows)
