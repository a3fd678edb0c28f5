"""Everything that writes in the books."""

from haat.ledger.actions.bank_said import Outcome, bank_said
from haat.ledger.actions.cash import take_missing
from haat.ledger.actions.coming import claim_payment, confirm_payment
from haat.ledger.actions.disputes import dispute_share, settle_share
from haat.ledger.actions.earnings import earn, hold_refund, receive_cash, receive_paid, refund_left, take_back
from haat.ledger.actions.handing import hand_over_dues
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
from haat.ledger.actions.statements import COLUMNS as STATEMENT_COLUMNS
from haat.ledger.actions.statements import settle_rows
from haat.ledger.actions.transfers import At, Move, bank_cash, transfer, transfer_all

__all__ = [
    "FIGURES",
    "STATEMENT_COLUMNS",
    "At",
    "Move",
    "Outcome",
    "Told",
    "bank_cash",
    "bank_said",
    "claim_payment",
    "confirm_payment",
    "dispute_share",
    "drop_payouts",
    "earn",
    "hand_over_dues",
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
    "settle_share",
    "share_given",
    "shares_given",
    "take_back",
    "take_back_settlement",
    "take_missing",
    "transfer",
    "transfer_all",
]
