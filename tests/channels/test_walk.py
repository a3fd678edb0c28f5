"""Three hundred sales over the shop and three accounts, with deaths, doubles and disorder: the books stay right."""

import random

import pytest

from tests.channels.make import make_account, make_good
from tests.channels.walk import Walk
from tests.sound import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_order_comes_once_and_nothing_is_oversold_but_in_a_channels_lag(bazaar, seed):
    luck = random.Random(seed)
    accounts = [make_account(buffer=1) for _account in range(3)]
    goods = [make_good(pieces=8) for _good in range(4)]
    walk = Walk(bazaar, accounts, goods, luck)
    walk.begin()
    walk.walk(100)
    walk.end()
    assert walk.wrong() == []
    assert walk.deaths > 0
    assert walk.shop > 0
    assert faults() == {}
