"""The buyer's word for a cash order: she writes the code that was sent to her phone, or asks for another."""

from typing import Any

from django.http import Http404

from haat.core.identifiers import mask_phone
from haat.core.texts import clean_text
from haat.messages.queries import carried
from haat.orders.models import Order
from haat.payments import actions as payments
from haat.payments.models import Payment, Word
from haat.payments.notices import WORD
from haat.payments.queries import word_of
from haat.payments.rules import MOST_CODES, MOST_WRONG, lapses
from haat.web.ui.gate import actor
from haat.web.ui.request import Request


def asked_word(found: Order, payment: Payment | None) -> dict[str, Any] | None:
    """What the page asks for while the order waits for its buyer's word; None when it does not."""
    if found.state != Order.State.AWAITING_PAYMENT or found.pays != Order.Pays.AT_THE_DOOR:
        return None
    word = word_of(found)
    if word is None or word.kept_at is not None:
        return None
    return {
        "phone": mask_phone(found.phone),
        "until": lapses(found, payment),
        "by_code": word.wrong_codes < MOST_WRONG and carried(WORD, found.mart),
        "may_ask_again": word.codes_sent < MOST_CODES,
    }


def _word(found: Order) -> Word:
    word = word_of(found)
    if word is None:
        raise Http404
    return word


def keep_word(request: Request, found: Order) -> None:
    """She wrote the code."""
    payments.keep_word(_word(found), code=clean_text(request.POST.get("code", ""))[:20], by=actor(request))


def send_code(request: Request, found: Order) -> None:
    """She got none, or lost it."""
    payments.new_code(_word(found), by=actor(request))
