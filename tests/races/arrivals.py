"""Orders from elsewhere: told, settled and dropped by two at once."""

from functools import partial

from haat.catalogue.models import Variant
from haat.orders import actions
from haat.orders.models import Arrival, ArrivedLine, Order, Part
from haat.pricing.models import FeeRule
from tests.make import BY, make_arrival, make_fee, make_stocked, number
from tests.races.orders import variant
from tests.races.race import Pair, given, race, read, told, twice


def good_of_both() -> Variant:
    """The good that all of them want, in a mart that has its fee for the bazaar."""
    good = variant()
    if not FeeRule.objects.filter(mart=good.mart, channel="bazaar").exists():
        make_fee(good.mart, channel="bazaar", packing_paise=500)
        make_arrival({good: 1})
    return good


@race(actions.receive_order)
def the_same_order_is_told_twice_from_elsewhere() -> Pair:
    good, key = good_of_both(), f"race-{number()}"
    tell = partial(make_arrival, {good: 1}, key=key)
    return Pair(tell, tell, lambda: Order.objects.filter(external_id=key).count())


@race(actions.receive_order)
def one_order_is_told_in_two_ways() -> Pair:
    good, key = good_of_both(), f"race-{number()}"

    def count() -> tuple[int, int]:
        orders = Order.objects.filter(external_id=key).count()
        return orders, Arrival.objects.filter(external_id=key, state="changed").count()

    return Pair(
        partial(make_arrival, {good: 1}, key=key), partial(make_arrival, {good: 2}, key=key), count, once=(1, 1)
    )


@race(actions.receive_order)
def two_orders_from_elsewhere_want_the_last_piece() -> Pair:
    good, key = make_stocked(good_of_both().good.maker, pieces=1), f"race-{number()}"
    lines = ArrivedLine.objects.filter(arrival__external_id__startswith=key)
    return Pair(
        partial(make_arrival, {good: 1}, key=f"{key}-1"),
        partial(make_arrival, {good: 1}, key=f"{key}-2"),
        lambda: sorted(lines.values_list("state", "problem")),
        once=[("open", "short"), ("taken", "")],
    )


def open_line(*, alone: bool = False) -> ArrivedLine:
    """A line nobody knows, of an order that has others, or of none yet."""
    good = good_of_both()
    wanted = {"NOBODY-KNOWS": 1} if alone else {good: 1, "NOBODY-KNOWS": 1}
    return make_arrival(wanted).lines.get(state="open")


@race(actions.settle_line)
def a_line_is_taken_twice() -> Pair:
    row, good = open_line(), good_of_both()
    return twice(
        lambda row: actions.settle_line(row, variant=good, by=BY),
        row,
        counted=lambda: Part.objects.filter(order=row.arrival.order_id).count(),
        once=2,
    )


@race(actions.settle_line)
def two_lines_make_the_order_at_once() -> Pair:
    good = good_of_both()
    arrival = make_arrival({"A": 1, "B": 1})
    first, second = arrival.lines.order_by("pk")
    return Pair(
        given(lambda row: actions.settle_line(row, variant=good, by=BY), first),
        given(lambda row: actions.settle_line(row, variant=good, by=BY), second),
        lambda: (Order.objects.get(arrival=arrival).goods_paise, read(arrival).state),
        once=(20_000, "done"),
    )


@race(actions.settle_line, "orders.line_settled")
def a_line_is_taken_and_dropped() -> Pair:
    row, good = open_line(alone=True), good_of_both()
    taken, dropped = told("orders.line_taken", row), told("orders.line_dropped", row)
    return Pair(
        given(lambda row: actions.settle_line(row, variant=good, by=BY), row),
        given(lambda row: actions.drop_line(row, reason="not ours", by=BY), row),
        lambda: taken() + dropped(),
    )


@race(actions.settle_line)
def a_line_joins_an_order_that_is_cancelled() -> Pair:
    row, good = open_line(), good_of_both()
    one = Part.objects.get(order=row.arrival.order_id)
    return Pair(
        given(lambda row: actions.settle_line(row, variant=good, by=BY), row),
        given(lambda row: actions.cancel(row, reason="late", by=BY), one),
        lambda: read(one.order).state,
        once="placed",
    )


@race(actions.drop_line)
def a_line_is_dropped_twice() -> Pair:
    row = open_line()
    return twice(
        lambda row: actions.drop_line(row, reason="not ours", by=BY), row, counted=told("orders.line_dropped", row)
    )


@race(actions.see_change)
def a_change_is_seen_twice() -> Pair:
    good, key = good_of_both(), f"race-{number()}"
    make_arrival({good: 1}, key=key)
    other = make_arrival({good: 2}, key=key)
    return twice(
        lambda row: actions.see_change(row, answer="called", by=BY), other, counted=told("orders.change_seen", other)
    )
