"""Cash orders are promises: asked about, kept by a code or a call, and let go in time."""

import secrets
from hmac import compare_digest
from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import Happened, changes, record
from haat.core.locks import hold
from haat.core.numerals import latin_digits
from haat.core.rows import insert, update
from haat.orders import actions as orders
from haat.orders.models import Order
from haat.payments.errors import BadCashRule, CodeWrong, NoMoreCodes, WordTooLate
from haat.payments.models import CashRule, Payment, Word
from haat.payments.rules import MOST_CODES, MOST_HOURS, MOST_LAST_MINUTES, MOST_OPEN, MOST_WRONG, lapses
from haat.places.models import Mart

ASKS = CashRule.Asks


@transaction.atomic
def set_cash_rule(
    mart: Mart,
    *,
    asks: str,
    above_paise: int = 0,
    lapse_hours: int = 24,
    last_minutes: int | None = None,
    most_orders: int | None = None,
    most_pieces: int | None = None,
    claim_hours: int | None = None,
    two_above_paise: int | None = None,
    by: Actor,
) -> CashRule:
    """What the mart asks of who orders for cash or has not paid yet. Raises BadCashRule."""
    if asks not in ASKS.values:
        raise BadCashRule("asks")
    limits = {
        "lapse_hours": (lapse_hours, MOST_HOURS),
        "last_minutes": (last_minutes, MOST_LAST_MINUTES),
        "most_orders": (most_orders, MOST_OPEN),
        "most_pieces": (most_pieces, MOST_OPEN),
        "claim_hours": (claim_hours, MOST_HOURS),
    }
    for field, (value, most) in limits.items():
        if value is not None and not 1 <= value <= most:
            raise BadCashRule(field)
    for field, paise in (("above_paise", above_paise), ("two_above_paise", two_above_paise)):
        if paise is not None and not 0 <= paise <= 100_000_000:
            raise BadCashRule(field)
    sums = {"above_paise": above_paise, "two_above_paise": two_above_paise}
    wanted = {"asks": asks, **sums, **{field: value for field, (value, _most) in limits.items()}}
    hold(mart)
    before = CashRule.objects.filter(mart=mart).values(*wanted).first() or {}
    rule, _made = CashRule.objects.update_or_create(mart=mart, defaults=wanted)
    record("payments.cash_rule_set", rule, by=by, **changes(before, wanted))
    return rule


def _new_code() -> str:
    return f"{secrets.randbelow(10_000):04d}"


def _facts(word: Word) -> dict[str, Any]:
    """Never the code: an event is read by many."""
    return {"word_id": word.pk, "order_id": word.order_id}


def ask_word(order: Order) -> Happened:
    """The buyer is sent a code; her new order waits for her word. What is to be told of it with the order."""
    word = Word(mart_id=order.mart_id, order=order, code=_new_code())
    insert([word])
    return Happened("payments.word_asked", word, {**_facts(word), "number": 1})


def _held(word: Word) -> Word:
    """The word as it stands, held after its order; raises WordTooLate when the order no longer waits for it."""
    order = orders.held(word.order_id)
    held = hold(word)
    held.order = order
    if held.kept_at is None and order.state != Order.State.AWAITING_PAYMENT:
        raise WordTooLate
    return held


def keep_word(word: Word, *, code: str, by: Actor) -> Word:
    """The buyer wrote the code from her phone: her order is placed. Told twice, it counts once.

    Raises CodeWrong (counted, even though it raises; after five only a call helps), WordTooLate.
    """
    typed = "".join(latin_digits(code).split())
    if not _try_code(word, typed):
        raise CodeWrong(MOST_WRONG - word.wrong_codes)
    return _keep(word, by_call=False, by=by)


@transaction.atomic
def _try_code(word: Word, code: str) -> bool:
    """Compare the code in a transaction of its own, so that a wrong try stays counted."""
    held = hold(word)
    if held.kept_at is not None:
        return True
    right = held.wrong_codes < MOST_WRONG and compare_digest(held.code.encode(), code.encode())
    if not right and held.wrong_codes < MOST_WRONG:
        held.wrong_codes += 1
        update(held, "wrong_codes")
    word.wrong_codes = held.wrong_codes
    return right


def keep_word_by_call(word: Word, *, by: Actor) -> Word:
    """The desk called, and the buyer said yes. Raises WordTooLate."""
    return _keep(word, by_call=True, by=by)


@transaction.atomic
def _keep(word: Word, *, by_call: bool, by: Actor) -> Word:
    held = _held(word)
    if held.kept_at is not None:
        return held
    held.kept_at, held.by_call = timezone.now(), by_call
    update(held, "kept_at", "by_call")
    record("payments.word_kept", held, by=by, **_facts(held), by_call=by_call)
    orders.mark_promised(held.order, by=by)
    return held


@transaction.atomic
def new_code(word: Word, *, by: Actor) -> Word:
    """Another code to the same phone; the one before no longer counts. Raises NoMoreCodes, WordTooLate."""
    held = _held(word)
    if held.kept_at is not None:
        return held
    if held.codes_sent >= MOST_CODES:
        raise NoMoreCodes
    held.code, held.codes_sent = _new_code(), held.codes_sent + 1
    update(held, "code", "codes_sent")
    record("payments.word_asked", held, by=by, **_facts(held), number=held.codes_sent)
    return held


@transaction.atomic
def lapse_order(order: Order, *, reason: str, by: Actor) -> bool:
    """Free what nobody paid for or promised in time; False when she did it this very second, or has time left."""
    held = orders.held(order.pk)
    settled = Payment.objects.filter(order=held, state__in=(Payment.State.CLAIMED, Payment.State.CONFIRMED))
    payment = Payment.objects.filter(order=held).first()
    if held.state != Order.State.AWAITING_PAYMENT or settled.exists() or timezone.now() < lapses(held, payment):
        return False
    orders.cancel_all(list(held.parts.all()), reason=reason, by=by)
    return True
