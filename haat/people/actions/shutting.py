"""A person is shut out: whatever she is signed in on ends at once. And let in again."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.models import Event
from haat.core.rows import update
from haat.core.texts import clean_line
from haat.people.actions.inviting import end_invitations
from haat.people.actions.roles import check_ends
from haat.people.errors import NoReason, WorksElsewhere
from haat.people.models import Role, User
from haat.people.rules import works_elsewhere
from haat.people.seats import seated_elsewhere
from haat.places.models import Mart

MOST_REASON = 300


@transaction.atomic
def block_person(user: User, *, mart: Mart, reason: str, by: Actor) -> User:
    """She may no longer sign in, and is signed out everywhere at once; her roles stay for the day she comes back.

    Told twice it counts once. Raises NoReason, NotYourself, LastCollector, WorksElsewhere.
    """
    reason = clean_line(reason)[:MOST_REASON]
    if not reason:
        raise NoReason()
    hold_key(Mart, mart.pk)
    user = hold(user)
    if not user.is_active:
        return user
    check_ends(user, mart, list(Role.objects.filter(user=user, mart=mart)), by)
    if works_elsewhere(user, mart) or seated_elsewhere(user, mart):
        raise WorksElsewhere()
    user.is_active = False
    user.session_turn += 1
    update(user, "is_active", "session_turn")
    end_invitations(user)
    record("people.blocked", user, by=by, mart_id=mart.pk, reason=reason)
    return user


@transaction.atomic
def unblock_person(user: User, *, mart: Mart, by: Actor) -> User:
    """She may sign in again, with the password and authenticator she had. Told twice it counts once.

    Raises WorksElsewhere, also when another mart shut her out.
    """
    user = hold(user)
    if user.is_active:
        return user
    if works_elsewhere(user, mart) or _shut_out_by(user) not in (None, mart.pk):
        raise WorksElsewhere()
    user.is_active = True
    update(user, "is_active")
    record("people.unblocked", user, by=by, mart_id=mart.pk)
    return user


def _shut_out_by(user: User) -> int | None:
    """The mart that shut her out last."""
    told = Event.objects.filter(kind="people.blocked", subject_type=User._meta.label_lower, subject_id=user.pk)
    return told.order_by("-pk").values_list("mart_id", flat=True).first()
