"""Sales over the shop and three accounts, with deaths, doubles and disorder: the books stay right.

A hundred for each of three seeds; `HAAT_WALK_SALES=10000` walks so far (`python -m benchmarks.part channel_walk` too).
"""

import os
import random

import pytest

from tests.channels.make import make_account, make_good
from tests.channels.walk import Walk
from tests.sound import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]
SALES = int(os.environ.get("HAAT_WALK_SALES", "100"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_order_comes_once_and_nothing_is_oversold_but_in_a_channels_lag(bazaar, seed):
    luck = random.Random(seed)
    accounts = [make_account(buffer=buffer) for buffer in (0, 1, 2)]
    goods = [make_good(pieces=8) for _good in range(4)]
    walk = Walk(bazaar, accounts, goods, luck)
    walk.begin()
    walk.walk(SALES // 2)
    assert walk.sick() == {}
    walk.walk(SALES)
    walk.end()
    assert walk.wrong() == []
    assert walk.deaths > 0
    assert walk.shop > 0
    assert faults() == {}


def test_walk_sees_what_is_oversold_beyond_the_lag(bazaar):
    """A check that cannot fail is none: a channel that shows more than it was told oversells, and the walk says so."""
    account, good = make_account(buffer=1), make_good(pieces=3)
    walk = Walk(bazaar, [account], [good], random.Random(1))
    walk.begin()
    bazaar.shop(account.key)[good.sku].parts["stock"] = {"pieces": 9}
    walk._sell(account, {good: 5})
    assert [each.split(": ")[1] for each in walk.wrong() if "oversold" in each] == ["2 pieces oversold, 0 at the most"]
