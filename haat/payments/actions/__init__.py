"""The only writes to payments, refunds and the words given for cash orders."""

from haat.payments.actions.money import (
    ask,
    check_out,
    claim,
    confirm,
    confirm_cash,
    lapse_claim,
    refuse,
)
from haat.payments.actions.refunding import owe_refund, prepare_refund, refund_sent
from haat.payments.actions.words import keep_word, keep_word_by_call, lapse_order, new_code, set_cash_rule

__all__ = [
    "ask",
    "check_out",
    "claim",
    "confirm",
    "confirm_cash",
    "keep_word",
    "keep_word_by_call",
    "lapse_claim",
    "lapse_order",
    "new_code",
    "owe_refund",
    "prepare_refund",
    "refund_sent",
    "refuse",
    "set_cash_rule",
]
