"""What is done on a road and with a duty: each says what came of it and leads back to where it was done."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from haat.core.errors import HaatError
from haat.core.limits import hit
from haat.core.scans import read_scan
from haat.paperwork import actions
from haat.paperwork.forms import boxes_of, to_ask
from haat.paperwork.models import Road
from haat.paperwork.queries import duties_seen, makers_reached
from haat.paperwork.roads import road_of
from haat.paperwork.sealed import opened
from haat.web.office.desk.listing import ids
from haat.web.office.desk.page import act, act_with
from haat.web.office.desk.pdf import pdf
from haat.web.office.paperwork.forms import AnswersForm, AppliedForm, EndForm, NumberForm, RefusedForm
from haat.web.office.paperwork.pages import one, road_page
from haat.web.papers.filling import form_sheet_pdf, letter_pdf
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office, safe_next
from haat.web.ui.request import Request

CHANGE = "change_paperwork"


def _back(request: Request, road: Road) -> HttpResponse:
    """To where it was done: the road's page, or a papers day's desk."""
    return redirect(safe_next(request, reverse("office:paperwork:road", args=[road.pk])))


def _typed(
    request: Request, road: Road, name: str, form: Form, action: Callable[[], object], done: "str | Promise"
) -> HttpResponse:
    """Do what a form says; refused, it stands on the road's page as it was sent."""
    if act_with(request, form, action, done=done):
        return _back(request, road)
    return road_page(request, road, forms={f"{name}_form": form}, status=422)


@require_POST
@office("change_paperwork")
def begin(request: Request) -> HttpResponse:
    """The same paper of those that were ticked."""
    makers = list(makers_reached(request.user, request.mart, CHANGE).filter(pk__in=ids(request.POST.getlist("pick"))))
    kind = request.POST.get("kind", "")
    try:
        number = actions.begin_roads(makers, kind=kind, by=actor(request))
    except HaatError as problem:
        messages.error(request, problem.message)
        return redirect("office:paperwork:list")
    said = ngettext("%(n)s paper is on its way.", "%(n)s papers are on their way.", number) % {"n": number}
    messages.success(request, said if number else _("Nothing new was begun."))
    return redirect(safe_next(request, f"{reverse('office:paperwork:list')}?{urlencode({'kind': kind})}"))


@require_POST
@office("change_paperwork")
def tick(request: Request, pk: int) -> HttpResponse:
    """Something is there, or done; or it is not (`on` empty)."""
    road, what = one(request, CHANGE, pk), request.POST.get("what", "")
    write = actions.tick if request.POST.get("on") else actions.untick
    act(request, lambda: write(road, what=what, by=actor(request)), done=_("Written down."))
    return _back(request, road)


@require_POST
@office("change_paperwork")
def lacking(request: Request, pk: int) -> HttpResponse:
    """What keeps it back, or that nothing does."""
    road, need = one(request, CHANGE, pk), request.POST.get("need", "")
    act(request, lambda: actions.note_lacking(road, need=need, by=actor(request)), done=_("Written down."))
    return _back(request, road)


@require_POST
@office("change_paperwork")
def answers(request: Request, pk: int) -> HttpResponse:
    """What was asked for the form."""
    road = one(request, CHANGE, pk)
    form = AnswersForm(to_ask(boxes_of(road, {})), request.POST)
    return _typed(
        request,
        road,
        "answers",
        form,
        lambda: actions.fill_form(road, answers=form.cleaned_data, by=actor(request)),
        _("Kept sealed until the paper has come."),
    )


@require_POST
@never_cache
@office("change_paperwork")
def print_sheet(request: Request, pk: int, sheet: str) -> HttpResponse:
    """A sheet with what is known of her; that it was printed is on record."""
    road = one(request, CHANGE, pk)
    made: list[bytes] = []

    def draw() -> None:
        if sheet == "form" and road_of(road.kind).form is not None:  # first drawn: what cannot be opened is not printed
            made.append(form_sheet_pdf(road, opened(road)))
        actions.note_printed(road, sheet=sheet, by=actor(request))
        if not made:
            made.append(letter_pdf(road, sheet))

    if not act(request, draw, done=_("Printed. It is on record.")):
        return _back(request, road)
    return pdf(f"{road.kind}-{sheet}-{road.pk}", made[0])


@require_POST
@office("change_paperwork")
def applied(request: Request, pk: int) -> HttpResponse:
    """Where and when it was applied for."""
    road, form = one(request, CHANGE, pk), AppliedForm(request.POST)

    def write() -> None:
        actions.note_applied(road, **form.cleaned_data, by=actor(request))

    return _typed(request, road, "applied", form, write, _("Written down. It waits for the office now."))


@require_POST
@office("change_paperwork")
def refused(request: Request, pk: int) -> HttpResponse:
    """It came back, and why."""
    road = one(request, CHANGE, pk)
    form = RefusedForm(road_of(road.kind), request.POST)

    def write() -> None:
        try:
            actions.note_refused(road, reason=form.reason, by=actor(request))
        except HaatError as problem:
            problem.field = "words" if problem.field == "reason" else problem.field
            raise

    told = road.maker is not None and bool(road.maker.phone)
    done = _("Written down. The maker is told that it came back.") if told else _("Written down.")
    return _typed(request, road, "refused", form, write, done)


@require_POST
@office("change_paperwork")
def number(request: Request, pk: int) -> HttpResponse:
    """The number came: into the makers' book, for another person to read."""
    road, form = one(request, CHANGE, pk), NumberForm(request.POST, request.FILES)

    def write() -> None:
        given = dict(form.cleaned_data)
        if (sent := given.pop("photo")) is not None:
            hit(f"papers:{request.user.pk}", most=60, seconds=600)
            given["scan"] = read_scan(sent.read())
        actions.write_number(road, **given, by=actor(request))

    return _typed(request, road, "number", form, write, _("Written down. Another person reads it from the paper."))


@require_POST
@office("change_paperwork")
def check(request: Request, pk: int) -> HttpResponse:
    """Another person read the number from the paper."""
    road, accept = one(request, CHANGE, pk), request.POST.get("accept") == "yes"
    seen = request.POST.get("seen", "")
    done = _("The paper is there.") if accept else _("Not as on the paper: the number is written anew.")
    act(request, lambda: actions.check_number(road, accept=accept, seen=seen, by=actor(request)), done=done)
    return _back(request, road)


@require_POST
@office("change_paperwork")
def shown(request: Request, pk: int) -> HttpResponse:
    """A member's own card was looked at."""
    road = one(request, CHANGE, pk)
    act(request, lambda: actions.note_shown(road, by=actor(request)), done=_("Looked at. Its number is not kept."))
    return _back(request, road)


@require_POST
@office("change_paperwork")
def end(request: Request, pk: int) -> HttpResponse:
    """It ends without a paper."""
    road = one(request, CHANGE, pk)
    form = EndForm(road_of(road.kind), request.POST)

    def write() -> None:
        actions.end_road(road, **form.cleaned_data, by=actor(request))

    return _typed(request, road, "end", form, write, _("This road has ended."))


@require_POST
@office("change_paperwork")
def duty(request: Request, pk: int) -> HttpResponse:
    """Paid or confirmed for this year."""
    found = one_or_404(duties_seen(request.user, request.mart, CHANGE), pk=pk)
    receipt = request.POST.get("receipt", "")
    act(request, lambda: actions.meet_duty(found, receipt=receipt, by=actor(request)), done=_("Done for this year."))
    return redirect(safe_next(request, reverse("office:paperwork:duties")))
