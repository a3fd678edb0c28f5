"""What becomes of a message at its senders. Nothing is called taken that no sender took, and delivered stays so."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from haat.core.actor import MACHINE
from haat.core.jobs import enqueue
from haat.core.locks import hold, hold_key
from haat.core.masking import mask
from haat.core.rows import insert_new, update
from haat.messages.letters import has_its_words
from haat.messages.models import Attempt, Message, Report
from haat.messages.notices import get
from haat.messages.permissions import notice_of
from haat.messages.sender import Refused, Taken, Told, Trouble, find
from haat.people.actions import withdraw_consent
from haat.people.queries import person_with

State = Message.State
KEEP_STRANGERS, MOST = timedelta(days=7), 500
# What ends a message for good; `delivered` may still come after it.
TOO_LATE, NOBODY, FORGOTTEN, BEFORE = "too_late", "nobody", "forgotten", "before_notices"
SAID_NO = "said_no"


def _forget(message: Message) -> None:
    """The words are forgotten when they are worth stealing and nobody needs them any more."""
    notice = get(message.template)
    if notice is not None and notice.forgotten:
        message.body, message.values = "", {}


def _write(message: Message, state: str, reason: str = "") -> None:
    message.state, message.reason = state, reason[:60]
    if state != State.WAITING:
        _forget(message)
    update(message, "state", "reason", "sender", "body", "values")


@transaction.atomic
def taken(message: Message, sender: str, told: Taken, *, text: str = "", language: str = "") -> None:
    """A sender has it. What it reported of it before we knew is heard now. What was settled meanwhile stays.

    `text` and `language`: the words that left, as `letters.to_keep` gives them.
    """
    message = hold(message)
    facts = {"ref": told.ref, "parts": told.parts, "text": text, "language": language}
    attempt = _attempt(message, sender, Attempt.State.TAKEN, **facts)
    if message.state != State.WAITING:
        return
    message.sender = sender
    _write(message, State.TAKEN)
    if told.ref:
        for report in Report.objects.filter(sender=sender, ref=told.ref, attempt=None).order_by("pk"):
            _apply(report, attempt, message)


@transaction.atomic
def refused(message: Message, sender: str, why: Refused | Trouble) -> None:
    """A sender will not carry it, or has not answered often enough: another may."""
    message = hold(message)
    _attempt(message, sender, Attempt.State.REFUSED, code=why.code, said=why.said)
    message.sender = sender
    update(message, "sender")
    _wants_no_more(message, sender, why.code)


@transaction.atomic
def troubled(message: Message, sender: str, why: Trouble) -> int:
    """A sender did not answer; how often that was so in this round."""
    message = hold(message)
    attempt = _attempt(message, sender, Attempt.State.TROUBLED, code=why.code, said=why.said)
    message.sender = sender
    update(message, "sender")
    return attempt.tries


@transaction.atomic
def fail(message: Message, reason: str) -> None:
    """Nobody carries it any more, and why."""
    message = hold(message)
    if message.state == State.WAITING:
        _write(message, State.FAILED, reason)


@transaction.atomic
def keep(message: Message, reason: str = "") -> None:
    """It can be read in the app, and goes nowhere: no sender is set up, or she said no to such messages."""
    message = hold(message)
    if message.state == State.WAITING:
        _write(message, State.KEPT, reason)


@transaction.atomic
def hear(sender: str, told: Told) -> bool:
    """What a sender reports of a message it took; told twice it counts once. False when nobody knows the message yet.

    A `failed` after a `delivered` changes nothing; a `failed` lets the next sender try.
    """
    ref = _plain(told.ref, 120)
    known = Attempt.objects.filter(sender=sender, ref=ref).first() if ref else None
    message = hold_key(Message, known.message_id) if known else None
    said, code = mask(_plain(told.said, 200))[:200], _plain(told.code, 40)
    report = Report(sender=sender, ref=ref, state=told.state, code=code, said=said, sure=told.sure)
    if not insert_new([report]):
        return known is not None
    if known is None or message is None:
        return False
    _apply(report, hold(known), message)
    return True


def hear_all(sender: str, reports: Iterable[Told]) -> int:
    """All that a sender told in one call, each for itself; how many were of messages we know."""
    return sum(hear(sender, told) for told in reports)


@transaction.atomic
def forget_strangers() -> int:
    """Match the reports that came before their message was known; how many were. Forget those nobody ever knew."""
    strangers = Report.objects.filter(attempt=None)
    theirs = Attempt.objects.filter(sender=OuterRef("sender"), ref=OuterRef("ref"))
    found = list(strangers.filter(Exists(theirs)).order_by("pk")[:MOST])
    for report in found:
        known = Attempt.objects.get(sender=report.sender, ref=report.ref)
        message = hold_key(Message, known.message_id)
        _apply(report, hold(known), message)
    strangers.filter(made_at__lt=timezone.now() - KEEP_STRANGERS).delete()
    return len(found)


def _plain(text: str, most: int) -> str:
    """What strangers wrote, in letters that can be kept."""
    return "".join(letter for letter in text if letter.isprintable())[:most]


def _attempt(message: Message, sender: str, state: str, **facts: object) -> Attempt:
    """The one row of a message at a sender in this round, as it stands now."""
    for name, most in (("said", 200), ("code", 40), ("ref", 120)):
        if name in facts:
            facts[name] = _plain(mask(str(facts[name])) if name == "said" else str(facts[name]), most)
    fresh = Attempt(message=message, sender=sender, again=message.again, state=state, **facts)
    if insert_new([fresh]):
        return fresh
    if facts.get("ref") and Attempt.objects.filter(sender=sender, ref=facts["ref"]).exists():
        # A sender that gives one number twice: what it reports under it cannot be told apart.
        fresh.ref = facts["ref"] = ""
        if insert_new([fresh]):
            return fresh
    attempt = Attempt.objects.get(message=message, sender=sender, again=message.again)
    attempt.tries += 1
    attempt.state = state
    for name, value in facts.items():
        setattr(attempt, name, value)
    update(attempt, "tries", "state", *facts)
    return attempt


def _apply(report: Report, attempt: Attempt, message: Message) -> None:
    report.attempt = attempt
    update(report, "attempt")
    if report.state == Attempt.State.DELIVERED:
        if attempt.state != Attempt.State.DELIVERED:
            _settle(attempt, Attempt.State.DELIVERED)
        if message.state != State.DELIVERED:
            _write(message, State.DELIVERED)
    elif attempt.state == Attempt.State.TAKEN:
        _settle(attempt, Attempt.State.FAILED, report.code, report.said)
        _wants_no_more(message, attempt.sender, report.code)
        if message.state == State.TAKEN and message.sender == attempt.sender and attempt.again == message.again:
            _onward(message, attempt)


def _wants_no_more(message: Message, slug: str, code: str) -> None:
    """A sender says that she has told it to stop: the yes she gave to it is taken back."""
    sender, mart = find(slug), message.mart
    user = person_with(message.phone) if sender and mart and code in sender.no_more else None
    if user is not None and sender is not None and mart is not None:
        withdraw_consent(user, notice=notice_of(sender, mart), mart_id=mart.pk, by=MACHINE)


def _settle(attempt: Attempt, state: str, code: str = "", said: str = "") -> None:
    attempt.state, attempt.code, attempt.said, attempt.ended_at = state, code, said, timezone.now()
    update(attempt, "state", "code", "said", "ended_at")


def _onward(message: Message, attempt: Attempt) -> None:
    """The next sender has its turn, unless the words were forgotten: a new code must be asked for then."""
    notice = get(message.template)
    if notice is None or not has_its_words(message, notice):
        _write(message, State.FAILED, attempt.code or FORGOTTEN)
        return
    _write(message, State.WAITING)
    key = f"message:{message.pk}:{attempt.pk}"
    enqueue("messages.send_message", key=key, message_id=message.pk)


def next_turn(attempts: Sequence[Attempt]) -> frozenset[str]:
    """The senders that are done with a message in this round."""
    over = (Attempt.State.REFUSED, Attempt.State.FAILED, Attempt.State.TAKEN)
    return frozenset(attempt.sender for attempt in attempts if attempt.state in over)
