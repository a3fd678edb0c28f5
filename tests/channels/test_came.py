"""What has come for a size: summed by kind, so much a piece, of pieces that were not taken back."""

import pytest

from haat.channels import actions
from haat.channels.came import came_for
from haat.channels.finances import FEE, FEE_TAX, PAID, TCS, UNKNOWN
from haat.channels.models import Offer, Settlement
from tests.channels.handed import sold
from tests.channels.make import make_account, turn
from tests.channels.test_settling import ENDS, amount, settlement
from tests.make import BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(depot):
    return make_account()


@pytest.fixture
def order(bazaar, account):
    return sold(bazaar, account, pieces=2).sale


def offer_of(order):
    return Offer.objects.select_related("account").get(account=order.account_id)


def read(account, depot, ref, *lines, **more):
    depot.closed[ref] = settlement(*lines, key=ref, **more)
    actions.ask_for_settlements(account, by=BY)
    turn(account)
    return Settlement.objects.get(key=ref)


def test_nothing_has_come_before_a_settlement_tells_of_it(order, account, depot, django_assert_num_queries):
    offer = offer_of(order)
    read(account, depot, "r1", amount(PAID, 100, "171-0", sku="another"))
    with django_assert_num_queries(1):
        assert came_for([offer]) == {}


def test_it_is_summed_by_kind_and_so_much_a_piece(order, account, depot, django_assert_num_queries):
    offer = offer_of(order)
    of = {"order": order.external_id, "sku": offer.sku, "item": "1", "quantity": 2}
    first = read(
        account, depot, "r1", amount(PAID, 100001, **of), amount(FEE, -9000, **of), amount(FEE_TAX, -1620, **of)
    )
    later = read(account, depot, "r2", amount(TCS, -500, **of), amount(FEE, -500, sku="another"))
    with django_assert_num_queries(4):
        came = came_for([offer])[offer.pk]
    assert came.by_kind == [
        (PAID, 100001, 50001),
        (FEE, -9000, -4500),
        (FEE_TAX, -1620, -810),
        (TCS, -500, -250),
    ]
    assert (came.paid, came.taken, came.held, came.came) == (100001, 10620, 500, 88881)
    assert (came.pieces, came.back, came.settled, came.last) == (2, 0, True, ENDS)
    assert list(came.settlements) == [later, first]
    line = order.arrival.order.parts.get().lines.get()
    assert (came.reached, came.maker_each) == (2, round(line.maker_paise / 2))


def test_what_was_taken_back_is_no_piece_any_more(order, account, depot):
    offer = offer_of(order)
    of = {"order": order.external_id, "sku": offer.sku, "item": "1"}
    read(account, depot, "r1", amount(PAID, 100000, quantity=2, **of))
    read(account, depot, "r2", amount(PAID, -50000, quantity=1, kind="Refund", **of))
    came = came_for([offer])[offer.pk]
    assert (came.pieces, came.back, came.kept_pieces, came.each(came.paid)) == (2, 1, 1, 50000)
    read(account, depot, "r3", amount(PAID, -50000, quantity=1, kind="Refund", **of))
    came = came_for([offer])[offer.pk]
    assert (came.kept_pieces, came.settled, came.each(came.paid)) == (0, False, None)


def test_a_line_that_cannot_be_read_leaves_it_estimated(order, account, depot):
    offer = offer_of(order)
    of = {"order": order.external_id, "sku": offer.sku}
    read(account, depot, "r1", amount(PAID, 100000, **of), amount(UNKNOWN, None, **of))
    came = came_for([offer])[offer.pk]
    assert (came.unread, came.settled) == (1, False)


def test_another_money_is_left_to_its_settlement(order, account, depot):
    offer = offer_of(order)
    read(account, depot, "r1", amount(PAID, 1000, order.external_id, sku=offer.sku), currency="USD")
    assert came_for([offer]) == {}
