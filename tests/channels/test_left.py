"""What sells out of goods that are made to order, reckoned by the database."""

import pytest

from haat.channels import actions
from haat.channels.actions import turning, wanting
from haat.core.dates import today
from haat.stock.models import OrdinaryWeek, WeekCapacity
from haat.stock.rules import first_week
from tests.channels.make import live, make_good, turn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says")]


def test_a_full_week_of_what_is_made_to_order_goes_before_all_that_waits(bazaar, account, monkeypatch):
    monkeypatch.setattr(wanting, "AT_ONCE", 2)
    monkeypatch.setattr(turning, "HURRY_SECONDS", 0.0)
    made = [make_good(good={"made_to_order": True, "making_days": 3}) for _good in range(3)]
    goods = [*(make_good() for _good in range(4)), *made]
    live(account, *goods)
    assert actions.verify(account) == 0
    actions.touch_all(account)
    WeekCapacity.objects.create(
        mart=account.mart, variant=made[1], week=first_week(3, today=today()), capacity=10, reserved=10
    )
    OrdinaryWeek.objects.filter(variant=made[2]).update(capacity=0)
    bazaar.sent.clear()
    turn(account)
    assert bazaar.sent[0] == (account.key, "stock", [made[1].sku, made[2].sku])
    assert [bazaar.pieces(account.key, good.sku) for good in made] == [10, 0, 0]
    OrdinaryWeek.objects.filter(variant=made[0]).update(capacity=7)
    assert actions.verify(account) == 1
