"""One sending of a form told from another, so that pressing twice counts once (see core.sendings)."""

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from django.utils.crypto import get_random_string

from haat.core import sendings
from haat.web.ui.gate import actor
from haat.web.ui.request import Request

Result = TypeVar("Result")


def nonce() -> str:
    """A name for one drawing of a form, to stand in it as the hidden field `nonce`."""
    return get_random_string(20)


def name_of_sending(request: Request) -> str:
    """What tells this sending from any other: the person, the address, the form's nonce and what was typed.

    Other content sent from the same page (the browser's "back") is a new deed.
    """
    sent = request.POST
    typed = sorted((field, sent.getlist(field)) for field in sent if field not in ("csrfmiddlewaretoken", "nonce"))
    told = repr((request.user.pk, request.path, sent.get("nonce") or nonce(), typed))
    return sha256(told.encode(errors="replace")).hexdigest()[:40]


def once(request: Request, action: Callable[[], Result]) -> Callable[[], Result]:
    """The action, to be done once however often its form is sent; the other times it raises sendings.Again."""
    name = name_of_sending(request)
    return lambda: sendings.once(f"form:{name}", action, by=actor(request))
