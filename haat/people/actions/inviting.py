"""People are invited by phone: a code that is used once opens the way to a password and an authenticator.

The code is answered once, to be handed over on paper or as a link; only its digest is kept.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold, hold_all
from haat.core.rows import update
from haat.core.texts import clean_line
from haat.people.actions.roles import give_role
from haat.people.actions.signing import set_password, sign_up
from haat.people.errors import (
    InvitationOver,
    NoName,
    NoRoleHere,
    NotYourself,
    PersonBlocked,
    PhoneUnproven,
    WorksElsewhere,
)
from haat.people.invitation_codes import digest, new_code
from haat.people.models import Invitation, Role, SecondFactor, User
from haat.people.queries import needs_proof, wants_password
from haat.people.rules import works_elsewhere
from haat.places.models import Mart, Place

LIFE = timedelta(days=7)
MOST_LETTERS = 120


@transaction.atomic
def invite(
    phone: str, *, mart: Mart, name: str, kind: str, place: Place, organisation_id: int | None = None, by: Actor
) -> tuple[Role, str]:
    """Give a role to who has this (canonical) phone, and answer the code that lets her in: once, and never again.

    No code (an empty one) for who has a password or any role already: whoever may give only this role could come in by
    it as her, with all she may do. She signs in as before, or is let in anew by who may give all her roles. None either
    for a role that a phone's code opens, where something is hers already: she signs in by that.
    Raises NoName, PersonBlocked, and what `give_role` does.
    """
    name = clean_line(name)[:MOST_LETTERS]
    if not any(sign.isalpha() for sign in name):
        raise NoName()
    user = hold(sign_up(phone, name=name, language=mart.default_language, by=by))
    if not user.is_active:
        raise PersonBlocked()
    known = user.has_usable_password() or Role.objects.filter(user=user).exists()
    role = give_role(user, mart=mart, kind=kind, place=place, organisation_id=organisation_id, by=by)
    known = known or (needs_proof(user) and not wants_password(user))
    return role, "" if known else _open(user, mart, by)


@transaction.atomic
def let_in_anew(user: User, *, mart: Mart, by: Actor) -> str:
    """For who lost her password or authenticator: both are void, she is signed out, and gets a new code, answered here.

    Somebody else does it for her. Raises NotYourself, NoRoleHere, WorksElsewhere, PersonBlocked.
    """
    user = hold(user)
    if user.pk == by.user_id:
        raise NotYourself()
    if not user.is_active:
        raise PersonBlocked()
    if not Role.objects.filter(user=user, mart=mart).exists():
        raise NoRoleHere()
    if works_elsewhere(user, mart):
        raise WorksElsewhere()
    user.set_unusable_password()
    user.session_turn += 1
    update(user, "password", "session_turn")
    SecondFactor.objects.filter(user=user).delete()
    record("people.let_in_anew", user, by=by, mart_id=mart.pk)
    return _open(user, mart, by)


@transaction.atomic
def withdraw_invitation(user: User, *, mart: Mart, by: Actor) -> bool:
    """A code that was handed over opens nothing any more; False when none was open. Told twice it counts once."""
    user = hold(user)
    ended = end_invitations(user, mart)
    if ended:
        record("people.invitation_withdrawn", user, by=by, mart_id=mart.pk)
    return bool(ended)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, password: str = "", signed_in: bool = False) -> User:
    """She comes in by her code, which is used up; with an (already validated) password, if her role wants one.

    `signed_in`: she is, by her phone's code; without it a paper opens nothing that is hers already.
    Raises InvitationOver, PhoneUnproven.
    """
    user = hold(invitation.user)
    open_ones = hold_all(Invitation.objects.filter(pk=invitation.pk, used_at=None, ended_at=None))
    if not open_ones or not user.is_active or open_ones[0].expires_at < timezone.now():
        raise InvitationOver()
    if user.has_usable_password():  # set by somebody else meanwhile: nothing is to be set anew by a paper
        raise InvitationOver()
    if needs_proof(user) and not signed_in:
        raise PhoneUnproven()
    kept, by = open_ones[0], Actor(user.pk)
    kept.used_at = timezone.now()
    update(kept, "used_at")
    if password:
        set_password(user, password=password, by=by)
    record("people.joined", user, by=by, mart_id=kept.mart_id)
    return user


def end_invitations(user: User, mart: Mart | None = None) -> int:
    """Her open codes (of a mart) open nothing any more; how many those were. She is held."""
    codes = Invitation.objects.filter(user=user, used_at=None, ended_at=None)
    return (codes.filter(mart=mart) if mart else codes).update(ended_at=timezone.now())


def _open(user: User, mart: Mart, by: Actor) -> str:
    """A new code; one that is still open ends."""
    end_invitations(user)
    code = new_code()
    now = timezone.now()
    made = Invitation.objects.create(
        user=user,
        mart=mart,
        digest=digest(user.phone, code),
        by_id=by.user_id,
        made_at=now,
        expires_at=now + LIFE,
    )
    record("people.invited", user, by=by, mart_id=mart.pk, until=made.expires_at.isoformat())
    return code
