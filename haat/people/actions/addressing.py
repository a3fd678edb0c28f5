"""Where a person is written to besides her phone."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from haat.core.actor import Actor
from haat.core.errors import Changed
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import update
from haat.core.texts import clean_line
from haat.people.errors import BadEmail, NoRoleHere, WorksElsewhere
from haat.people.models import Role, User
from haat.people.rules import works_elsewhere
from haat.people.seats import seated_elsewhere
from haat.places.models import Mart


@transaction.atomic
def set_email(user: User, *, mart: Mart, email: str, seen: str | None = None, by: Actor) -> User:
    """Her address of mail, to which messages to her go where the mart sends e-mail; an empty one takes it away.

    The trail says that it was changed, never what it is. `seen` is the one its writer read. Told twice it counts once.
    Raises BadEmail, Changed, and unless she sets it herself NoRoleHere and WorksElsewhere: it is hers in every mart.
    """
    email = clean_line(email)
    try:
        validate_email(email or "nobody@example.org")
    except ValidationError:
        raise BadEmail() from None
    user = hold(user)
    if user.email == email:
        return user
    if seen is not None and seen != user.email:
        raise Changed()
    if by.user_id != user.pk:
        if not Role.objects.filter(user=user, mart=mart).exists():
            raise NoRoleHere()
        if works_elsewhere(user, mart) or seated_elsewhere(user, mart):
            raise WorksElsewhere()
    user.email = email
    update(user, "email")
    record("people.email_set", user, by=by, mart_id=mart.pk)
    return user
