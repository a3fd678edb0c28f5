"""What every page of the desk shares: its frame, doing one action and saying what came of it, doing it once."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from haat.core.errors import HaatError, NotAllowed
from haat.people.models import User
from haat.people.rules import can, roles_of, scope
from haat.places.models import Mart, Place
from haat.web.office.rail import rail
from haat.web.office.words import ROLES
from haat.web.ui.request import Request
from haat.web.ui.signin_forms import refuse

ONCE_SECONDS = 24 * 3600


class May:
    """`may.check_goods` in a template: whether the reader may do that deed here."""

    def __init__(self, user: User, mart: Mart) -> None:
        self._user, self._mart = user, mart

    def __getitem__(self, deed: str) -> bool:
        return can(self._user, deed, mart=self._mart)


def page(request: Request, template: str, room: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the desk with its rail. `room` is the entry of the rail it belongs to."""
    roles = roles_of(request.user, request.mart)
    frame = {
        "rail": rail(request, room),
        "may": May(request.user, request.mart),
        "user_name": str(request.user),
        "user_role": ", ".join(dict.fromkeys(str(ROLES[role.kind]) for role in roles)),
        "sign_out_url": reverse("ui:sign_out"),
        "password_url": reverse("office:password"),
    }
    response = render(request, f"office/{template}.html", frame | context, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


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
    except HaatError as problem:
        messages.error(request, problem.message)
        return False
    messages.success(request, str(done))
    return True


def act_with(request: Request, form: Form, action: Callable[[], object], *, done: "str | Promise") -> bool:
    """The same for what was typed: a refusal stands at its field, and nothing typed is lost.

    A refusal that belongs to no field of the form is said at the head: the page may no longer draw the form.
    """
    if not form.is_valid():
        return False
    try:
        action()
    except NotAllowed as problem:
        messages.error(request, problem.message)
        return False
    except HaatError as problem:
        if problem.field in form.fields:
            refuse(form, problem)
        else:
            unchanged = _("Nothing was changed.")
            messages.error(request, f"{problem.message} {unchanged}")
        return False
    messages.success(request, str(done))
    return True


def say_undrawn(request: Request, form: Form | None, *, drawn: bool) -> None:
    """Say at the head that a form was refused which the page no longer draws: somebody was quicker."""
    if form is not None and form.errors and not drawn:
        messages.error(request, _("Somebody has settled this in the meantime. Nothing was changed."))


def nonce() -> str:
    """A name for one sending of a form, so that sending it twice counts once."""
    return get_random_string(20)


def _name_of(sent: QueryDict) -> str:
    typed = sorted((field, sent.getlist(field)) for field in sent if field not in ("csrfmiddlewaretoken", "nonce"))
    return sha256(repr((sent.get("nonce") or nonce(), typed)).encode(errors="replace")).hexdigest()[:40]


class Once:
    """One sending of a form; `again` is True when the same form with the same content has been sent before.

    `name` belongs to the form's nonce and to what was typed: other content sent from the same page (the browser's
    "back") is a new deed.
    """

    def __init__(self, request: Request) -> None:
        self.name = _name_of(request.POST)
        self._key = f"office-once:{request.user.pk}:{self.name}"
        self.again = not cache.add(self._key, 1, timeout=ONCE_SECONDS)
        if self.again:
            messages.info(request, _("This was already saved. It counts once."))

    def give_up(self) -> None:
        """The action was refused: the form may be sent again."""
        cache.delete(self._key)
