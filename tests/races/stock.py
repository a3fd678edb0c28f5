"""Pieces and weeks."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.db import transaction

from haat.catalogue.models import Variant
from haat.core.dates import today
from haat.delivery import actions as delivery
from haat.orders import actions as orders
from haat.stock import actions
from haat.stock.errors import NotPromised, PlaceNotEmpty
from haat.stock.models import Move, Movement, StockItem, StockPlace, WeekCapacity
from haat.stock.rules import Came
from tests.make import BY, make_hub, make_moved, make_round, make_stocked, number
from tests.races.orders import paid_part, part, posted_part, variant
from tests.races.race import Pair, race, read, told, twice


def few(pieces: int) -> Variant:
    return make_stocked(variant().good.maker, pieces=pieces)


def reserve(variant: Variant, cause: str) -> None:
    with transaction.atomic():
        actions.reserve([(variant.pk, 1)], cause=cause, by=BY)


def free_again(good: Variant, cause: str) -> None:
    """Free the piece, when it was promised."""
    with suppress(NotPromised), transaction.atomic():
        actions.release([(good.pk, 1)], of=cause, cause=cause, by=BY)


def movements(cause: str, *kinds: str) -> int:
    return Movement.objects.filter(cause__startswith=f"{cause}:", kind__in=kinds).count()


@race(actions.count)
def one_count_is_told_twice() -> Pair:
    good, cause = few(3), f"race:{number()}"
    return twice(
        lambda row: actions.count(row, on_hand=7, cause=cause, by=BY), good, counted=lambda: movements(cause, "counted")
    )


@race(actions.count)
def a_first_count_is_told_twice() -> Pair:
    good, cause = few(0), f"race:{number()}"
    return twice(
        lambda row: actions.count(row, on_hand=7, cause=cause, by=BY), good, counted=lambda: movements(cause, "counted")
    )


@race(actions.count, "stock.counted_too_few", "stock.out_of_stock")
def counted_empty_while_one_is_promised() -> Pair:
    good, cause = few(1), f"race:{number()}"

    def free() -> int:
        item = StockItem.objects.get(variant=good)
        with transaction.atomic():
            free_again(good, cause)
        return item.available

    return Pair(
        lambda: actions.count(good, on_hand=0, cause=f"{cause}c", by=BY), lambda: reserve(good, cause), free, once=0
    )


@race(actions.make)
def one_making_is_told_twice() -> Pair:
    good, cause = few(3), f"race:{number()}"
    return twice(
        lambda row: actions.make(row, pieces=2, cause=cause, by=BY),
        good,
        counted=lambda: StockItem.objects.get(variant=good).on_hand,
        once=5,
    )


@race(actions.set_capacity)
def a_week_is_set_twice() -> Pair:
    good, day = few(0), today() + timedelta(days=7)
    return twice(
        lambda row: actions.set_capacity(row, week=day, capacity=3, by=BY),
        good,
        counted=lambda: list(WeekCapacity.objects.filter(variant=good).values_list("capacity", flat=True)),
        once=[3],
    )


@race(actions.reserve)
def one_order_reserves_twice() -> Pair:
    good, cause = few(5), f"race:{number()}"

    def reserved() -> int:
        count = StockItem.objects.get(variant=good).reserved
        free_again(good, cause)
        return count

    return Pair(lambda: reserve(good, cause), lambda: reserve(good, cause), reserved)


@race(actions.reserve, "stock.out_of_stock")
def two_orders_reserve_the_last_piece() -> Pair:
    good, one, two = few(1), f"race:{number()}", f"race:{number()}"

    def reserved() -> int:
        count = StockItem.objects.get(variant=good).reserved
        for cause in (one, two):
            free_again(good, cause)
        return count

    return Pair(lambda: reserve(good, one), lambda: reserve(good, two), reserved)


@race(actions.release)
def released_twice() -> Pair:
    one = part()
    pieces = [(one.lines.get().variant_id, 1)]

    def count() -> int:
        orders.cancel(read(one), reason="late", by=BY)
        return movements(one.cause, "released")

    def release() -> None:
        actions.release(pieces, of=one.cause, cause=one.cause, by=BY)

    return Pair(release, release, count)


@race(actions.release, "stock.not_promised")
def released_and_sold() -> Callable[[], Pair]:
    good, cause = few(1), f"race:{number()}"

    def ready() -> Pair:
        reserve(good, cause)
        return Pair(
            lambda: actions.release([(good.pk, 1)], of=cause, cause=cause, by=BY),
            lambda: actions.sell([(good.pk, 1)], of=cause, cause=cause, by=BY),
            lambda: movements(cause, "released", "sold"),
        )

    return ready


@race(actions.sell)
def sold_twice() -> Pair:
    one = paid_part()
    pieces = [(one.lines.get().variant_id, 1)]

    def count() -> int:
        make_round(one.parcel)
        return movements(one.cause, "sold")

    def sell() -> None:
        actions.sell(pieces, of=one.cause, cause=one.cause, by=BY)

    return Pair(sell, sell, count)


@race(actions.take_back)
def taken_back_twice() -> Pair:
    one = posted_part()
    pieces = [(one.lines.get().variant_id, 1)]

    def count() -> int:
        delivery.not_delivered(one.parcel, reason="refused", by=BY)
        orders.cancel(read(one), reason="refused", by=BY)
        orders.pieces_home(read(one), by=BY)
        return movements(one.cause, "returned", "spoilt")

    def take_back() -> None:
        actions.take_back(pieces, of=one.cause, cause=one.cause, by=BY)

    return Pair(take_back, take_back, count)


@race(actions.divide)
def one_promise_is_divided_twice() -> Pair:
    one = part()
    wanted, into = [(one.lines.get().variant_id, 1)], f"race:{number()}"

    def count() -> int:
        found = movements(into, "divided")
        actions.divide(wanted, of=into, into=one.cause, by=BY)
        return found

    def divide() -> None:
        actions.divide(wanted, of=one.cause, into=into, by=BY)

    return Pair(divide, divide, count, once=2)


def at_hub(pieces: int) -> tuple[Variant, StockPlace]:
    """A good that lies with its maker, and a hub to send it to."""
    good = few(pieces)
    return good, make_hub(good.mart, sells=("mart",))


def home(good: Variant) -> StockPlace:
    return StockPlace.objects.get(maker=good.good.maker)


def lies(place: StockPlace) -> int:
    return sum(StockItem.objects.filter(place=place).values_list("on_hand", flat=True))


@race(actions.dispatch)
def one_dispatch_is_sent_twice() -> Pair:
    good, hub = at_hub(5)
    key = f"race:{number()}"
    return twice(
        lambda place: actions.dispatch(place, target=hub, pieces={good.pk: 2}, key=key, by=BY),
        home(good),
        counted=lambda: Move.objects.filter(key=key).count(),
    )


@race(actions.dispatch, "stock.not_free")
def two_dispatches_of_the_last_pieces() -> Pair:
    good, hub = at_hub(3)
    one, two = f"race:{number()}", f"race:{number()}"

    def send(key: str) -> Callable[[], object]:
        return lambda: actions.dispatch(home(good), target=hub, pieces={good.pk: 2}, key=key, by=BY)

    return Pair(send(one), send(two), lambda: StockItem.objects.get(variant=good).on_hand)


@race(actions.dispatch, "stock.not_free", "stock.out_of_stock")
def dispatched_and_ordered() -> Pair:
    good, hub = at_hub(1)
    cause = f"race:{number()}"

    def taken() -> int:
        item = StockItem.objects.get(variant=good, place__maker=good.good.maker)
        with transaction.atomic():
            free_again(good, cause)
        return item.available

    return Pair(
        lambda: actions.dispatch(home(good), target=hub, pieces={good.pk: 1}, key=cause, by=BY),
        lambda: reserve(good, cause),
        taken,
        once=0,
    )


@race(actions.receive)
def one_move_is_received_twice() -> Pair:
    good, hub = at_hub(5)
    move = actions.dispatch(home(good), target=hub, pieces={good.pk: 4}, key=f"race:{number()}", by=BY)
    return twice(
        lambda row: actions.receive(row, counts={good.pk: Came(4)}, by=BY), move, counted=lambda: lies(hub), once=4
    )


@race(actions.receive)
def two_goods_are_received_and_ordered_where_the_later_came_first() -> Pair:
    one, hub = at_hub(5)
    two = make_stocked(one.good.maker, pieces=5)
    make_moved(two, hub, 3)
    make_moved(one, hub, 3)
    pieces, cause = {one.pk: 1, two.pk: 1}, f"race:{number()}"
    move = actions.dispatch(home(one), target=hub, pieces=pieces, key=cause, by=BY)

    def order() -> None:
        with transaction.atomic():
            actions.reserve(pieces.items(), cause=cause, by=BY)

    def lying() -> int:
        with transaction.atomic():
            actions.release(pieces.items(), of=cause, cause=cause, by=BY)
        return lies(hub)

    return Pair(lambda: actions.receive(move, counts={key: Came(1) for key in pieces}, by=BY), order, lying, once=8)


@race(actions.settle_missing)
def missing_pieces_are_found_twice() -> Pair:
    good, hub = at_hub(5)
    move = actions.dispatch(home(good), target=hub, pieces={good.pk: 4}, key=f"race:{number()}", by=BY)
    actions.receive(move, counts={}, by=BY)
    return twice(
        lambda row: actions.settle_missing(row, found=4, by=BY), move.lines.get(), counted=lambda: lies(hub), once=4
    )


@race(actions.close_place, "stock.place_closed", "stock.place_not_empty")
def closed_while_something_is_sent_there() -> Pair:
    good, hub = at_hub(2)
    key = f"race:{number()}"

    def lost() -> int:
        return Move.objects.filter(key=key).exclude(target__closed_at=None).count()

    return Pair(
        lambda: actions.close_place(hub, by=BY),
        lambda: actions.dispatch(home(good), target=hub, pieces={good.pk: 2}, key=key, by=BY),
        lost,
        once=0,
    )


@race(actions.close_place, "stock.place_closed", "stock.place_not_empty")
def closed_while_pieces_are_counted_there() -> Pair:
    good, hub = at_hub(2)

    def wrong() -> bool:
        hub.refresh_from_db()
        return hub.closed_at is not None and lies(hub) > 0

    return Pair(
        lambda: actions.close_place(hub, by=BY),
        lambda: actions.count(good, on_hand=3, place=hub, cause=f"race:{number()}", by=BY),
        wrong,
        once=False,
    )


@race(actions.open_place, "stock.name_taken")
def two_places_of_one_name_are_opened() -> Pair:
    mart, name = few(1).mart, f"Race {number()}"
    return Pair(
        lambda: make_hub(mart, name=name),
        lambda: make_hub(mart, name=name),
        lambda: StockPlace.objects.filter(name=name).count(),
    )


@race(actions.change_place)
def a_place_is_changed_twice() -> Pair:
    _good, hub = at_hub(1)
    facts = {"where": hub.place, "address": hub.address, "pin": hub.pin, "keeper": "Rekha Devi", "phone": hub.phone}
    return twice(
        lambda row: actions.change_place(row, name=row.name, **facts, by=BY),
        hub,
        counted=told("stock.place_changed", hub),
    )


@race(actions.sell_from)
def selling_from_a_place_begins_twice() -> Pair:
    hub = make_hub(few(1).mart)
    return twice(
        lambda row: actions.sell_from(row, channel="mart", by=BY), hub, counted=told("stock.selling_begun", hub)
    )


@race(actions.stop_selling_from)
def selling_from_a_place_stops_twice() -> Pair:
    _good, hub = at_hub(1)
    return twice(
        lambda row: actions.stop_selling_from(row, channel="mart", by=BY),
        hub,
        counted=told("stock.selling_stopped", hub),
    )


@race(actions.take_back)
def brought_back_while_its_place_is_closed() -> Callable[[], Pair]:
    good, hub = at_hub(1)
    cause = f"race:{number()}"
    make_moved(good, hub, 1)

    def ready() -> Pair:
        reserve(good, cause)
        actions.sell([(good.pk, 1)], of=cause, cause=cause, by=BY)

        def wrong() -> bool:
            hub.refresh_from_db()
            return hub.closed_at is not None and lies(hub) > 0

        def close() -> None:
            with suppress(PlaceNotEmpty):
                actions.close_place(hub, by=BY)

        return Pair(lambda: actions.take_back([(good.pk, 1)], of=cause, cause=cause, by=BY), close, wrong, once=False)

    return ready
