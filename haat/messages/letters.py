"""A message as its senders get it: its notice in the best words each of them knows."""

from datetime import datetime

from haat.messages.models import Message
from haat.messages.notices import Notice, Worded, mart_name
from haat.messages.sender import Letter, Sender
from haat.messages.setup import Setup
from haat.places.models import Mart


def too_late(message: Message, notice: Notice, now: datetime) -> bool:
    """Whether it would come too late to be of use."""
    return now - (message.again_at or message.made_at) > notice.life


def has_its_words(message: Message, notice: Notice) -> bool:
    """Whether all it says is there: not once they are forgotten, nor of a message from before there were notices."""
    return all(message.values.get(variable.name) for variable in notice.variables)


def letter_for(sender: Sender, message: Message, notice: Notice, setup: Setup) -> Letter | None:
    """The letter this sender can carry, in the reader's language or the next best; None when it can carry none."""
    mart = message.mart if sender.takes_own_words else None
    for worded in notice.choices(message.language, mart):
        letter = letter_of(message, notice, worded)
        if sender.can_carry(letter, setup):
            return letter
    return None


def to_keep(sender: Sender, letter: Letter, mart: Mart | None) -> str:
    """What is kept of the words that leave: of a message that says something secret its short ones, with dots."""
    notice = letter.notice
    if notice.secret or notice.forgotten:
        return notice.veiled(letter.worded, letter.values, mart)
    return sender.words(letter)


def letter_of(message: Message, notice: Notice, worded: Worded) -> Letter:
    """A message in these words."""
    mart = message.mart
    return Letter(
        number=message.pk,
        phone=message.phone,
        email=message.user.email if message.user else "",
        notice=notice,
        worded=worded,
        values=message.values,
        text=notice.filled(worded, message.values, mart),
        long=message.body,
        mart=mart.slug if mart else "",
        mart_name=mart_name(mart, worded.language),
    )
