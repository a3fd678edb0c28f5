"""Everything that writes in the books."""

from haat.ledger.actions.cash import take_missing
from haat.ledger.actions.earnings import earn, hold_refund, receive_cash, receive_upi, refund_left, take_back
from haat.ledger.actions.invoices import issue_credit_note, issue_invoice
from haat.ledger.actions.payouts import (
    drop_payouts,
    payout_failed,
    payout_paid,
    propose_payouts,
    release_payouts,
    share_given,
    shares_given,
)
from haat.ledger.actions.transfers import At, Move, bank_cash, transfer, transfer_all

__all__ = [
    "At",
    "Move",
    "bank_cash",
    "drop_payouts",
    "earn",
    "hold_refund",
    "issue_credit_note",
    "issue_invoice",
    "payout_failed",
    "payout_paid",
    "propose_payouts",
    "receive_cash",
    "receive_upi",
    "refund_left",
    "release_payouts",
    "share_given",
    "shares_given",
    "take_back",
    "take_missing",
    "transfer",
    "transfer_all",
]
