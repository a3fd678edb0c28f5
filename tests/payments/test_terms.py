"""How an order is paid: kept when it is placed, and held against what its method says."""

import pytest

from haat.orders.doctor import sums as orders_doctor
from haat.orders.models import Order
from haat.payments.doctor import sums as doctor
from haat.payments.doctor.told import words_are_told
from haat.payments.models import Payment
from haat.payments.queries import first_terms, terms
from tests.ledger.books import work
from tests.make import make_order

pytestmark = pytest.mark.django_db


def test_terms_are_those_of_the_method():
    assert [terms(slug).pays for slug in ("cod", "upi")] == ["at_the_door", "before"]
    assert [first_terms(pays).method for pays in (Order.Pays.AT_THE_DOOR, Order.Pays.BEFORE)] == ["cod", "upi"]
    with pytest.raises(LookupError):
        terms("paypal")


def test_nobody_is_asked_for_what_is_paid_elsewhere():
    order = make_order(method="cod")
    Order.objects.update(pays="elsewhere", method="bazaar")
    work()
    assert not Payment.objects.exists()
    assert list(doctor.orders_pay_as_their_methods()) == []
    assert order.parts.get().state == "placed"


def test_doctor_finds_an_order_that_is_not_paid_as_its_method_says():
    one, other = make_order(method="upi"), make_order(method="cod")
    assert [*doctor.orders_pay_as_their_methods(), *orders_doctor.waiting_pays_before()] == []
    Order.objects.filter(pk=one.pk).update(pays="at_the_door")
    Order.objects.filter(pk=other.pk).update(method="paypal")
    assert list(doctor.orders_pay_as_their_methods()) == [
        f"order {other.number}: paid at_the_door by 'paypal', but no such method is paid so",
        f"order {one.number}: paid at_the_door by 'upi', but no such method is paid so",
    ]
    assert list(words_are_told()) == [
        f"order {one.number}: it is paid at the door and waits, and its buyer was never asked"
    ]
    Order.objects.filter(pk=one.pk).update(pays="elsewhere")
    assert list(orders_doctor.waiting_pays_before()) == [
        f"order {one.number}: it waits for a payment, but is paid elsewhere"
    ]
