"""What buyers say they paid: refused only as it was looked for, with time to mend it, never under a refund's number."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.errors import Changed
from haat.orders.models import Order
from haat.payments import actions, jobs
from haat.payments.errors import ReferenceUsed
from haat.payments.models import Payment
from tests.make import BY, make_order

pytestmark = pytest.mark.django_db
UTR, OTHER = "123456789012", "210987654321"


def make_payment():
    return actions.ask(make_order(method="upi"), by=BY)


def test_a_number_told_of_a_refund_pays_nothing():
    payment, other = make_payment(), make_payment()
    refund = actions.owe_refund(payment.order.parts.get(), cause="return:1", amount_paise=100, by=BY)
    actions.refund_sent(refund, reference=UTR, by=BY)
    for deed in (lambda: actions.claim(other, reference=UTR, by=BY), lambda: confirmed(other)):
        with pytest.raises(ReferenceUsed):
            deed()


def confirmed(payment):
    return actions.confirm(payment, reference=UTR, amount_paise=payment.amount_paise, by=BY)


def test_another_number_than_the_one_looked_for_is_not_refused():
    payment = actions.claim(make_payment(), reference=UTR, by=BY)
    actions.claim(payment, reference=OTHER, by=BY)
    with pytest.raises(Changed):
        actions.refuse(payment, reason="not in the bank", seen=UTR, by=BY)
    for _turn in range(2):
        assert actions.refuse(payment, reason="not in the bank", seen=OTHER, by=BY).state == "refused"


def test_who_is_asked_for_the_right_number_has_a_day_for_it():
    """The desk looks on the second day: what was placed long ago is not let go under the buyer's hands."""
    order = make_order(method="upi")
    payment = actions.claim(actions.ask(order, by=BY), reference=UTR, by=BY)
    Order.objects.filter(pk=order.pk).update(placed_at=timezone.now() - timedelta(hours=30))
    Payment.objects.filter(pk=payment.pk).update(lapses_at=timezone.now() - timedelta(hours=6))
    actions.refuse(payment, reason="not in the bank", by=BY)
    jobs.release_unpaid()
    order.refresh_from_db()
    assert order.state == "awaiting_payment"
    Payment.objects.filter(pk=payment.pk).update(lapses_at=timezone.now() - timedelta(minutes=1))
    jobs.release_unpaid()
    order.refresh_from_db()
    assert order.state == "cancelled"
