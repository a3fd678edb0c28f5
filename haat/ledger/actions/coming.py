"""A buyer's money comes: payments know no payouts, so that a bank reference is no payout's is asked here."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.locks import hold_key
from haat.core.numerals import latin_digits
from haat.ledger.queries import paid_under
from haat.payments import actions as payments
from haat.payments import methods
from haat.payments.errors import ReferenceUsed
from haat.payments.models import Payment
from haat.places.models import Mart


@transaction.atomic
def claim_payment(payment: Payment, *, reference: str, by: Actor) -> Payment:
    """The buyer says she paid. Raises ReferenceUsed when a payout went under it, and like `payments.claim`."""
    _no_payouts(payment, reference)
    return payments.claim(payment, reference=reference, by=by)


@transaction.atomic
def confirm_payment(payment: Payment, *, reference: str, amount_paise: int, by: Actor) -> Payment:
    """The money is there. Raises ReferenceUsed when a payout went under it, and like `payments.confirm`."""
    _no_payouts(payment, reference)
    return payments.confirm(payment, reference=reference, amount_paise=amount_paise, by=by)


def _no_payouts(payment: Payment, reference: str) -> None:
    mart = hold_key(Mart, payment.mart_id)  # with `payout_paid`
    if paid_under(mart, "".join(latin_digits(reference).split())):
        raise ReferenceUsed(reference, label=methods.get(payment.gateway).reference_label)
