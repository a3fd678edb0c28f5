"""What every page of the desk shares: its frame, doing one action and saying what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from haat.core.errors import HaatError, NotAllowed
from haat.core.queries import events_of
from haat.core.sendings import Again
from haat.orders.models import Part
from haat.people.models import User
from haat.people.rules import can, roles_of, scope
from haat.places.models import Mart, Place
from haat.web.office.desk.rail import may_do, rail
from haat.web.office.desk.rooms import Block, rooms, style
from haat.web.office.desk.words import ROLES
from haat.web.ui import deeds
from haat.web.ui.request import Request
from haat.web.ui.sending import Once
from haat.web.ui.signin_forms import refuse

# What stands in an address and leaves nothing out of a list.
SHOWN = ("page", "sort", "export")


class May:
    """`may.check_goods` in a template: whether the reader may do that deed here (`rail.may_do`)."""

    def __init__(self, user: User, mart: Mart) -> None:
        self._user, self._mart = user, mart

    def __getitem__(self, deed: str) -> bool:
        return may_do(self._user, deed, self._mart)


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the office with its rail: `makers/list` is the page `list` of the room `makers`."""
    room = template.partition("/")[0]
    roles = roles_of(request.user, request.mart)
    frame = {
        "rail": rail(request, room),
        "room_style": style(room),
        "may": May(request.user, request.mart),
        "user_name": str(request.user),
        "user_role": ", ".join(dict.fromkeys(str(ROLES[role.kind]) for role in roles)),
        "sign_out_url": reverse("ui:sign_out"),
        "password_url": reverse("office:password"),
        "here": _here(request),
        "narrowed": any(text for name, text in request.GET.items() if name not in SHOWN),
    }
    return render(request, f"office/{template}.html", frame | context, status=status)


def blocks_on(request: Request, part: Part) -> list[Block]:
    """What the rooms that the reader may enter for the whole mart show of a part, in the order of the rail."""
    mart = request.mart
    open_ = [room for room in rooms().values() if can(request.user, room.deed, mart=mart, place=mart.place)]
    return [block for room in open_ if (block := room.on_part(part)) is not None]


def here(request: Request, deed: str) -> Place:
    """The widest place at which the reader may do `deed`; 404 for nowhere."""
    place = scope(request.user, request.mart, deed)
    if place is None:
        raise Http404
    return place


def of_district(request: Request, deed: str) -> None:
    """404 unless the reader may do `deed` for the whole mart: money and rounds know no blocks."""
    if not can(request.user, deed, mart=request.mart, place=request.mart.place):
        raise Http404


def act(request: Request, action: Callable[[], object], *, done: "str | Promise") -> bool:
    """Do one action and say what came of it at the head of the next page; False when it was refused."""
    try:
        action()
    except Again as told:
        messages.info(request, told.message)
        return True
    except HaatError as problem:
        deeds.refuse(request, problem)
        messages.error(request, problem.message)
        return False
    messages.success(request, str(done))
    return True


def done_before(request: Request, action: Callable[[], object]) -> bool:
    """Whether the form was acted on before (`once`), which is said: what it changed itself would refuse it now."""
    if isinstance(action, Once) and action.done_before:
        messages.info(request, Again().message)
        return True
    return False


def act_with(request: Request, form: Form, action: Callable[[], object], *, done: "str | Promise") -> bool:
    """The same for what was typed: a refusal stands at its field, and nothing typed is lost.

    A refusal that belongs to no field of the form is said at the head: the page may no longer draw the form.
    """
    if done_before(request, action):
        return True
    if not form.is_valid():
        deeds.refuse_fields(request, form.errors)
        return False
    try:
        action()
    except Again as told:
        messages.info(request, told.message)
        return True
    except NotAllowed as problem:
        deeds.refuse(request, problem)
        messages.error(request, problem.message)
        return False
    except HaatError as problem:
        deeds.refuse(request, problem)
        if problem.field in form.fields:
            refuse(form, problem)
        else:
            unchanged = _("Nothing was changed.")
            messages.error(request, f"{problem.message} {unchanged}")
        return False
    messages.success(request, str(done))
    return True


def say_gone(request: Request, kind: str, **facts: object) -> None:
    """Say that what the mart's trail tells of (`kind`) was taken away before; 404 for what never was there."""
    if not events_of(request.mart.pk, [kind]).filter(**facts).exists():
        raise Http404
    messages.info(request, _("It was taken away already."))


def back_to(request: Request, name: str, *args: object) -> HttpResponse:
    """Back to a page as it stood: the page of its list that the form was sent from (`here` in its address)."""
    return redirect(f"{reverse(name, args=args)}{_here(request)}")


def _here(request: Request) -> str:
    query = request.GET.urlencode()
    return f"?{query}" if query else ""


def say_undrawn(request: Request, form: Form | None, *, drawn: bool) -> None:
    """Say at the head that a form was refused which the page no longer draws: somebody was quicker."""
    if form is not None and form.errors and not drawn:
        messages.error(request, _("Somebody has settled this in the meantime. Nothing was changed."))
