"""A lesson of the mart's own: made, shown to makers, taken from them."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from haat.learning import actions
from haat.learning.models import OwnLesson
from haat.web.office.desk.page import act, act_with, page
from haat.web.office.learning.forms import NewForm
from haat.web.office.learning.pages import one
from haat.web.ui.gate import actor, office
from haat.web.ui.request import Request
from haat.web.ui.sending import nonce, once


@require_http_methods(["GET", "HEAD", "POST"])
@office("change_lessons")
def new(request: Request) -> HttpResponse:
    """Its title and how many scenes; words and pictures come next."""
    form, status = NewForm(), 200
    if request.method == "POST":
        form, status = NewForm(request.POST), 422
        made: list[OwnLesson] = []
        given = form.cleaned_data if form.is_valid() else {}

        def make() -> None:
            made.append(actions.make_lesson(request.mart, **given, by=actor(request)))

        if act_with(request, form, once(request, make), done=_("Made. Now write its words.")):
            return redirect("office:learning:lesson", made[0].slug) if made else redirect("office:learning:list")
    return page(request, "learning/new", status=status, form=form, nonce=nonce())


@require_POST
@office("change_lessons")
def opened(request: Request, slug: str) -> HttpResponse:
    """Makers see it from now on."""
    found = one(request, slug)
    act(
        request,
        lambda: actions.open_lesson(request.mart, lesson=found, by=actor(request)),
        done=_("Makers see it now."),
    )
    return redirect("office:learning:lesson", slug)


@require_POST
@office("change_lessons")
def closed(request: Request, slug: str) -> HttpResponse:
    """Makers see it no more."""
    found = one(request, slug)
    done = _("Makers see it no more. What was learnt stays.")
    act(request, lambda: actions.close_lesson(request.mart, lesson=found, by=actor(request)), done=done)
    return redirect("office:learning:lesson", slug)
