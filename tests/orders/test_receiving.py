"""Orders from elsewhere: kept whole, then acted on; nothing lost, nothing twice, nobody asked to pay."""

from datetime import timedelta

import pytest

from haat.catalogue.models import Good
from haat.core import worker
from haat.core.actor import MACHINE
from haat.core.dates import today
from haat.core.models import Event
from haat.messages.models import Message
from haat.orders import actions
from haat.orders.facts import Source
from haat.orders.models import Arrival, Order, OrderLine, Part
from haat.payments.models import Payment
from haat.pricing.models import TaxRule
from haat.stock.models import StockItem
from tests.make import (
    BY,
    make_arrival,
    make_facts,
    make_fee,
    make_good,
    make_maker,
    make_mart,
    make_pin,
    make_registered_maker,
    make_stocked,
    make_tax_rule,
    make_variant,
    make_zone,
)
from tests.refusals import refused
from tests.sound import faults

pytestmark = pytest.mark.django_db


def sound() -> None:
    """The worker caught up, and nothing is broken."""
    assert faults() == {}


def problems(arrival: Arrival) -> list[tuple[str, str]]:
    return list(arrival.lines.order_by("pk").values_list("state", "problem"))


def reserved(variant) -> int:
    return StockItem.objects.get(variant=variant).reserved


class TestWhole:
    def test_makes_an_order_of_what_was_told(self):
        make_pin("814112")
        good = make_stocked(price_paise=52_000)
        arrival = make_arrival({good: 2}, bills="channel", key="B-1")
        order = arrival.order
        assert (arrival.state, arrival.first, problems(arrival)) == ("done", True, [("taken", "")])
        assert (order.channel, order.account, order.external_id) == ("bazaar", "", "B-1")
        assert (order.state, order.pays, order.bills, order.method) == ("placed", "elsewhere", "channel", "elsewhere")
        assert (order.phone, order.pin, order.country, order.currency) == ("+919876543210", "814112", "IN", "INR")
        assert (order.goods_paise, order.delivery_paise, order.total_paise) == (104_000, 0, 104_000)
        assert (order.told_total_minor, order.rate, order.district is not None) == (104_000, None, True)
        assert [part.state for part in order.parts.all()] == ["placed"]
        assert reserved(good) == 2
        sound()

    def test_nobody_is_asked_to_pay_and_makers_learn_of_their_work(self):
        arrival = make_arrival({make_stocked(): 1})
        worker.run_due()
        assert not Payment.objects.exists()
        part = arrival.order.parts.get()
        assert sorted(Message.objects.values_list("phone", "template")) == sorted(
            [("+919876543210", "order_placed"), (part.maker.phone, "order_new")]
        )
        sound()

    def test_told_price_stands_and_carries_the_fee_of_its_channel(self):
        good = make_stocked(price_paise=52_000)
        make_fee(good.mart, packing_paise=500)
        make_fee(good.mart, channel="bazaar", fee_bp=2000, packing_paise=0)
        facts = make_facts({good: 1}, lines=[{"sku": good.sku, "quantity": 1, "piece_minor": 40_000}])
        arrival = actions.receive_order(good.mart, facts, source=Source("bazaar", "", "B-2"), by=MACHINE)
        line = OrderLine.objects.get(part__order=arrival.order)
        assert (line.piece_paise, line.fee_paise, line.packing_paise) == (40_000, 8_000, 0)

    def test_fee_of_a_channel_that_has_none_is_the_marts_own(self):
        good = make_stocked(price_paise=52_000)
        make_fee(good.mart, fee_bp=800, packing_paise=500)
        arrival = actions.receive_order(good.mart, make_facts({good: 1}), source=Source("stall", "", "1"), by=MACHINE)
        line = OrderLine.objects.get(part__order=arrival.order)
        assert (line.fee_paise, line.packing_paise, line.maker_paise) == (4_160, 500, 47_340)

    def test_tax_is_that_of_the_told_price(self):
        good = make_variant(make_good(maker=make_registered_maker()), price_paise=90_000)
        TaxRule.objects.filter(slug=good.good.tax_slug).delete()
        make_tax_rule(good.good.tax_slug, rate_bp=500, up_to_paise=50_000)
        make_tax_rule(good.good.tax_slug, rate_bp=1800, over_paise=50_000)
        from haat.stock import actions as stock

        stock.count(good, on_hand=5, cause="c", by=BY)
        arrival = make_arrival({good: 1}, lines=[{"sku": good.sku, "quantity": 1, "piece_minor": 40_000}])
        assert OrderLine.objects.get(part__order=arrival.order).tax_bp == 500
        sound()

    def test_two_makers_are_two_parts_that_share_the_delivery(self):
        one, other = make_stocked(), make_stocked(make_maker())
        arrival = make_arrival({one: 1, other: 1}, delivery_minor=4_001)
        parts = list(arrival.order.parts.order_by("pk"))
        assert sorted(part.delivery_paise for part in parts) == [2_000, 2_001]
        assert arrival.order.total_paise == 108_001
        sound()

    def test_one_good_at_two_prices_is_two_parts_and_at_one_price_one_line(self):
        good = make_stocked(pieces=10, price_paise=52_000)
        rows = [(1, 52_000), (2, 45_000), (3, 52_000), (1, 40_000)]
        lines = [{"sku": good.sku, "quantity": pieces, "piece_minor": paise} for pieces, paise in rows]
        order = make_arrival({good: 1}, lines=lines).order
        found = OrderLine.objects.filter(part__order=order).order_by("pk")
        assert list(found.values_list("quantity", "piece_paise", "part__joined")) == [
            (4, 52_000, False),
            (2, 45_000, True),
            (1, 40_000, True),
        ]
        assert order.parts.count() == 3
        assert reserved(good) == 7
        sound()
        for part in order.parts.all():
            actions.cancel(part, reason="not wanted", by=BY)
        assert reserved(good) == 0
        sound()

    def test_made_to_order_is_promised_in_its_week(self):
        good = make_stocked(pieces=3, good={"made_to_order": True, "making_days": 5})
        order = make_arrival({good: 2}).order
        assert order.parts.get().promised_by > today() + timedelta(days=5)
        rows = [{"sku": good.sku, "quantity": 1, "piece_minor": 60_000}]
        again = make_arrival({good: 1}, lines=[*rows, {**rows[0], "piece_minor": 61_000}]).order
        assert again.parts.count() == 2
        sound()

    def test_costs_a_fixed_number_of_statements(self, django_assert_num_queries):
        goods = {make_stocked(): 1 for _each in range(6)}
        make_fee(next(iter(goods)).mart, packing_paise=500)
        facts = make_facts(goods)
        with django_assert_num_queries(31):
            actions.receive_order(next(iter(goods)).mart, facts, source=Source("bazaar", "", "B-3"), by=MACHINE)


