"""One sending of a form told from another, so that pressing twice counts once (see core.sendings)."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

from django.utils.crypto import get_random_string

from haat.core import sendings
from haat.core.actor import Actor
from haat.web.ui.gate import actor
from haat.web.ui.request import Request

Result = TypeVar("Result")


def nonce() -> str:
    """A name for one drawing of a form, to stand in it as the hidden field `nonce`."""
    return get_random_string(20)


def name_of_sending(request: Request) -> str:
    """What tells this sending from any other: the person, the address, the form's nonce and what was typed.

    Other content sent from the same page (the browser's "back") is a new deed: other words, or another file by its
    name and size.
    """
    sent = request.POST
    typed = sorted((field, sent.getlist(field)) for field in sent if field not in ("csrfmiddlewaretoken", "nonce"))
    files = sorted((field, file.name, file.size) for field, found in request.FILES.lists() for file in found)
    told = repr((request.user.pk, request.path, sent.get("nonce") or nonce(), typed, *files))
    return sha256(told.encode(errors="replace")).hexdigest()[:40]


@dataclass(frozen=True)
class Once(Generic[Result]):
    """An action of a form, done once however often the form is sent; the other times it raises sendings.Again."""

    name: str
    action: Callable[[], Result]
    by: Actor

    def __call__(self) -> Result:
        return sendings.once(self.name, self.action, by=self.by)

    @property
    def done_before(self) -> bool:
        """To be asked before the form is judged: what it changed itself would refuse it the second time."""
        return sendings.acted_on(self.name)


def once(request: Request, action: Callable[[], Result]) -> Once[Result]:
    """The action, to be done once however often its form is sent."""
    return Once(f"form:{name_of_sending(request)}", action, actor(request))
