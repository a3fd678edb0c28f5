"""Messages leave here."""

from datetime import timedelta

from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone

from haat.core.jobs import job
from haat.core.prepared import Prepared, Slot
from haat.messages import notices, setup
from haat.messages.actions import fail, forget_strangers, keep, refused, taken, troubled
from haat.messages.actions.fates import BEFORE, NOBODY, SAID_NO, TOO_LATE, next_turn
from haat.messages.letters import has_its_words, letter_for, to_keep, too_late
from haat.messages.models import Message
from haat.messages.permissions import permitted, refused_by_her
from haat.messages.queries import failing
from haat.messages.sender import Letter, Refused, Sender, Trouble, carrying, switched_on
from haat.messages.setup import Setup

# How often a sender that does not answer is asked before the next has its turn: about a minute.
PATIENCE = 6
_Able = tuple[Sender, Letter, Setup]


@Prepared
def _messages() -> QuerySet[Message]:
    return Message.objects.select_related("mart", "user").filter(pk=Slot("pk", BigIntegerField()))


@job("messages.send_message")
def send_message(message_id: int) -> None:
    """Hand a waiting message to the first sender that takes it; one that is settled is left alone.

    Raises Trouble to be run again later: nobody answers, and nobody else is left to ask.
    """
    message = _messages.get(pk=message_id)
    if message.state != Message.State.WAITING:
        return
    if not switched_on():
        keep(message)
        return
    notice = notices.get(message.template)
    if notice is None or not has_its_words(message, notice):
        fail(message, BEFORE)
    elif refused_by_her(message, notice):
        keep(message, SAID_NO)
    elif too_late(message, notice, timezone.now()):
        fail(message, TOO_LATE)
    else:
        _hand_over(message, notice)


def _hand_over(message: Message, notice: notices.Notice) -> None:
    mart = message.mart.slug if message.mart else ""
    tried = list(message.attempts.filter(again=message.again).order_by("pk")) if message.sender else []
    over, reason = next_turn(tried), NOBODY
    left = _able(message, notice, [each for each in carrying(notice.name, mart) if each.slug not in over])
    if notice.secret and len(left) > 1:
        left = _failing_last(message, left)
    for sender, letter, told in left:
        try:
            done = sender.send(letter, told)
        except Refused as why:
            refused(message, sender.slug, why)
            reason = why.code
        except Trouble as why:
            _wait_or_pass(message, sender, why, last=sender is left[-1][0])
            reason = why.code
        else:
            words = to_keep(sender, letter, message.mart)
            taken(message, sender.slug, done, text=words, language=letter.worded.language)
            return
    fail(message, reason if reason != NOBODY else next((each.code for each in reversed(tried) if each.code), NOBODY))


def _failing_last(message: Message, left: list[_Able]) -> list[_Able]:
    """Those that did not bring her the last one have their turn after the others, the latest to fail at the end.

    The words of a code are forgotten when it has left: nobody else can be asked then, and the next must go otherwise.
    """
    failed = failing(message)
    return sorted(left, key=lambda each: failed.get(each[0].slug, 0))


def _able(message: Message, notice: notices.Notice, senders: list[Sender]) -> list[_Able]:
    """Of these senders those that can carry it, each with its letter and what it is set to; hers by language first."""
    mart = message.mart.slug if message.mart else ""
    each = [(sender, setup.of(sender.slug, mart)) for sender in senders]
    letters = [(sender, letter_for(sender, message, notice, told), told) for sender, told in each]
    own = notice.in_language(message.language).language
    able = [(sender, letter, told) for sender, letter, told in letters if letter is not None]
    able = [each for each in able if permitted(message, each[0])]
    return sorted(able, key=lambda each: each[1].worded.language != own)


def _wait_or_pass(message: Message, sender: Sender, why: Trouble, *, last: bool) -> None:
    """Ask it again later (raises `why`); when it was asked often and another is left, that has its turn."""
    if troubled(message, sender.slug, why) < PATIENCE or last:
        raise why
    refused(message, sender.slug, why)


@job("messages.match_reports", every=timedelta(minutes=10))
def match_reports() -> None:
    """Reports that came before their message was known find it now."""
    forget_strangers()
