"""Money goes back to a buyer: payments know no payouts, so that a bank reference is no payout's is asked here."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.numerals import latin_digits
from haat.ledger.queries import paid_under
from haat.payments import actions as payments
from haat.payments import methods
from haat.payments.errors import ReferenceKnown
from haat.payments.models import Refund


@transaction.atomic
def send_refund(refund: Refund, *, reference: str, by: Actor) -> Refund:
    """A refund has gone to the buyer under this bank reference; told twice, it counts once.

    Raises ReferenceKnown when a payout went under it, and like `payments.refund_sent`.
    """
    if paid_under(refund.mart, "".join(latin_digits(reference).split())):
        raise ReferenceKnown(reference, label=methods.get(refund.payment.gateway).reference_label)
    return payments.refund_sent(refund, reference=reference, by=by)
