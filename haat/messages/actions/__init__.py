"""The only writes to messages: telling people, and what became of each message at its senders."""

from haat.messages.actions.fates import fail, forget_strangers, hear, hear_all, keep, refused, taken, troubled
from haat.messages.actions.inviting import invite_and_send, send_invitation
from haat.messages.actions.sending_again import send_again
from haat.messages.actions.telling import mark_read, mark_seen, send_code, tell, tell_many
from haat.messages.actions.wording import word_notice

__all__ = [
    "fail",
    "forget_strangers",
    "hear",
    "hear_all",
    "invite_and_send",
    "keep",
    "mark_read",
    "mark_seen",
    "refused",
    "send_again",
    "send_code",
    "send_invitation",
    "taken",
    "tell",
    "tell_many",
    "troubled",
    "word_notice",
]
