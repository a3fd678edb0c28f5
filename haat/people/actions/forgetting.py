"""A person is erased: nobody signs in by her number any more, and nothing says whose it was."""

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold_all
from haat.core.rows import update
from haat.people.models import User

# Not a number: nobody can sign in by it.
GONE = "gone-"


@transaction.atomic
def forget_people(keys: Sequence[int], by: Actor) -> None:
    """Who has these keys is called nothing, and cannot come in; told twice it counts once.

    Whether she holds a role, or is somebody in another mart, is for the caller to ask first.
    """
    for user in hold_all(User.objects.filter(pk__in=keys)):
        if user.phone.startswith(GONE):
            continue
        user.phone, user.name, user.email, user.phone_verified = f"{GONE}{user.pk}", "", "", False
        user.password, user.session_turn = make_password(None), user.session_turn + 1
        update(user, "phone", "name", "email", "phone_verified", "password", "session_turn")
        record("people.forgotten", user, by=by)
