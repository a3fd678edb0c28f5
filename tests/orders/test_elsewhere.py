"""Orders from elsewhere at their edges: nothing that has happened is refused, nobody is told what is not so."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from haat.core import worker
from haat.core.dates import day_of, today
from haat.messages.models import Message
from haat.orders import actions
from haat.orders.models import Order
from haat.pricing.models import TaxRule
from tests.make import BY, make_arrival, make_fee, make_maker, make_registered_maker, make_stocked, walk
from tests.sound import faults

pytestmark = pytest.mark.django_db


def problems(arrival):
    return list(arrival.lines.order_by("pk").values_list("state", "problem"))


class TestTooLowTogether:
    """12% tax, 5% fee and ₹5 leave a piece of ₹5.92 nothing: one alone comes to nought, two are a paisa short."""

    @pytest.fixture
    def good(self):
        good = make_stocked(make_registered_maker())
        TaxRule.objects.update(rate_bp=1200)
        make_fee(good.mart, channel="bazaar", fee_bp=500, packing_paise=500)
        return good

    @pytest.mark.parametrize(
        ("lines", "found"),
        [
            ([(1, 592)], [("taken", "")]),
            ([(1, 592), (1, 592)], [("taken", ""), ("open", "too_low")]),
            ([(1, 592), (1, 60_000)], [("taken", ""), ("taken", "")]),
            ([(1, 60_000), (1, 592)], [("taken", ""), ("taken", "")]),
            ([(1, 592), (1, 592), (1, 592)], [("taken", ""), ("open", "too_low"), ("open", "too_low")]),
        ],
    )
    def test_last_line_of_a_pile_waits(self, good, lines, found):
        rows = [{"sku": good.sku, "quantity": pieces, "piece_minor": paise} for pieces, paise in lines]
        arrival = make_arrival({good: 1}, lines=rows)
        assert problems(arrival) == found
        assert faults() == {}

    def test_line_that_waits_may_join_by_itself(self, good):
        row = {"sku": good.sku, "quantity": 1, "piece_minor": 592}
        arrival = make_arrival({good: 1}, lines=[row, row])
        actions.settle_line(arrival.lines.get(state="open"), variant=good, by=BY)
        assert arrival.order.parts.count() == 2
        assert faults() == {}


@pytest.mark.parametrize(
    "prices",
    [[(0, 52_000), (0, 45_000), (0, 40_000)], [(0, 52_000), (0, 45_000), (1, 52_000), (1, 40_000)]],
    ids=["one good at three prices", "two goods at two prices each"],
)
def test_every_further_price_of_a_makers_goods_is_a_part_of_its_own(prices):
    maker = make_maker()
    goods = [make_stocked(maker), make_stocked(maker)]
    lines = [{"sku": goods[which].sku, "quantity": 1, "piece_minor": paise} for which, paise in prices]
    arrival = make_arrival({goods[0]: 1}, lines=lines)
    assert problems(arrival) == [("taken", "")] * len(lines)
    assert arrival.order.goods_paise == sum(paise for _which, paise in prices)
    assert list(arrival.order.parts.order_by("pk").values_list("joined", flat=True)) == [False, True, True]
    assert faults() == {}


def test_what_joins_pays_no_delivery_again():
    good = make_stocked()
    arrival = make_arrival({good: 1, "X": 1}, delivery_minor=4_000)
    actions.settle_line(arrival.lines.get(state="open"), variant=good, by=BY)
    order = Order.objects.get()
    assert list(order.parts.order_by("pk").values_list("joined", "delivery_paise")) == [(False, 4_000), (True, 0)]
    assert order.total_paise == good.price_paise + 10_000 + 4_000
    assert faults() == {}


@pytest.mark.parametrize("moment", ["2026-01-02T00:00:00+16:00", "2026-01-02T00:00:00+05:30:15.123456"])
def test_moment_with_an_odd_offset_is_kept(moment):
    order = make_arrival({make_stocked(): 1}, placed_at=moment).order
    order.refresh_from_db()
    assert order.placed_at == datetime.fromisoformat(moment)


def test_order_of_a_clock_that_is_ahead_is_sold_when_it_comes():
    good = make_stocked(pieces=5)
    ahead = timezone.now() + timedelta(hours=20)
    make_fee(good.mart, channel="bazaar", fee_bp=800, from_date=day_of(timezone.now()))
    make_fee(good.mart, channel="bazaar", fee_bp=2_000, from_date=day_of(timezone.now()) + timedelta(days=1))
    arrival = make_arrival({good: 1, "X": 1}, placed_at=ahead.isoformat())
    order = arrival.order
    actions.settle_line(arrival.lines.get(state="open"), variant=good, by=BY)
    assert order.placed_at <= arrival.came_at < ahead
    for part in order.parts.all():
        assert part.fee_paise == part.goods_paise * 8 // 100
        walk(part, "packed")
    assert faults() == {}


def test_numbers_that_are_the_sources_own_are_kept_as_they_came():
    make_arrival({make_stocked(): 1}, more={"x": -0.0, "y": 1e-7, "z": [1e15, {"w": 0.1}]})
    assert faults() == {}


def test_only_the_maker_of_what_joined_learns_of_it():
    good, other = make_stocked(pieces=5), make_stocked()
    arrival = make_arrival({good: 3, "X": 1})
    part = arrival.order.parts.get()
    worker.run_due()
    later = today() + timedelta(days=3)
    actions.hold_until(part, day=later, reason="yarn", pieces={part.lines.get().pk: 2}, by=BY)
    worker.run_due()
    before = Message.objects.filter(template="order_new").count()
    actions.settle_line(arrival.lines.get(state="open"), variant=other, by=BY)
    worker.run_due()
    joined = arrival.order.parts.get(joined=True)
    new = Message.objects.filter(template="order_new").order_by("pk")[before:]
    assert [message.body.count(f"{joined.number}:") for message in new] == [1]


def test_who_ordered_elsewhere_is_told_to_cancel_there():
    part = make_arrival({make_stocked(): 1}, language="en").order.parts.get()
    actions.hold_until(part, day=today() + timedelta(days=3), reason="yarn", by=BY)
    worker.run_due()
    body = Message.objects.get(template="order_held").body
    assert body.endswith("To cancel it, go to where you ordered it.")


def test_doctor_sees_a_line_that_stands_in_the_like_order_of_another():
    good = make_stocked()
    one, other = make_arrival({good: 1}), make_arrival({good: 1})
    one.lines.update(line=other.lines.get().line)
    assert "an arrival stands where its lines stand" in faults()
