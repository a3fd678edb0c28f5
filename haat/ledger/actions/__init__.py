"""Everything that writes in the books."""

from haat.ledger.actions.cash import take_missing
from haat.ledger.actions.earnings import earn, hold_refund, receive_cash, receive_paid, refund_left, take_back
from haat.ledger.actions.invoices import issue_credit_note, issue_invoice
from haat.ledger.actions.payouts import (
    drop_payouts,
    leave_proposed,
    payout_failed,
    payout_paid,
    propose_payouts,
    release_payouts,
    share_given,
    shares_given,
)
from haat.ledger.actions.refunds import send_refund
from haat.ledger.actions.sales import sell
from haat.ledger.actions.settling import FIGURES, Told, name_party, settle_sale, take_back_settlement
from haat.ledger.actions.statements import settle_rows
from haat.ledger.actions.transfers import At, Move, bank_cash, transfer, transfer_all

__all__ = [
    "FIGURES",
    "At",
    "Move",
    "Told",
    "bank_cash",
    "drop_payouts",
    "earn",
    "hold_refund",
    "issue_credit_note",
    "issue_invoice",
    "leave_proposed",
    "name_party",
    "payout_failed",
    "payout_paid",
    "propose_payouts",
    "receive_cash",
    "receive_paid",
    "refund_left",
    "release_payouts",
    "sell",
    "send_refund",
    "settle_rows",
    "settle_sale",
    "share_given",
    "shares_given",
    "take_back",
    "take_back_settlement",
    "take_missing",
    "transfer",
    "transfer_all",
]
