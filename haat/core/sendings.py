"""A form acted on once, however often it is sent: its name is written with the deed, in one transaction."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.models import Sending
from haat.core.rows import insert_new

Result = TypeVar("Result")
DEED = "deed:"  # how the name of a deed begins that a phone keeps until it is sent


class Again(HaatError):
    """This very form has been acted on before. Its deed stands, and nothing was done now."""

    def __init__(self) -> None:
        super().__init__("sendings.again", _("This was already saved. It counts once."))


def once(name: str, action: Callable[[], Result], *, by: Actor) -> Result:
    """Do `action` unless a form of this name (at most 120 letters) has been acted on: then Again is raised.

    Sent twice at once, the second waits for the first, and acts only when the first was refused or broke off.
    Whatever `action` raises is raised, and the form may be sent again.
    """
    with transaction.atomic():
        if not insert_new([Sending(name=name, by_id=by.user_id)]):
            raise Again()
        return action()


def acted_on(name: str) -> bool:
    """Whether a form of this name has been acted on: what it says may no longer fit what it has changed itself."""
    return Sending.objects.filter(name=name).exists()


def tried(name: str, action: Callable[[], Result], *, done: Callable[[Result], bool], by: Actor) -> Result:
    """As `once`, of an action that answers whether it was `done`: when it was not, its name may be tried again.

    What was written meanwhile stands (a wrong code stays counted), as it would without a name.
    """
    with transaction.atomic():
        if not insert_new([Sending(name=name, by_id=by.user_id)]):
            raise Again()
        result = action()
        if not done(result):
            Sending.objects.filter(name=name).delete()
        return result


def first(name: str, *, by: Actor) -> bool:
    """True for the first time that this name is heard; it stands when the transaction does."""
    return bool(insert_new([Sending(name=name[:120], by_id=by.user_id)]))
