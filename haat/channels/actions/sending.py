"""Attempts: written and committed before the call, so that none is forgotten, and ended with what was answered.

What a call that nobody answered has done is learnt by reading, never by sending again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import overload

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from haat.channels.actions.refusing import Source, stand_by
from haat.channels.actions.restating import held_offers, write
from haat.channels.actions.schemas import keep_asked, of_offers
from haat.channels.channel import CLOSE, LISTING, Answer, Channel, Issue, Receipt, Sending
from haat.channels.models import IS_DUE, Account, Attempt, Offer
from haat.channels.plain import legible
from haat.channels.states import OFF, OPERATION
from haat.core.actor import MACHINE, Actor
from haat.core.events import Happened, record_all
from haat.core.locks import hold_keys
from haat.core.rows import batches, insert, update

AT_ONCE = 500
# Read back so long after it was taken; a report is asked for so long after the sending.
FIRST_LOOK, FIRST_REPORT = timedelta(seconds=60), timedelta(seconds=30)
SENT = ("sending", "sent", "look_at", "attempt")
State = Attempt.State
# What is not sent of an offer that an officer holds back.
HELD_BACK = (Offer.Due.PRICE, Offer.Due.LISTING)


@transaction.atomic
def begin(account: Account, due: str, *, most: int) -> tuple[Attempt, list[int]] | None:
    """Take the offers that are due (their keys), as many as go with one call, into an attempt; None when none is due.

    What an officer holds back stays, but its stock is kept true. All this is asked once more when they are held.
    """
    now = timezone.now()
    rows = Offer.objects.filter(IS_DUE, Q(send_at=None) | Q(send_at__lte=now), account=account, due=due)
    if due in HELD_BACK:
        rows = rows.filter(paused=False, account__paused_at=None)
    held = hold_keys(Offer, rows.order_by("pk").values_list("pk", flat=True)[:most])
    keys = [pk for some in batches(held) for pk in rows.filter(pk__in=some).order_by("pk").values_list("pk", flat=True)]
    if not keys:
        return None
    attempt = Attempt(account=account, operation=OPERATION[Offer.Due(due)], number=len(keys), began_at=now)
    insert([attempt])
    carries = OFF if due == Offer.Due.CLOSE else F("wanted")
    for some in batches(keys):
        Offer.objects.filter(pk__in=some).update(
            attempt=attempt,
            sending=carries,
            sent_at=now,
            state=Offer.State.SENDING,
            since=now,
            due="",
            looks=0,
            send_at=None,
        )
    return attempt, keys


class Batch(Sequence[Sending]):
    """The offers of an attempt as their channel takes them, read some at a time: no feed of thousands fills memory."""

    def __init__(self, attempt: Attempt, keys: Sequence[int], channel: Channel) -> None:
        self._operation, self._keys, self._channel = attempt.operation, keys, channel

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Sending]:
        for some in batches(self._keys, AT_ONCE):
            yield from self._read(some)

    @overload
    def __getitem__(self, at: int) -> Sending: ...
    @overload
    def __getitem__(self, at: slice) -> list[Sending]: ...
    def __getitem__(self, at: int | slice) -> Sending | list[Sending]:
        if isinstance(at, slice):
            return [one for some in batches(self._keys[at], AT_ONCE) for one in self._read(some)]
        return self._read([self._keys[at]])[0]

    def _read(self, keys: Sequence[int]) -> list[Sending]:
        return [self._of(offer) for offer in Offer.objects.filter(pk__in=keys).order_by("pk")]

    def _of(self, offer: Offer) -> Sending:
        return Sending(
            offer.sku,
            offer.product_type,
            offer.wanted_body.get(self._operation),
            offer.seen_body if offer.there else {},
            {part: offer.wanted_body[part] for part in _beside(self._operation, offer, self._channel)},
            offer.pk,
        )


def _beside(operation: str, offer: Offer, channel: Channel) -> list[str]:
    """The parts that go with a listing that is new there."""
    new = operation == LISTING and not offer.there
    return [part for part in channel.with_listing if part in offer.wanted] if new else []


def parts_of(operation: str, offer: Offer, channel: Channel) -> list[str]:
    """What of an offer a call of this operation carries."""
    return [operation, *_beside(operation, offer, channel)]


def take(attempt: Attempt, receipt: Receipt, channel: Channel, *, by: Actor = MACHINE) -> bool:
    """The channel has it, or said of each offer whether it takes it. False when it left out some."""
    answers = {answer.sku: answer for answer in receipt.answers}
    attempt.state = State.TAKEN if receipt.ref else State.DONE
    left = 0
    for keys in _keys(attempt):
        left += _take_some(attempt, keys, answers, bool(receipt.ref), channel, by)
    now = timezone.now()
    attempt.ref = legible(receipt.ref)[:80]
    attempt.ended_at, attempt.look_at = (None, now + FIRST_REPORT) if receipt.ref else (now, None)
    update(attempt, "state", "ref", "ended_at", "look_at")
    return not left


@transaction.atomic
def _take_some(
    attempt: Attempt, keys: Sequence[int], answers: Mapping[str, Answer], reports: bool, channel: Channel, by: Actor
) -> int:
    now, offers = timezone.now(), _of(attempt, keys)
    new, said, left = [], dict[int, list[Issue]](), 0
    for offer in offers:
        answer = answers.get(offer.sku)
        if answer is None and not reports:
            _drop(offer)
            left += 1
            continue
        if attempt.operation == LISTING and not offer.there:
            new.append(offer)
        _carried(offer, attempt, channel, now)
        if answer is not None:
            said[offer.pk] = issues_of(answer)
    answered(attempt, said, by)
    write(offers, *SENT, now=now, by=by)
    _tell_sent(attempt, new, by)
    return left


def _carried(offer: Offer, attempt: Attempt, channel: Channel, now: datetime) -> None:
    """What was under way is there now, as far as anybody was told."""
    parts = [CLOSE] if attempt.operation == CLOSE else parts_of(attempt.operation, offer, channel)
    sent = {part: offer.sending[part] for part in parts if part in offer.sending}
    offer.sent = sent if attempt.operation == CLOSE else {**offer.sent, **sent}
    offer.sending, offer.look_at = {}, now + FIRST_LOOK


def _drop(offer: Offer) -> None:
    """Nothing of it was sent: it is due as before."""
    offer.sending, offer.attempt = {}, None


def answered(attempt: Attempt, said: Mapping[int, Sequence[Issue]], by: Actor) -> None:
    """What was answered of offers (their keys) stands against them; what was asked for is kept, for all goods of their
    type and kind.

    A stock, a price or a taking off that was taken ends what was said of these alone: of the listing the channel thinks
    as before.
    """
    account, part = attempt.account, attempt.operation if attempt.operation != LISTING else ""
    asks = [(key, each.about, each.said) for key, issues in said.items() for each in issues if each.asks]
    if asks:
        of = of_offers({key for key, _about, _said in asks})
        keep_asked(account, [(of[key], about, words) for key, about, words in asks])
    named = {key: [replace(each, about=each.about or part) for each in issues] for key, issues in said.items()}
    stand_by(account, named, source=Source.ANSWER, about=part, by=by)


def issues_of(answer: Answer) -> list[Issue]:
    """What was said of an offer; one that was not taken was refused, also without a word."""
    if answer.taken or any(issue.severity == "error" for issue in answer.issues):
        return list(answer.issues)
    return [*answer.issues, Issue("refused", "error", "The channel did not take it and gave no reason.")]


def fail(attempt: Attempt, said: str, *, by: Actor = MACHINE) -> None:
    """Nothing of it reached the channel."""
    attempt.state = State.FAILED
    _let_go(attempt, by)
    attempt.said, attempt.ended_at = legible(said)[:300], timezone.now()
    update(attempt, "state", "said", "ended_at")


def withdraw(attempt: Attempt, *, by: Actor = MACHINE) -> None:
    """Nobody was called: it is as if it had not been begun."""
    _let_go(attempt, by)
    Attempt.objects.filter(pk=attempt.pk).delete()


def _let_go(attempt: Attempt, by: Actor) -> None:
    """Its offers are due as before."""
    for keys in _keys(attempt):
        with transaction.atomic():
            offers = _of(attempt, keys)
            for offer in offers:
                _drop(offer)
            write(offers, *SENT, now=timezone.now(), by=by)


def lose(attempt: Attempt, said: str, *, by: Actor = MACHINE) -> None:
    """It went out and nobody answered: its offers are read before anything is sent.

    The attempt says so last: what dies in the midst of it leaves one that `recover` finds, and none unread.
    """
    now = timezone.now()
    attempt.state, attempt.said = State.UNKNOWN, legible(said)[:300]
    for keys in _keys(attempt):
        with transaction.atomic():
            offers = _of(attempt, keys)
            for offer in offers:
                offer.look_at, offer.looks = now, 0
            write(offers, "look_at", "looks", now=now, by=by)
    update(attempt, "state", "said")
    settle(attempt)


def recover(account: Account) -> int:
    """Attempts of a turn that broke off are unknown; how many those were."""
    broken = list(Attempt.objects.filter(account=account, ended_at=None, state=State.SENDING).order_by("pk"))
    for attempt in broken:
        lose(attempt, "The process that sent it ended before an answer came.")
    return len(broken)


def settle(attempt: Attempt) -> None:
    """An unknown attempt has ended when no offer of it waits to be read."""
    waits = Offer.objects.filter(attempt=attempt).exclude(sending={}).exists()
    if attempt.state == State.UNKNOWN and not waits:
        Attempt.objects.filter(pk=attempt.pk, ended_at=None).update(ended_at=timezone.now())


def _keys(attempt: Attempt) -> list[Sequence[int]]:
    """The offers under way with an attempt, by their keys, some at a time."""
    keys = Offer.objects.filter(attempt=attempt).exclude(sending={}).order_by("pk").values_list("pk", flat=True)
    return list(batches(list(keys), AT_ONCE))


def _of(attempt: Attempt, keys: Sequence[int]) -> list[Offer]:
    """Those of them that are held now and still under way, with the attempt as it ends."""
    offers = [offer for offer in held_offers(keys) if offer.attempt_id == attempt.pk and offer.sending]
    for offer in offers:
        offer.attempt = attempt
    return offers


def _tell_sent(attempt: Attempt, offers: Sequence[Offer], by: Actor) -> None:
    if offers:
        told = [
            Happened("channels.offer_sent", offer, {"attempt_id": attempt.pk, "sku": offer.sku}) for offer in offers
        ]
        record_all(told, by=by)


def most_of(due: str, channel: Channel) -> int:
    """How many offers go with one call."""
    return max(1, channel.batches.get(OPERATION[Offer.Due(due)], 1))


def reports_of(account: Account, *, now: datetime | None) -> list[Attempt]:
    """Attempts whose report is to be asked for (`now` None: all that wait for one), the oldest first."""
    rows = Attempt.objects.filter(account=account, ended_at=None, state=State.TAKEN).order_by("pk")
    return list(rows if now is None else rows.filter(look_at__lte=now))