class TestAgain:
    def test_told_twice_counts_once(self):
        good = make_stocked()
        first, again = make_arrival({good: 1}, key="B-1"), make_arrival({good: 1}, key="B-1")
        assert (first.pk, Order.objects.count(), reserved(good)) == (again.pk, 1, 1)
        assert Event.objects.filter(kind="orders.arrived").count() == 1
        sound()

    def test_told_otherwise_is_kept_and_changes_nothing(self):
        good = make_stocked()
        make_arrival({good: 1}, key="B-1")
        other = make_arrival({good: 3}, key="B-1")
        again = make_arrival({good: 3}, key="B-1")
        assert (other.pk, other.state, other.first, other.order) == (again.pk, "changed", False, None)
        assert (Order.objects.count(), reserved(good), other.told["lines"][0]["quantity"]) == (1, 1, 3)
        sound()
        with refused("orders.reason_missing", field="reason"):
            actions.see_change(other, answer=" ", by=BY)
        for _twice in range(2):
            actions.see_change(other, answer="Two more were ordered by phone", by=BY)
        with refused("core.changed"):
            actions.see_change(other, answer="Cancelled there", by=BY)
        with refused("core.changed"):
            actions.see_change(Arrival.objects.get(first=True), answer="Cancelled there", by=BY)
        other.refresh_from_db()
        assert (other.state, other.answer) == ("seen", "Two more were ordered by phone")
        assert Event.objects.filter(kind="orders.change_seen").count() == 1
        sound()

    def test_same_number_of_another_account_is_another_order(self):
        good = make_stocked()
        facts = make_facts({good: 1})
        make_zone(good.mart)
        for account in ("", "north"):
            actions.receive_order(good.mart, facts, source=Source("bazaar", account, "B-1"), by=MACHINE)
        assert Order.objects.count() == 2
        sound()

    @pytest.mark.parametrize(
        ("source", "field"),
        [
            (Source("mart", "", "1"), "channel"),
            (Source("Bad Name", "", "1"), "channel"),
            (Source("bazaar", "x" * 41, "1"), "account"),
            (Source("bazaar", "", " "), "external_id"),
            (Source("bazaar", "", "a\u202eb\x00"), "external_id"),
        ],
    )
    def test_bad_source_is_refused(self, source, field):
        with refused(f"orders.bad_{field}", field=field):
            actions.receive_order(make_mart(), make_facts({"X": 1}), source=source, by=MACHINE)


