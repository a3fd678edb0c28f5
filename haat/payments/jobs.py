"""What payments do on a clock."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from haat.core.actor import MACHINE
from haat.core.jobs import job
from haat.orders.actions import cancel_all, held
from haat.orders.models import Order
from haat.payments.models import Payment
from haat.payments.rules import UNPAID_HOURS


@job("payments.release_unpaid", every=timedelta(minutes=10))
def release_unpaid() -> None:
    """Cancel orders whose payment nobody has claimed for a day, so that others may buy the goods.

    A claimed one waits for the desk, however long.
    """
    limit = timezone.now() - timedelta(hours=UNPAID_HOURS)
    late = Order.objects.filter(state=Order.State.AWAITING_PAYMENT, placed_at__lt=limit)
    waiting = late.exclude(payment__state=Payment.State.CLAIMED)
    for order in waiting.order_by("pk"):
        with override(order.language):
            _release(order, reason=gettext("Not paid within %(hours)s hours") % {"hours": UNPAID_HOURS})


@transaction.atomic
def _release(order: Order, *, reason: str) -> None:
    """Look once more with the order locked: the buyer may be claiming this second."""
    held(order.pk)
    if not Payment.objects.filter(order=order, state__in=(Payment.State.CLAIMED, Payment.State.CONFIRMED)).exists():
        cancel_all(list(order.parts.all()), reason=reason, by=MACHINE)
