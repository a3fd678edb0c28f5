"""While a mart is closed to buyers nothing of it is sold at marketplaces; when it opens again it goes on by itself."""

import pytest

from haat.channels.channel import STOCK
from haat.channels.models import Cause, Offer
from haat.core import worker
from haat.orders.models import Order
from haat.places import actions as places
from tests.channels.make import live, make_good, publish, states, told, turn
from tests.make import BY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]
S = Offer.State


def test_closed_mart_sells_nowhere_and_goes_on_when_it_is_open_again(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    places.close_doors(account.mart, reason="a flood", by=BY)
    worker.run_due()
    turn(account)
    assert (bazaar.pieces(account.key, good.sku), states(account)) == (0, [S.BLOCKED])
    assert set(bazaar.shop(account.key)) == {good.sku}
    cause = Cause.objects.get(closed_at=None)
    assert (cause.code, cause.who, cause.ours) == ("mart_closed", "desk", True)
    places.open_doors(account.mart, by=BY)
    worker.run_due()
    turn(account)
    turn(account)
    assert (bazaar.pieces(account.key, good.sku), states(account)) == (5, [S.LIVE])
    assert not Cause.objects.filter(closed_at=None).exists()


def test_what_was_sold_there_before_it_was_known_is_received(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    places.close_doors(account.mart, reason="a flood", by=BY)
    bazaar.tell(account.key, told({good: 2}, key="T-1"))
    turn(account)
    assert Order.objects.get().parts.count() == 1


def test_nothing_new_goes_while_it_is_closed(bazaar, account):
    places.close_doors(account.mart, reason="a flood", by=BY)
    publish(account, make_good())
    turn(account)
    assert (bazaar.sent, states(account)) == ([], [S.BLOCKED])
    assert STOCK in Offer.objects.get().wanted