class TestOpenLines:
    def test_unknown_line_waits_and_the_rest_goes_on(self):
        good = make_stocked()
        arrival = make_arrival({good: 1, "NOBODY-KNOWS": 2})
        assert (arrival.state, problems(arrival)) == ("open", [("taken", ""), ("open", "unknown")])
        assert arrival.order.goods_paise == good.price_paise
        assert arrival.order.told_total_minor == good.price_paise + 20_000
        sound()

    def test_short_line_waits_and_the_rest_goes_on(self):
        good, short = make_stocked(), make_stocked(pieces=1)
        arrival = make_arrival({good: 1, short: 2})
        assert problems(arrival) == [("taken", ""), ("open", "short")]
        assert (reserved(good), reserved(short)) == (1, 0)
        sound()

    def test_two_lines_of_the_last_piece_leave_one_waiting(self):
        good = make_stocked(pieces=1)
        row = {"sku": good.sku, "quantity": 1, "piece_minor": 52_000}
        arrival = make_arrival({good: 1}, lines=[row, row])
        assert problems(arrival) == [("taken", ""), ("open", "short")]
        sound()

    def test_all_lines_unknown_make_no_order_until_one_is_settled(self):
        arrival = make_arrival({"A": 1, "B": 1}, delivery_minor=4_000)
        assert (arrival.order, arrival.state, Order.objects.count()) == (None, "open", 0)
        sound()
        good = make_stocked()
        first, second = arrival.lines.order_by("pk")
        actions.settle_line(first, variant=good, by=BY)
        arrival.refresh_from_db()
        order = arrival.order
        assert (order.goods_paise, order.delivery_paise, order.parts.get().delivery_paise) == (10_000, 4_000, 4_000)
        assert arrival.state == "open"
        actions.drop_line(second, reason="Told the buyer: not ours", by=BY)
        arrival.refresh_from_db()
        assert (arrival.state, reserved(good)) == ("done", 1)
        worker.run_due()
        sound()

    def test_paused_good_waits_and_may_be_taken_all_the_same(self):
        good = make_stocked()
        Good.objects.filter(pk=good.good_id).update(state="paused")
        arrival = make_arrival({good: 1})
        assert problems(arrival) == [("open", "not_for_sale")]
        actions.settle_line(arrival.lines.get(), variant=good, by=BY)
        assert reserved(good) == 1

    def test_good_of_another_mart_is_unknown_and_cannot_be_taken(self):
        far = make_stocked(make_maker(mart=make_mart("far")))
        facts = make_facts({far: 1})
        make_zone()
        arrival = actions.receive_order(make_mart(), facts, source=Source("bazaar", "", "B-1"), by=MACHINE)
        assert problems(arrival) == [("open", "unknown")]
        with refused("orders.of_another_mart", field="variant"):
            actions.settle_line(arrival.lines.get(), variant=far, by=BY)
        sound()

    def test_price_below_its_fees_waits(self):
        good = make_stocked()
        make_fee(good.mart, packing_paise=500)
        arrival = make_arrival({good: 1}, lines=[{"sku": good.sku, "quantity": 1, "piece_minor": 400}])
        assert problems(arrival) == [("open", "too_low")]
        with refused("pricing.too_low", field="price"):
            actions.settle_line(arrival.lines.get(), variant=good, by=BY)
        sound()

    def test_registered_goods_without_a_rate_wait(self):
        good = make_stocked(make_registered_maker())
        TaxRule.objects.filter(slug=good.good.tax_slug).delete()
        arrival = make_arrival({good: 1})
        assert problems(arrival) == [("open", "no_rate")]
        with refused("pricing.no_tax_rule", field="tax_slug"):
            actions.settle_line(arrival.lines.get(), variant=good, by=BY)


