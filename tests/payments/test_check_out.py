"""Ordering and asking for the payment: both, or neither."""

import pytest

from haat.catalogue.actions import change_price
from haat.orders.errors import BadBuyer
from haat.orders.models import Order
from haat.payments import actions
from haat.payments.models import Payment
from haat.payments.queries import terms
from tests.make import BY, make_basket, make_buyer, make_promise, make_stocked

pytestmark = pytest.mark.django_db


def test_check_out_orders_and_asks_for_the_payment():
    basket = make_basket({make_stocked(): 1})
    promise = make_promise(basket)
    wanted = {"buyer": make_buyer(), "promise": promise, "terms": terms("upi"), "key": "k1"}
    order = actions.check_out(basket, **wanted, by=BY)
    assert (order.payment.amount_paise, order.payment.gateway) == (order.total_paise, "upi")
    assert actions.check_out(basket, **wanted, by=BY) == order
    assert Payment.objects.count() == 1


def test_check_out_that_is_refused_leaves_prices_seen_and_no_order():
    variant = make_stocked()
    basket = make_basket({variant: 1})
    change_price(variant, price_paise=60_000, by=BY)
    promise = make_promise(basket)
    with pytest.raises(BadBuyer):
        actions.check_out(basket, buyer=make_buyer(name=""), promise=promise, terms=terms("cod"), key="k1", by=BY)
    assert basket.lines.get().seen_paise == 60_000
    assert Order.objects.count() == 0
