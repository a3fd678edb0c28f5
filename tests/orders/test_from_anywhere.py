"""Orders from elsewhere in another money, from another country, without a phone: kept as told, reckoned in rupees."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import F

from haat.catalogue.models import GoodText
from haat.core import worker
from haat.messages.models import Message
from haat.orders.models import Order, OrderLine
from tests.make import make_arrival, make_stocked
from tests.sound import faults

pytestmark = pytest.mark.django_db


def sound() -> None:
    """The worker caught up, and nothing is broken."""
    assert faults() == {}


class TestFromAnywhere:
    def test_another_money_and_country_are_kept_as_told(self):
        good = make_stocked()
        lines = [{"sku": good.sku, "quantity": 3, "piece_minor": 1_999}]
        arrival = make_arrival(
            {good: 1},
            lines=lines,
            delivery_minor=500,
            currency="USD",
            rate="83.41500000",
            rate_on="2026-11-20",
            country="US",
            region="Oregon",
            postcode="97201",
            pin=None,
            phone="+1 (503) 555-0142",
            language="en",
        )
        order = arrival.order
        order.refresh_from_db()
        assert (order.currency, order.told_total_minor, order.rate) == ("USD", 6_497, Decimal("83.41500000"))
        assert order.rate_on == date(2026, 11, 20)
        assert order.total_paise == 541_947  # 64.97 × 83.415 = 5419.47255
        assert (order.country, order.state_code, order.state_names) == ("US", "96", {"en": "Oregon"})
        worker.run_due()
        assert not Message.objects.filter(phone=order.phone).exists()
        sound()

    def test_no_phone_and_no_address_is_no_matter(self):
        make_arrival({make_stocked(): 1}, phone=None, address=None, pin=None)
        worker.run_due()
        assert [message.template for message in Message.objects.all()] == ["order_new"]
        sound()

    def test_names_are_those_of_our_good(self):
        good = make_stocked()
        order = make_arrival({good: 1}).order
        names = dict(GoodText.objects.filter(good=good.good).values_list("language", "name"))
        assert OrderLine.objects.get(part__order=order).names == names

    def test_parts_begin_placed_and_totals_add_up(self):
        make_arrival({make_stocked(): 1})
        assert not Order.objects.exclude(total_paise=F("goods_paise") + F("delivery_paise")).exists()
