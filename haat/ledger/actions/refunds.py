"""Money goes back to a buyer: payments know no payouts, so that a bank reference is no payout's is asked here."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.locks import hold_key
from haat.core.numerals import latin_digits
from haat.ledger.actions.earnings import refund_left
from haat.ledger.queries import paid_under
from haat.orders.models import Part
from haat.payments import actions as payments
from haat.payments.errors import ReferenceKnown
from haat.payments.models import Refund
from haat.payments.queries import leaves_from, reference_label
from haat.places.models import Mart


@transaction.atomic
def send_refund(refund: Refund, *, reference: str, seen: str | None = None, by: Actor) -> Refund:
    """A refund has gone to the buyer under this bank reference; told twice, it counts once.

    Cash leaves the desk at once, so that it cannot be given twice over. Raises ReferenceKnown when a payout went under
    it, Overdrawn when the desk has not so much cash, and like `payments.refund_sent`.
    """
    hold_key(Mart, refund.mart_id)  # with `payout_paid`
    if paid_under(refund.mart, "".join(latin_digits(reference).split())):
        raise ReferenceKnown(reference, label=reference_label(refund))
    sent = payments.refund_sent(refund, reference=reference, seen=seen, by=by)
    if (leaves := leaves_from(sent)) == "cash_desk":
        part = Part.objects.select_related("mart", "order").get(pk=sent.part_id)
        refund_left(part, amount_paise=sent.amount_paise, refund_id=sent.pk, leaves=leaves, by=by)
    return sent
