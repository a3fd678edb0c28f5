"""Two hundred buyers want the last five pieces; one buyer presses the button twice at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from haat.core.actor import MACHINE
from haat.orders import actions
from haat.orders import queries as baskets
from haat.orders.doctor import sums as doctor
from haat.orders.errors import BasketChanged
from haat.orders.models import BasketLine, Order
from haat.payments.queries import terms
from haat.stock import doctor as stock_doctor
from haat.stock.models import StockItem
from tests.make import make_basket, make_buyer, make_promise, make_stocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sound")]


def buy(basket, promise, key):
    """The order's id, or what had changed."""
    try:
        order = actions.place_order(
            basket, buyer=make_buyer(), promise=promise, terms=terms("cod"), key=key, by=MACHINE
        )
        return order.pk
    except BasketChanged as changed:
        return " ".join(change.kind for change in changed.changes)
    finally:
        connection.close()


def test_two_hundred_buyers_on_the_last_five_pieces_make_five_orders():
    variant = make_stocked(pieces=5)
    held = [make_basket({variant: 1}) for _buyer in range(200)]
    promise = make_promise(held[0])
    with ThreadPoolExecutor(32) as pool:
        won = list(pool.map(buy, held, [promise] * 200, [f"key-{n}" for n in range(200)]))
    assert sorted(pk for pk in won if pk != "short") == sorted(Order.objects.values_list("pk", flat=True))
    assert Order.objects.count() == 5
    item = StockItem.objects.get(variant=variant)
    assert (item.on_hand, item.reserved) == (5, 5)
    assert BasketLine.objects.count() == 195
    assert list(stock_doctor.items_are_their_movements()) == []
    assert list(doctor.reserved_is_open_lines()) == []


def test_the_same_key_pressed_eight_times_at_once_makes_one_order():
    variant = make_stocked(pieces=50)
    basket = make_basket({variant: 2})
    promise = make_promise(basket)
    assert baskets.pieces_in(basket) == 2
    with ThreadPoolExecutor(8) as pool:
        won = set(pool.map(buy, [basket] * 8, [promise] * 8, ["same"] * 8))
    assert won == {Order.objects.get().pk}
    assert StockItem.objects.get().reserved == 2