class TestSettling:
    def test_line_joins_its_order_as_a_part_of_its_own(self):
        good, other = make_stocked(), make_stocked()
        arrival = make_arrival({good: 1, "X": 3})
        row = arrival.lines.get(state="open")
        actions.settle_line(row, variant=other, by=BY)
        order = Order.objects.get()
        assert (order.goods_paise, order.total_paise) == (good.price_paise + 30_000, good.price_paise + 30_000)
        assert list(order.parts.order_by("pk").values_list("number", "joined", "state")) == [
            (f"{order.number}-1", False, "placed"),
            (f"{order.number}-2", True, "placed"),
        ]
        grown = Event.objects.get(kind="orders.grown").data
        assert (grown["part"]["goods_paise"], grown["total_paise"]) == (30_000, order.total_paise)
        assert reserved(other) == 3
        worker.run_due()
        assert Message.objects.filter(template="order_new").count() == 2
        sound()

    def test_joining_a_good_that_is_in_the_order_already_is_promised_too(self):
        good = make_stocked()
        arrival = make_arrival({good: 1, "X": 2})
        row = arrival.lines.get(state="open")
        actions.settle_line(row, variant=good, by=BY)
        assert reserved(good) == 3
        sound()
        part = Part.objects.get(joined=True)
        actions.divide(part, pieces={part.lines.get().pk: 1}, by=BY)
        sound()

    def test_told_twice_counts_once_and_otherwise_is_refused(self):
        good, other = make_stocked(), make_stocked()
        arrival = make_arrival({good: 1, "X": 1})
        row = arrival.lines.get(state="open")
        for _twice in range(2):
            actions.settle_line(row, variant=other, by=BY)
        assert (reserved(other), Order.objects.get().parts.count()) == (1, 2)
        with refused("orders.line_settled"):
            actions.settle_line(row, variant=good, by=BY)
        with refused("orders.line_settled"):
            actions.drop_line(row, reason="no", by=BY)

    def test_dropped_line_stays_dropped_and_wants_a_reason(self):
        good = make_stocked()
        row = make_arrival({good: 1, "X": 1}).lines.get(state="open")
        with refused("orders.reason_missing", field="reason"):
            actions.drop_line(row, reason=" ", by=BY)
        for _twice in range(2):
            actions.drop_line(row, reason="Told the bazaar", by=BY)
        with refused("core.changed"):
            actions.drop_line(row, reason="Called the buyer", by=BY)
        row.refresh_from_db()
        assert (row.state, row.reason) == ("dropped", "Told the bazaar")
        with refused("orders.line_settled"):
            actions.settle_line(row, variant=good, by=BY)
        sound()

    def test_short_line_is_refused_until_there_are_pieces(self):
        from haat.stock import actions as stock

        short = make_stocked(pieces=1)
        row = make_arrival({short: 2}).lines.get()
        with refused("orders.still_short", field="variant"):
            actions.settle_line(row, variant=short, by=BY)
        stock.count(short, on_hand=2, cause="more", by=BY)
        actions.settle_line(row, variant=short, by=BY)
        assert reserved(short) == 2
        sound()

    def test_settling_opens_an_order_again_that_was_over(self):
        good, other = make_stocked(), make_stocked()
        arrival = make_arrival({good: 1, "X": 1})
        actions.cancel(arrival.order.parts.get(), reason="broken", by=BY)
        assert Order.objects.get().state == "cancelled"
        actions.settle_line(arrival.lines.get(state="open"), variant=other, by=BY)
        assert Order.objects.get().state == "placed"
        worker.run_due()
        sound()
