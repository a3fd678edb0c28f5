"""What payments do on a clock."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, override

from haat.core.actor import MACHINE
from haat.core.jobs import job
from haat.orders.models import Order
from haat.payments.actions import lapse_claim, lapse_order
from haat.payments.models import Payment
from haat.payments.rules import CLAIM_HOURS, UNPAID_HOURS
from haat.places.models import Mart


@job("payments.release_unpaid", every=timedelta(minutes=10))
def release_unpaid() -> None:
    """Cancel orders that nobody paid for or promised in time, so that others may buy the goods.

    A claimed one waits for the desk, for as long as the mart's rule says.
    """
    now = timezone.now()
    late = Q(payment__lapses_at__lte=now) | Q(
        Q(payment=None) | Q(payment__lapses_at=None), placed_at__lt=now - timedelta(hours=UNPAID_HOURS)
    )
    waiting = Order.objects.filter(late, state=Order.State.AWAITING_PAYMENT)
    for order in waiting.exclude(payment__state=Payment.State.CLAIMED).order_by("pk"):
        with override(order.language):
            lapse_order(order, reason=_why(order), by=MACHINE)


def _why(order: Order) -> str:
    payment = Payment.objects.filter(order=order).first()
    if order.pays == Order.Pays.AT_THE_DOOR:
        return gettext("Not confirmed in time")
    if payment is not None and payment.lapses_at is not None:
        return gettext("Not paid in time")
    return gettext("Not paid within %(hours)s hours") % {"hours": UNPAID_HOURS}


@job("payments.lapse_claims", every=timedelta(minutes=30))
def lapse_claims() -> None:
    """Let go of what buyers say they paid and nobody found for as long as their mart's rule says."""
    now = timezone.now()
    for mart in Mart.objects.select_related("cash_rule").order_by("pk"):
        rule = getattr(mart, "cash_rule", None)
        hours = CLAIM_HOURS if rule is None else rule.claim_hours
        if hours is None:
            continue
        with override(mart.default_language):  # it stands so in the history, which the desk reads
            reason = gettext("Not found in the bank in time")
        before = now - timedelta(hours=hours)
        claimed = Payment.objects.filter(mart=mart, state=Payment.State.CLAIMED, claimed_at__lt=before)
        for payment in claimed.order_by(F("claimed_at"), "pk"):
            lapse_claim(payment, before=before, reason=reason, by=MACHINE)
