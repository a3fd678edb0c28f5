"""The only writes of people: sign up, prove who one is, be invited, be written to, hold a role, be shut out."""

from haat.people.actions.addressing import set_email
from haat.people.actions.inviting import accept_invitation, invite, let_in_anew, withdraw_invitation
from haat.people.actions.roles import give_role, move_role, take_role
from haat.people.actions.shutting import block_person, unblock_person
from haat.people.actions.signing import (
    CODE_LIFE,
    CODE_TRIES,
    begin_second_factor,
    check_code,
    check_second_factor,
    give_consent,
    make_code,
    open_secret,
    ready_second_factor,
    refuse_consent,
    set_language,
    set_password,
    sign_up,
    withdraw_consent,
)

__all__ = [
    "CODE_LIFE",
    "CODE_TRIES",
    "accept_invitation",
    "begin_second_factor",
    "block_person",
    "check_code",
    "check_second_factor",
    "give_consent",
    "give_role",
    "invite",
    "let_in_anew",
    "make_code",
    "move_role",
    "open_secret",
    "ready_second_factor",
    "refuse_consent",
    "set_email",
    "set_language",
    "set_password",
    "sign_up",
    "take_role",
    "unblock_person",
    "withdraw_consent",
    "withdraw_invitation",
]
