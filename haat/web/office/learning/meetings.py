"""Lessons that are taught: written down, with who was there, by list or by the code on the wall."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haat.core.dates import today
from haat.core.qr import qr
from haat.learning import actions
from haat.learning.models import Meeting
from haat.learning.queries import lessons_of, meetings_within, members_near, name_of
from haat.makers.rules import visible_to
from haat.places.queries import blocks_within
from haat.web.office.desk.blocks import Blocks
from haat.web.office.desk.history import history_of
from haat.web.office.desk.listing import ids, paged, typed
from haat.web.office.desk.page import act, act_with, here, page
from haat.web.office.learning.forms import MeetingForm
from haat.web.ui.found import one_or_404
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import name_of_sending, nonce

MOST_MEMBERS = 200


@require_safe
@office("see_learning")
def meetings(request: Request) -> HttpResponse:
    """The meetings of the reader's blocks, the last first."""
    blocks = Blocks(request, here(request, "see_learning"))
    titles = {slug: one.name.text for slug, one in lessons_of(request.mart, closed=True).items()}
    listing = paged(request, meetings_within(request.mart, blocks.place), "-begins_at")
    rows = [(row, titles.get(row.lesson, row.lesson)) for row in listing.rows]
    return page(request, "learning/meetings", listing=listing, rows=rows, blocks=blocks)


@require_http_methods(["GET", "HEAD", "POST"])
@office("teach")
def new(request: Request) -> HttpResponse:
    """Which lesson, where, by whom and when."""
    blocks = sorted(blocks_within(here(request, "teach")), key=str)
    lessons = lessons_of(request.mart)
    initial = {"day": today(), "teacher": request.user.name, "lesson": request.GET.get("lesson", "")}
    form, status = MeetingForm(lessons, blocks, initial=initial), 200
    if request.method == "POST":
        form, status = MeetingForm(lessons, blocks, request.POST), 422
        held: list[Meeting] = []

        def hold() -> None:
            given = dict(form.cleaned_data)
            begins = timezone.make_aware(datetime.combine(given.pop("day"), given.pop("time")))
            lesson, block = lessons[given.pop("lesson")], next(b for b in blocks if str(b.pk) == given["block"])
            given["block"] = block
            key = name_of_sending(request)
            held.append(
                actions.hold_meeting(request.mart, lesson=lesson, begins_at=begins, **given, key=key, by=actor(request))
            )

        if act_with(request, form, hold, done=_("Written down. Now write who is there.")):
            return redirect("office:learning:meeting", held[0].pk)
    return page(request, "learning/new_meeting", status=status, form=form, nonce=nonce())


def _one(request: Request, deed: str, pk: int) -> Meeting:
    return one_or_404(meetings_within(request.mart, here(request, deed)), pk=pk)


@require_safe
@office("see_learning")
def meeting(request: Request, pk: int) -> HttpResponse:
    """One meeting: its code for the wall, who was there, and members to be ticked (`?q=` narrows them)."""
    found = _one(request, "see_learning", pk)
    there = list(found.present.select_related("member__maker").order_by("pk"))
    makers = visible_to(request.user, request.mart, "teach").filter(block=found.block)
    known = {row.member_id for row in there}
    near = [row for row in members_near(request.mart, makers, typed(request, "q")) if row.pk not in known]
    link = request.build_absolute_uri(reverse("maker:lesson_here", args=[found.code]))
    context: dict[str, Any] = {
        "meeting": found,
        "title": name_of(request.mart, found.lesson),
        "there": there,
        "members": near[:MOST_MEMBERS],
        "link": link,
        "qr": qr(link).svg_inline(scale=5, omitsize=True, svgclass="qr"),
        "history": history_of(("learning.meeting", [found.pk])),
    }
    return page(request, "learning/meeting", **context)


@require_POST
@office("teach")
def call_off(request: Request, pk: int) -> HttpResponse:
    """It does not take place."""
    found = _one(request, "teach", pk)
    done = _("Called off. No message goes out: tell those you invited.")
    act(request, lambda: actions.call_off_meeting(found, by=actor(request)), done=done)
    return redirect("office:learning:meeting", pk)


@require_POST
@office("teach")
def present(request: Request, pk: int) -> HttpResponse:
    """Those who were ticked were there."""
    found = _one(request, "teach", pk)
    ticked = set(ids(request.POST.getlist("member")))
    makers = visible_to(request.user, request.mart, "teach").filter(block=found.block)
    members = [row for row in members_near(request.mart, makers, "") if row.pk in ticked]
    new: list[int] = []
    done = lazy(_noted, str)(new)
    act(request, lambda: new.append(actions.note_present(found, members=members, by=actor(request))), done=done)
    return redirect("office:learning:meeting", pk)


def _noted(new: list[int]) -> str:
    said = ngettext("%(n)s member written down.", "%(n)s members written down.", new[0]) % {"n": new[0]}
    return said if new[0] else _("Nobody new was ticked.")


@require_POST
@office("teach")
def strike(request: Request, pk: int) -> HttpResponse:
    """Somebody was written down by mistake."""
    found = _one(request, "teach", pk)
    chosen = (ids([request.POST.get("presence", "")]) or [0])[0]
    struck = actions.strike_present(found, presence=chosen, by=actor(request))
    messages.success(request, _("Struck from the list.") if struck else _("She is not on the list any more."))
    return redirect("office:learning:meeting", pk)
