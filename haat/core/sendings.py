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


class Again(HaatError):
    """This very form has been acted on before. Its deed stands, and nothing was done now."""


def once(name: str, action: Callable[[], Result], *, by: Actor) -> Result:
    """Do `action` unless a form of this name (at most 120 letters) has been acted on: then Again is raised.

    Sent twice at once, the second waits for the first, and acts only when the first was refused or broke off.
    Whatever `action` raises is raised, and the form may be sent again.
    """
    with transaction.atomic():
        if not insert_new([Sending(name=name, by_id=by.user_id)]):
            raise Again("sendings.again", _("This was already saved. It counts once."))
        return action()
