"""What was read back: how offers stand at the channel, and what it reports of a sending. Only this makes an offer live.

What was sent, reported as taken, and is seen as it was before has not moved: that is said at the first reading, and it
is sent again, ever more seldom. What a channel words otherwise by itself is said, and not sent again.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haat.channels.actions.refusing import Source, end, stand_by
from haat.channels.actions.restating import held_offers, write
from haat.channels.actions.sending import answered, issues_of, parts_of, settle
from haat.channels.channel import CLOSE, LISTING, PRICE, STOCK, Answer, Channel, Issue, Report, Seen, good_of
from haat.channels.models import Account, Attempt, Offer, Refusal
from haat.channels.plain import legible, plain
from haat.channels.states import ALL, OPERATION, hold_of, seen_as
from haat.channels.troubles import CHANNEL
from haat.core.actor import MACHINE, Actor
from haat.core.events import Happened, record_all
from haat.core.locks import hold_key
from haat.core.rows import batches, update
from haat.studio.where import DESK

State = Attempt.State
AT_ONCE, MOST_KEY = 200, 2**63 - 1
# Looked at after a minute, and then after twice as long each time, six hours at the most.
LOOK, MOST_LOOK = timedelta(seconds=60), timedelta(hours=6)
# A report is asked for again after a twentieth of the time it has been waited for: so it is known soon.
REPORT, MOST_REPORT, REPORT_PART = timedelta(seconds=10), timedelta(minutes=15), 20
# An offer whose call was lost is read twice before it counts as not arrived: it may be on its way.
SURE = 2
AGAIN, MOST_AGAIN = timedelta(minutes=15), timedelta(days=1)
# After so many sendings in vain a person is asked; after so many looks (some hours) what does not come is said.
PATIENCE, LONG = 3, 8
NOT_MOVED, STUCK, OTHERWISE, NOT_THERE, NOT_LIVE = "not_moved", "stuck", "shown_otherwise", "not_there", "not_live"
SAID = {
    NOT_MOVED: "It was sent and taken, and the channel still shows what it showed before.",
    STUCK: "It was sent several times, and the channel still shows what it showed before.",
    OTHERWISE: "The channel shows it otherwise than it was sent.",
    NOT_THERE: "It was sent and taken, and the channel does not know it.",
    NOT_LIVE: "The channel has it and names nothing that is wrong, and no buyer can buy it.",
}
FIELDS = (
    *("sending", "sent", "seen", "seen_body", "seen_at", "there", "buyable", "shown", "external_id"),
    *("look_at", "looks", "send_at", "tries", "attempt"),
)


def due_looks(account: Account, *, now: datetime | None, most: int, after: int = 0) -> list[Offer]:
    """Offers that are to be read back (`now` None: all that wait for it), by their keys, from `after` on."""
    rows = Offer.objects.filter(account=account, look_at__isnull=False, pk__gt=after)
    if now is not None:
        rows = rows.filter(look_at__lte=now)
    return list(rows.only("pk", "sku").order_by("pk")[:most])


def look_soon(account: Account, skus: Collection[str]) -> None:
    """These are read back with this turn, if they stand there: the channel may have changed their stock by itself."""
    for some in batches(sorted(skus)):
        Offer.objects.filter(account=account, sku__in=some, there=True).update(look_at=timezone.now())


@transaction.atomic
def see(
    account: Account, channel: Channel, asked: Collection[str], seen: Sequence[Seen], *, by: Actor = MACHINE
) -> None:
    """Keep how offers (by SKU) stand there; those that were asked for and left out are not there."""
    told = {one.sku: one for one in seen}
    keys = Offer.objects.filter(account=account, sku__in=[*asked]).values_list("pk", flat=True)
    now, offers = timezone.now(), held_offers(keys, bodies=True)
    issues, refused = {}, _answered_no(offers)
    unknown = {offer.attempt for offer in offers if offer.attempt and offer.attempt.state == State.UNKNOWN}
    off = []
    for offer in offers:
        one = told.get(offer.sku) or Seen(offer.sku, False)
        if offer.there and not one.there:
            off.append(offer)
        issues[offer.pk] = _look_at(offer, one, channel, refused=refused.get(offer.pk, set()), now=now)
    content = [offer.pk for offer in offers if not any(_differs(offer, part) for part in offer.wanted)]
    stand_by(account, issues, source=Source.SEEN, by=by)
    end([key for key in content if not issues[key]], Source.ANSWER)
    write(offers, *FIELDS, now=now, by=by)
    for attempt in unknown:
        settle(attempt)
    if off:
        record_all([Happened("channels.offer_off", offer, {"sku": offer.sku}) for offer in off], by=by)


def _answered_no(offers: Collection[Offer]) -> dict[int, set[str]]:
    """By offer of which a sending was refused, what of it (`sending.answered`): that was not to move."""
    rows = Refusal.objects.filter(offer__in=offers, source=Source.ANSWER, severity="error", ended_at=None)
    found: dict[int, set[str]] = {}
    for key, about in rows.values_list("offer_id", "cause__about"):
        found.setdefault(key, set()).add(about)
    return found


def _look_at(offer: Offer, one: Seen, channel: Channel, *, refused: Collection[str], now: datetime) -> list[Issue]:
    """Set what is seen of a held offer and what follows; what is to be said against it."""
    before, was_there, carried = offer.seen, offer.there, _carried_by(offer, channel)
    offer.there, offer.buyable, offer.shown = one.there, one.there and one.buyable, one.there and one.shown
    offer.external_id = legible(one.external_id or offer.external_id)[:60]
    offer.seen_at = now
    offer.seen_body = {**offer.seen_body, **plain(one.parts)} if one.there else {}
    offer.seen = seen_as(offer.wanted, offer.wanted_body, offer.seen_body)
    offer.looks = min(offer.looks + 1, 1000)
    if carried:
        _learn_of_lost(offer, carried, was_there, late=_is_late(offer, channel, now))
    issues = list(one.issues) if one.there else []
    if not offer.sending:
        issues += _judge(offer, before, one, refused, now)
    offer.look_at = _next_look(offer, issues, now)
    return issues


def _carried_by(offer: Offer, channel: Channel) -> list[str]:
    """The parts of a call that nobody answered."""
    attempt = offer.attempt
    if not offer.sending or attempt is None or attempt.state != State.UNKNOWN:
        return []
    return [CLOSE] if attempt.operation == CLOSE else parts_of(attempt.operation, offer, channel)


def _is_late(offer: Offer, channel: Channel, now: datetime) -> bool:
    """Whether it was sent so long ago that by now it would be seen if it had arrived."""
    return offer.attempt is not None and offer.attempt.began_at + channel.late <= now


def _learn_of_lost(offer: Offer, carried: Sequence[str], was_there: bool, *, late: bool) -> None:
    """What became of a call that nobody answered: it arrived, or was read twice and had not; else it is read again.

    A new listing is waited for as long as one may take: it would be listed twice.
    """
    if CLOSE in carried:
        arrived = not offer.there
    elif was_there:
        arrived = offer.seen.get(carried[0]) == offer.sending.get(carried[0])
    else:
        arrived = offer.there
    if arrived:
        offer.sent = {**offer.sent, **{part: offer.sending[part] for part in carried if part in offer.sending}}
    waits = LISTING in carried and not was_there and not late
    if arrived or (offer.looks >= SURE and not waits):
        offer.sending = {}


def _judge(offer: Offer, before: Mapping[str, str], one: Seen, refused: Collection[str], now: datetime) -> list[Issue]:
    """What of it ought to have moved by now, and has not. It is sent again, later each time.

    So is what was refused, if it is a stock, a price or a taking off: one bad answer keeps nothing on sale that is
    gone. It is not said besides; a listing that was refused waits for somebody.
    """
    if _is_off(offer, one):
        return []
    attempt = offer.attempt
    if attempt is not None and attempt.state == State.TAKEN:
        return []
    if not offer.open:
        return [issue for issue in _still_there(offer, now) if issue.about not in refused]
    if not offer.there:
        return [] if refused else _not_there(offer, now)
    moved = [issue for part in (STOCK, PRICE) for issue in _moved(offer, part, before, now)]
    if not moved:
        offer.tries = 0
    issues = [issue for issue in moved if issue.about not in refused]
    if refused:
        return issues
    if _differs(offer, LISTING) and offer.sent.get(LISTING) == offer.wanted[LISTING] and not one.issues:
        issues.append(_say(OTHERWISE, "info", CHANNEL, LISTING))
    if _waits_long(offer) and not one.issues:
        issues.append(_say(NOT_LIVE, "warning", DESK))
    return issues


def _is_off(offer: Offer, one: Seen) -> bool:
    """An offer that is to be off, and is: it begins anew when it is wanted again. One that was sent may still come."""
    if offer.open or one.there or _may_come(offer):
        return False
    offer.sent, offer.seen, offer.tries = {}, {}, 0
    return True


def _may_come(offer: Offer) -> bool:
    """Whether a listing that was sent, and is not there yet, may appear though nobody wants it any more."""
    return LISTING in offer.sent and offer.looks < LONG


def _still_there(offer: Offer, now: datetime) -> list[Issue]:
    """It was taken off, and stands there still."""
    if CLOSE not in offer.sent:
        return []
    offer.sent = {}
    return [_vain(offer, CLOSE, now)]


def _not_there(offer: Offer, now: datetime) -> list[Issue]:
    """It was sent; a new listing takes hours at some channels."""
    if LISTING not in offer.sent or offer.looks < LONG:
        return []
    offer.sent, offer.looks = {}, 0
    offer.tries += 1
    offer.send_at = now + _rest(offer.tries)
    return [_say(NOT_THERE, "warning", DESK)]


def _moved(offer: Offer, part: str, before: Mapping[str, str], now: datetime) -> list[Issue]:
    """Stock or price that was sent, and is not what is seen: as before, it has not moved; else it is sent once more."""
    if not _differs(offer, part) or part not in offer.seen:
        return []
    if offer.sent.get(part) != offer.wanted[part]:
        return [_in_vain(offer, part)] if _waits_to_go_again(offer, part) else []
    offer.sent = {name: digest for name, digest in offer.sent.items() if name != part}
    if before.get(part) == offer.seen[part]:
        return [_vain(offer, part, now)]
    if part != STOCK or offer.pieces:  # what is sold out rests for nothing: somebody could buy what is not there
        offer.send_at = now + AGAIN
    return []


def _waits_to_go_again(offer: Offer, part: str) -> bool:
    """Whether it was sent in vain, and is read once more before it goes again: what was said of it stands till then."""
    return bool(offer.tries and offer.send_at and offer.due and OPERATION[Offer.Due(offer.due)] == part)


def _vain(offer: Offer, part: str, now: datetime) -> Issue:
    offer.tries = min(offer.tries + 1, 100)
    offer.send_at = now + _rest(offer.tries)
    return _in_vain(offer, part)


def _in_vain(offer: Offer, part: str) -> Issue:
    stuck = offer.tries >= PATIENCE
    return _say(STUCK if stuck else NOT_MOVED, "warning", DESK if stuck else CHANNEL, part)


def _rest(tries: int) -> timedelta:
    return min(MOST_AGAIN, AGAIN * 2 ** min(tries - 1, 10))


def _say(code: str, severity: Any, who: str, about: str = "") -> Issue:
    return Issue(code, severity, SAID[code], about, who=who)


def _differs(offer: Offer, part: str) -> bool:
    """Whether a part is seen otherwise than it is wanted. What a channel does not tell contradicts nothing."""
    if part not in offer.wanted or (part not in offer.seen and offer.there):
        return False
    return offer.wanted[part] != offer.seen.get(part)


def _waits_long(offer: Offer) -> bool:
    sells = offer.pieces and not offer.paused and hold_of(offer.reasons) != ALL
    return bool(sells and not offer.buyable and offer.looks >= LONG)


def _next_look(offer: Offer, issues: Sequence[Issue], now: datetime) -> datetime | None:
    """When it is read next: soon, then ever more seldom; None when nothing is waited for."""
    if not _waits(offer, issues):
        return None
    return now + min(MOST_LOOK, LOOK * 2 ** min(offer.looks, 10))


def _waits(offer: Offer, issues: Sequence[Issue]) -> bool:
    if offer.sending:
        return True
    if not offer.open:
        return offer.there or _may_come(offer)
    if not offer.there:
        return bool(offer.sent)
    if any(_differs(offer, part) for part in (STOCK, PRICE)) or any(issue.severity != "info" for issue in issues):
        return True
    return bool(offer.pieces and not (offer.buyable and offer.shown))


def report(attempt: Attempt, told: Report, channel: Channel, *, by: Actor = MACHINE) -> bool:
    """What a channel reports of a sending; False when it is not ready yet. Its offers are read back at once.

    What the channel gave up is unknown, and settled by reading; what it did not take as a whole goes once more, later.
    """
    if not told.ready:
        now = timezone.now()
        attempt.looks = min(attempt.looks + 1, 1000)
        attempt.look_at = now + min(MOST_REPORT, max(REPORT, (now - attempt.began_at) / REPORT_PART))
        update(attempt, "looks", "look_at")
        return False
    attempt.state = _ends_as(told)
    answers = {answer.number or answer.sku: answer for answer in told.answers}
    parents = _parents(attempt, answers)
    mine = Offer.objects.filter(attempt=attempt)
    others = Offer.objects.filter(Q(sku__in=_skus(answers)) | Q(pk__in=_numbers(answers)), account=attempt.account)
    for rows in (mine, others.exclude(attempt=attempt)):
        for some in batches(list(rows.order_by("pk").values_list("pk", flat=True)), AT_ONCE):
            _report_some(attempt, some, answers, parents, channel, by)
    attempt.look_at = None
    attempt.said = legible("; ".join(f"{issue.code} {issue.said}" for issue in told.whole))[:300]
    attempt.ended_at = None if attempt.state == State.UNKNOWN else timezone.now()
    update(attempt, "state", "ended_at", "look_at", "said")
    settle(attempt)
    return True


def not_readable(attempt: Attempt, channel: Channel) -> None:
    """Nobody can read what the channel reports of it: it is asked again, and given up when that does not help."""
    given_up = attempt.looks >= LONG
    report(attempt, Report(ready=given_up, lost=given_up), channel)


def postpone(offer_id: int) -> None:
    """What the channel answered of an offer nobody can read: it is read another time, later each time."""
    with transaction.atomic():
        offer = hold_key(Offer, offer_id)
        offer.looks = min(offer.looks + 1, 1000)
        offer.look_at = timezone.now() + min(MOST_LOOK, LOOK * 2 ** min(offer.looks, 10))
        update(offer, "looks", "look_at")


def _ends_as(told: Report) -> str:
    if told.lost:
        return State.UNKNOWN
    return State.FAILED if told.whole else State.DONE


def _numbers(answers: Mapping[int | str, Answer]) -> list[int]:
    return [key for key in answers if isinstance(key, int) and 0 < key <= MOST_KEY]


def _skus(answers: Mapping[int | str, Answer]) -> list[str]:
    return [legible(key) for key in answers if isinstance(key, str)]


def _parents(attempt: Attempt, answers: Mapping[int | str, Answer]) -> dict[int, Answer]:
    """Offer → what was answered of the good above its sizes, which went with them and is no offer itself."""
    goods = {good: answer for key, answer in answers.items() if (good := good_of(str(key))) is not None}
    rows = Offer.objects.filter(attempt=attempt, variant__good__in=goods).values_list("pk", "variant__good")
    return {pk: goods[good] for pk, good in rows} if goods else {}


@transaction.atomic
def _report_some(
    attempt: Attempt,
    keys: Sequence[int],
    answers: Mapping[int | str, Answer],
    parents: Mapping[int, Answer],
    channel: Channel,
    by: Actor,
) -> None:
    now, offers = timezone.now(), held_offers(keys)
    said = {}
    for offer in offers:
        if offer.attempt_id == attempt.pk:
            offer.attempt = attempt
            _ended(offer, attempt, channel, now)
        told = (answers.get(offer.pk) or answers.get(offer.sku), parents.get(offer.pk))
        said[offer.pk] = [issue for answer in told if answer for issue in issues_of(answer)]
        offer.look_at, offer.looks = now, 0
    answered(attempt, said, by)
    write(offers, "sending", "sent", "attempt", "send_at", "look_at", "looks", now=now, by=by)


def _ended(offer: Offer, attempt: Attempt, channel: Channel, now: datetime) -> None:
    """Of a sending that the channel did not work off, nothing counts as sent."""
    if attempt.state == State.DONE:
        return
    parts = [CLOSE] if attempt.operation == CLOSE else parts_of(attempt.operation, offer, channel)
    carried = {part: offer.sent[part] for part in parts if part in offer.sent}
    offer.sent = {part: digest for part, digest in offer.sent.items() if part not in carried}
    if attempt.state == State.UNKNOWN:
        offer.sending = carried
    else:
        offer.attempt, offer.send_at = None, now + AGAIN
