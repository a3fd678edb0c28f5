"""Many buyers at once: the database refuses to oversell, and nobody waits crosswise."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from haat.stock import actions, doctor
from haat.stock.errors import OutOfStock
from haat.stock.models import StockItem
from tests.make import BY, make_stocked


def reserve(lines, cause):
    try:
        with transaction.atomic():
            actions.reserve(lines, cause=cause, by=BY)
    except OutOfStock:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.django_db(transaction=True)
def test_reserve_by_many_at_once_never_oversells():
    one, two = make_stocked(pieces=7), make_stocked(pieces=5)
    orders = [[(one.pk, 1), (two.pk, 1)] if n % 2 else [(two.pk, 1), (one.pk, 1)] for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(reserve, orders, [f"order:{n}" for n in range(24)]))
    assert sum(won) == 5
    assert sorted(StockItem.objects.values_list("on_hand", "reserved")) == [(5, 5), (7, 5)]
    assert list(doctor.items_are_their_movements()) == []
