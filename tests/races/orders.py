"""Baskets, orders, returns."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from haat.catalogue.models import Variant
from haat.core.actor import MACHINE
from haat.core.dates import today
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.orders import actions
from haat.orders.models import Basket, BasketLine, Order, OrderLine, Part, Return
from haat.orders.rules import buyer_may_cancel
from haat.payments.queries import terms
from haat.stock import actions as stock
from haat.stock.models import Movement
from tests.ledger.books import pay
from tests.make import (
    BY,
    make_basket,
    make_buyer,
    make_hub,
    make_moved,
    make_order,
    make_part,
    make_promise,
    make_round,
    make_stocked,
    number,
)
from tests.races.race import Pair, given, race, read, told, twice


def variant() -> Variant:
    """The good that all of them want; there is plenty of it."""
    plenty = Variant.objects.annotate(free=F("stock__on_hand") - F("stock__reserved")).filter(free__gt=1000)
    return plenty.first() or make_stocked(pieces=5000)


def part(state: str = "placed") -> Part:
    return make_part({variant(): 1}, state=state)


def paid_part() -> Part:
    """Paid by UPI and packed."""
    order = make_order({variant(): 1}, method="upi")
    pay(order)
    one = order.parts.get()
    actions.accept(one, by=BY)
    delivery.pack(one, weight_g=600, by=BY)
    return one


def posted_part() -> Part:
    one = paid_part()
    delivery.send_by_post(one.parcel, article=article(), by=BY)
    return one


def article() -> str:
    """An article number of the post that nobody else has."""
    digits = f"{number() % 10**8:08d}"
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    return f"EE{digits}{ {10: 0, 11: 5}.get(check, check) }IN"


@race(actions.held)
def two_write_to_one_order() -> Pair:
    order = part().order

    def add_a_letter() -> None:
        with transaction.atomic():
            held = actions.held(order.pk)
            held.landmark += "x"
            held.save(update_fields=["landmark"])

    return Pair(add_a_letter, add_a_letter, lambda: read(order).landmark, "xx")


@race(actions.begin_basket)
def two_buyers_begin_with_the_same_good() -> Pair:
    good, begun = variant(), list[Basket]()

    def begin() -> None:
        begun.append(actions.begin_basket(good.mart, variant=good, quantity=1))

    return Pair(begin, begin, lambda: BasketLine.objects.filter(basket__in=begun).count(), once=2)


@race(actions.put_in_basket)
def the_same_good_is_put_in_twice() -> Pair:
    basket, good = actions.make_basket(variant().mart), variant()
    return twice(
        lambda basket: actions.put_in_basket(basket, variant=good),
        basket,
        counted=lambda: list(BasketLine.objects.filter(basket=basket).values_list("quantity", flat=True)),
        once=[2],
    )


@race(actions.change_line)
def a_line_is_changed_twice() -> Pair:
    basket, good = make_basket({variant(): 1}), variant()
    return twice(
        lambda basket: actions.change_line(basket, variant=good, quantity=3),
        basket,
        counted=lambda: BasketLine.objects.get(basket=basket).quantity,
        once=3,
    )


@race(actions.see_prices)
def two_pages_show_the_prices() -> Pair:
    basket = make_basket({variant(): 1})
    BasketLine.objects.filter(basket=basket).update(seen_paise=1)
    return twice(
        actions.see_prices,
        basket,
        counted=lambda: BasketLine.objects.get(basket=basket).seen_paise,
        once=variant().price_paise,
    )


def buy(basket: Basket, key: str) -> Order:
    promise = make_promise(basket)
    return actions.place_order(basket, buyer=make_buyer(), promise=promise, terms=terms("cod"), key=key, by=MACHINE)


@race(actions.place_order)
def the_same_order_is_sent_twice() -> Pair:
    basket, key = make_basket({variant(): 1}), f"race-{number()}"
    return twice(lambda basket: buy(basket, key), basket, counted=lambda: Order.objects.filter(external_id=key).count())


@race(actions.place_order, "orders.basket_changed")
def two_buyers_want_the_last_piece() -> Pair:
    good = make_stocked(variant().good.maker, pieces=1)
    one, two = make_basket({good: 1}), make_basket({good: 1})
    first, second = f"race-{number()}", f"race-{number()}"
    return Pair(
        lambda: buy(one, first),
        lambda: buy(two, second),
        lambda: OrderLine.objects.filter(variant=good).count(),
    )


@race(actions.place_order, "orders.basket_changed", always=False)
def an_order_is_sent_while_the_basket_changes() -> Pair:
    basket, good, key = make_basket({variant(): 1}), variant(), f"race-{number()}"

    def pieces() -> int:
        ordered = OrderLine.objects.filter(part__order__external_id=key).values_list("quantity", flat=True)
        return sum([*ordered, *BasketLine.objects.filter(basket=basket).values_list("quantity", flat=True)])

    return Pair(
        lambda: buy(read(basket), key), lambda: actions.put_in_basket(read(basket), variant=good), pieces, once=2
    )


@race(actions.accept)
def accepted_twice() -> Pair:
    one = part()
    return twice(lambda row: actions.accept(row, by=BY), one, counted=told("orders.accepted", one))


@race(actions.cancel)
def cancelled_twice() -> Pair:
    one = part("accepted")
    return twice(lambda row: actions.cancel(row, reason="late", by=BY), one, counted=told("orders.cancelled", one))


@race(actions.cancel, "orders.wrong_state", always=False)
def a_buyer_cancels_while_it_leaves() -> Pair:
    one = part("packed")
    round = make_round(one.parcel, started=False)

    def agree() -> bool:
        now = (read(one).state, Parcel.objects.get(part=one).state)
        return now in {("cancelled", "back"), ("on_the_way", "out")}

    return Pair(
        given(lambda row: actions.cancel(row, reason="late", by=BY, only_while=buyer_may_cancel), one),
        given(lambda row: delivery.start_round(row, by=BY), round),
        agree,
        once=True,
    )


@race(actions.cancel_all)
def the_whole_order_is_cancelled_twice() -> Pair:
    order = make_order({variant(): 1, make_stocked(): 1})
    one, two = list(order.parts.order_by("pk")), list(order.parts.order_by("pk"))
    counts = [told("orders.cancelled", part) for part in one]
    return Pair(
        lambda: actions.cancel_all(one, reason="late", by=BY),
        lambda: actions.cancel_all(list(reversed(two)), reason="late", by=BY),
        lambda: [count() for count in counts],
        once=[1, 1],
    )


@race(actions.cancel_all)
def an_order_is_cancelled_while_goods_go_between_the_places_it_left_from() -> Pair:
    near, far = make_stocked(pieces=5), make_stocked(pieces=5)
    hubs = [make_hub(near.mart, sells=("mart",)) for _turn in range(2)]
    for good, hub in zip((near, far), hubs, strict=True):
        make_moved(good, hub, 5)
    order, key = make_order({near: 1, far: 1}), f"race:{number()}"
    sent = order.parts.get(place=hubs[1])
    actions.accept(sent, by=BY)
    make_round(delivery.pack(sent, weight_g=600, by=BY))
    delivery.not_delivered(Parcel.objects.get(part=sent), reason="closed", by=BY)
    parts = list(order.parts.order_by("pk"))
    return Pair(
        lambda: actions.cancel_all(parts, reason="late", by=BY),
        lambda: stock.dispatch(hubs[0], target=hubs[1], pieces={near.pk: 2}, key=key, by=BY),
        lambda: sorted(order.parts.values_list("state", flat=True)),
        once=["cancelled", "cancelled"],
    )


@race(actions.close_place)
def a_place_no_parcel_leaves_from_is_closed_twice() -> Pair:
    hub = make_hub(variant().mart)
    return twice(lambda row: actions.close_place(row, by=BY), hub, counted=told("stock.place_closed", hub))


@race(actions.mark_paid)
def paid_twice() -> Pair:
    order = make_order({variant(): 1}, method="upi")

    def count() -> int:
        times = told("orders.paid", order)()
        pay(order)
        return times

    return twice(lambda row: actions.mark_paid(row, by=BY), order, counted=count)


@race(actions.mark_packed)
def packed_twice() -> Pair:
    one = part("accepted")

    def count() -> int:
        delivery.pack(read(one), weight_g=600, by=BY)
        return told("orders.packed", one)()

    return twice(lambda row: actions.mark_packed(row, by=BY), one, counted=count)


@race(actions.mark_on_the_way)
def left_twice() -> Pair:
    one = paid_part()

    def count() -> tuple[int, int]:
        delivery.send_by_post(one.parcel, article=article(), by=BY)
        return told("orders.on_the_way", one)(), Movement.objects.filter(
            cause__startswith=f"{one.cause}:", kind="sold"
        ).count()

    return twice(lambda row: actions.mark_on_the_way(row, by=BY), one, counted=count, once=(1, 1))


@race(actions.mark_delivered)
def delivered_twice() -> Pair:
    one = posted_part()

    def count() -> int:
        delivery.post_delivered(one.parcel, by=BY)
        return told("orders.delivered", one)()

    return twice(lambda row: actions.mark_delivered(row, by=BY), one, counted=count)


@race(actions.mark_not_delivered)
def come_back_twice() -> Pair:
    one = posted_part()

    def count() -> int:
        delivery.not_delivered(one.parcel, reason="closed", by=BY)
        return told("orders.not_delivered", one)()

    return twice(lambda row: actions.mark_not_delivered(row, reason="closed", by=BY), one, counted=count)


@race(actions.ask_return)
def a_return_is_asked_for_twice() -> Pair:
    one = part("delivered")
    return twice(
        lambda row: actions.ask_return(row, reason="small", by=BY), one, counted=told("orders.return_asked", one)
    )


def asked() -> Return:
    return actions.ask_return(part("delivered"), reason="too small", by=MACHINE)


@race(actions.receive_return)
def a_return_comes_in_twice() -> Pair:
    ret = asked()
    return twice(lambda row: actions.receive_return(row, by=BY), ret, counted=told("orders.return_received", ret.part))


@race(actions.receive_return, "orders.wrong_state")
def a_return_is_taken_and_refused() -> Pair:
    ret = asked()
    taken, refused = told("orders.return_received", ret.part), told("orders.return_refused", ret.part)
    return Pair(
        given(lambda row: actions.receive_return(row, by=BY), ret),
        given(lambda row: actions.refuse_return(row, reason="worn", by=BY), ret),
        lambda: taken() + refused(),
    )


@race(actions.refuse_return)
def a_return_is_refused_twice() -> Pair:
    ret = asked()
    return twice(
        lambda row: actions.refuse_return(row, reason="worn", by=BY),
        ret,
        counted=told("orders.return_refused", ret.part),
    )


def nine_pieces(state: str = "placed") -> Part:
    return make_part({variant(): 9}, state=state)


def pieces(one: Part, count: int) -> dict[int, int]:
    return {one.lines.get().pk: count}


@race(actions.divide, "orders.bad_pieces")
def two_divide_off_more_than_half() -> Pair:
    one = nine_pieces()
    off = given(lambda row: actions.divide(row, pieces=pieces(row, 6), by=BY), one)
    return Pair(off, off, lambda: read(one.order).parts.count(), once=2)


@race(actions.cancel_pieces, "orders.bad_pieces")
def two_cancel_more_than_half() -> Pair:
    one = nine_pieces()
    off = given(lambda row: actions.cancel_pieces(row, pieces=pieces(row, 6), reason="late", by=BY), one)
    return Pair(off, off, lambda: read(one.order).parts.filter(state="cancelled").count())


@race(actions.accept_some, "orders.bad_pieces", always=False)
def two_take_six_now_while_six_are_cancelled() -> Pair:
    one, day = nine_pieces(), today() + timedelta(days=3)
    wanted = pieces(one, 7)
    return Pair(
        given(lambda row: actions.accept_some(row, pieces=wanted, rest_on=day, reason="late", by=BY), one),
        given(lambda row: actions.divide(row, pieces=wanted, by=BY), one),
        lambda: read(one.order).parts.count(),
        once=2,
    )


@race(actions.accept_some, "core.changed")
def two_say_how_many_now_of_what_both_saw() -> Pair:
    one, day = nine_pieces(), today() + timedelta(days=3)
    said = {"pieces": pieces(one, 3), "seen": pieces(one, 9), "rest_on": day, "reason": "late", "by": BY}
    return twice(
        lambda row: actions.accept_some(row, **said), one, counted=lambda: read(one.order).parts.count(), once=2
    )


@race(actions.hold_until)
def one_part_is_held_twice() -> Pair:
    one, day = part(), today() + timedelta(days=3)
    return twice(
        lambda row: actions.hold_until(row, day=day, reason="late", by=BY), one, counted=told("orders.held", one)
    )


@race(actions.end_hold)
def a_hold_ends_twice() -> Pair:
    one = actions.hold_until(part(), day=today() + timedelta(days=3), reason="late", by=BY)
    return twice(lambda row: actions.end_hold(row, by=BY), one, counted=told("orders.hold_ended", one))


@race(actions.take_back_pieces, "orders.bad_pieces")
def the_same_pieces_are_back_twice() -> Pair:
    one = nine_pieces("delivered")
    wanted = pieces(one, 6)
    back = given(lambda row: actions.take_back_pieces(row, pieces=wanted, reason="broken", by=BY), one)
    return Pair(back, back, lambda: Return.objects.filter(part=one).count())


@race(actions.mark_promised)
def word_is_told_twice() -> Pair:
    basket, key = make_basket({variant(): 1}), f"promised-{number()}"
    wanted = {"buyer": make_buyer(), "promise": make_promise(basket), "terms": replace(terms("cod"), sure=False)}
    one = actions.place_order(basket, **wanted, key=key, by=MACHINE)
    return twice(lambda row: actions.mark_promised(row, by=BY), one, counted=told("orders.promised", one))
