"""A parcel leaves from where its pieces lie: with its maker, or at a hub, and comes back there."""

import pytest

from haat.core import worker
from haat.core.doctor import examine
from haat.core.money import format_rupees
from haat.delivery import actions as delivery
from haat.delivery.queries import ready_parcels
from haat.ledger.models import Due
from haat.messages.models import Message
from haat.orders import actions
from haat.orders import queries as baskets
from haat.orders.errors import BasketChanged
from haat.orders.models import BasketLine, Order, Part
from haat.payments import actions as payments
from haat.payments.queries import terms
from haat.stock import actions as stock
from haat.stock import queries
from haat.stock.models import StockItem
from tests.make import (
    BY,
    make_arrival,
    make_basket,
    make_buyer,
    make_hub,
    make_maker,
    make_moved,
    make_order,
    make_part,
    make_promise,
    make_stocked,
    walk,
)
from tests.refusals import refused
from tests.sound import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker():
    return make_maker()


@pytest.fixture
def hub(maker):
    return make_hub(sells=("mart",))


def at_hub(maker, hub, pieces=6, stay=0, **more):
    """A variant of which so many pieces lie at the hub, and `stay` with its maker."""
    variant = make_stocked(maker, pieces=pieces + stay, **more)
    make_moved(variant, hub, pieces)
    return variant


def levels(variant):
    rows = StockItem.objects.filter(variant=variant).order_by("pk")
    return [tuple(row) for row in rows.values_list("place__kind", "on_hand", "reserved")]


def broken():
    return [finding for finding in examine() if finding.broken]


def place(basket, promise, key="k"):
    return actions.place_order(basket, buyer=make_buyer(), promise=promise, terms=terms("cod"), key=key, by=BY)


def test_one_makers_goods_at_two_places_become_two_parts(maker, hub):
    there, here = at_hub(maker, hub), make_stocked(maker)
    order = make_order({there: 1, here: 2})
    parts = {part.place_id: part for part in order.parts.all()}
    assert {place_id: part.lines.get().variant for place_id, part in parts.items()} == {hub.pk: there, None: here}
    assert sum(part.delivery_paise for part in parts.values()) == order.delivery_paise
    assert (levels(there), levels(here)) == ([("maker", 0, 0), ("hub", 6, 1)], [("maker", 10, 2)])
    assert broken() == []


def test_the_basket_shows_both_parcels_of_one_maker(maker, hub):
    slow = make_stocked(maker, good={"making_days": 9})
    basket = make_basket({at_hub(maker, hub): 1, slow: 1})
    promise = make_promise(basket)
    view = baskets.review_lines(baskets.read_lines(basket), promise=promise)
    assert [len(part.lines) for part in view.parts] == [1, 1]
    assert len(baskets.review_lines(baskets.read_lines(basket)).parts) == 1
    days = {part.promised_by for part in promise.parts.values()}
    assert [part.promised_by in days for part in view.parts] == [True, True]


def test_what_lies_at_a_hub_is_ready_now(maker, hub):
    slow = {"making_days": 14}  # whole weeks: riders do not go out on Sundays
    there, here = at_hub(maker, hub, good=slow), make_stocked(maker, good=slow)
    promise = make_promise(make_basket({there: 1, here: 1}))
    by = {key[2]: part.promised_by for key, part in promise.parts.items()}
    assert (by[None] - by[hub.pk]).days == 14


def test_the_same_good_at_two_places_goes_from_the_roomier(maker, hub):
    variant = at_hub(maker, hub, pieces=4, stay=7)
    assert queries.available([variant.pk]) == {variant.pk: 7}
    assert make_part({variant: 5}).place is None
    assert make_part({variant: 3}).place == hub
    assert levels(variant) == [("maker", 7, 5), ("hub", 4, 3)]
    assert broken() == []


def test_a_roomier_place_between_promise_and_order_changes_the_basket(maker, hub):
    variant = at_hub(maker, hub, pieces=6, stay=4)
    basket = make_basket({variant: 2})
    promise = make_promise(basket)
    stock.count(variant, on_hand=9, cause="more", by=BY)
    with pytest.raises(BasketChanged) as refused:
        place(basket, promise)
    assert (refused.value.changes, Order.objects.count(), BasketLine.objects.get().quantity) == ([], 0, 2)
    assert place(basket, make_promise(basket)).parts.get().place is None
    assert broken() == []


def test_a_channel_sells_only_from_where_a_row_says_so(maker):
    centre = make_hub(kind="centre")
    variant = at_hub(maker, centre, pieces=5, stay=1)
    assert queries.available([variant.pk]) == {variant.pk: 1}
    assert queries.available([variant.pk], "counter", str(centre.pk)) == {variant.pk: 5}
    assert queries.available([variant.pk], "amazon") == {variant.pk: 1}
    stock.sell_from(centre, channel="mart", by=BY)
    assert queries.available([variant.pk]) == {variant.pk: 5}
    part = make_part({variant: 2})
    stock.stop_selling_from(centre, channel="mart", by=BY)
    assert (part.place, queries.available([variant.pk])) == (centre, {variant.pk: 1})
    assert broken() == []


def test_a_part_from_a_hub_is_delivered_and_its_maker_paid(maker, hub):
    variant = at_hub(maker, hub, pieces=3)
    part = walk(make_part({variant: 2}), "delivered")
    worker.run_due()
    assert levels(variant) == [("maker", 0, 0), ("hub", 1, 0)]
    due = Due.objects.get(part=part)
    assert (due.maker, due.amount_paise) == (maker, part.maker_paise)
    assert broken() == []


def test_its_maker_is_told_that_she_need_do_nothing(maker, hub):
    make_part({at_hub(maker, hub): 1})
    worker.run_due()
    told = Message.objects.get(template="order_elsewhere")
    assert (hub.name in told.body, Message.objects.filter(template="order_new").count()) == (True, 0)
    assert baskets.days_in_hand(maker) == []


def test_its_maker_is_told_that_the_money_does_not_come(maker, hub):
    part = make_part({at_hub(maker, hub, pieces=3): 2})
    worker.run_due()
    actions.cancel(part, reason="broken", by=BY)
    worker.run_due()
    told = Message.objects.filter(phone=maker.phone).order_by("pk")
    assert list(told.values_list("template", flat=True)) == ["order_elsewhere", "order_cancelled_stays"]
    body = told.last().body
    assert (hub.name in body, format_rupees(part.maker_paise) in body) == (True, True)


def test_a_maker_who_never_heard_of_it_hears_nothing_of_its_end(maker, hub):
    part = make_part({at_hub(maker, hub): 1}, method="upi")
    actions.cancel(part, reason="not paid", by=BY)
    worker.run_due()
    assert Message.objects.filter(phone=maker.phone).count() == 0


def test_her_payment_starts_no_maker_when_all_lies_ready(maker, hub):
    order = make_order({at_hub(maker, hub): 1}, method="upi", language="en")
    payment = payments.ask(order, by=BY)
    payments.confirm(payment, reference="123456789012", amount_paise=order.total_paise, by=BY)
    worker.run_due()
    assert Message.objects.get(template="order_paid").body.endswith("has come. It is packed now.")


def test_pieces_divided_off_leave_from_the_same_place(maker, hub):
    part = make_part({at_hub(maker, hub): 3})
    off = actions.divide(part, pieces={part.lines.get().pk: 1}, by=BY)
    assert (off.place_id, off.pk == part.pk) == (hub.pk, False)
    assert broken() == []


def test_what_comes_back_lies_again_where_it_left(maker, hub):
    variant = at_hub(maker, hub, pieces=3)
    part = walk(make_part({variant: 2}), "delivered")
    asked = actions.ask_return(part, reason="too small", by=BY)
    actions.receive_return(asked, by=BY)
    worker.run_due()
    assert levels(variant) == [("maker", 0, 0), ("hub", 3, 0)]
    assert broken() == []


def test_what_comes_back_to_a_closed_place_goes_to_its_maker(maker, hub):
    variant = at_hub(maker, hub, pieces=2)
    part = walk(make_part({variant: 2}), "delivered")
    stock.close_place(hub, by=BY)
    actions.take_back_pieces(part, pieces={part.lines.get().pk: 2}, reason="refused", by=BY)
    worker.run_due()
    assert levels(variant) == [("maker", 2, 0), ("hub", 0, 0)]
    assert broken() == []


def test_a_place_is_not_closed_while_a_parcel_leaves_from_there_or_may_come_back(maker, hub):
    part = walk(make_part({at_hub(maker, hub, pieces=2): 2}), "on_the_way")
    for _turn in ("on the way", "back and packed again"):
        with refused("orders.parcels_leave_from_there") as told:
            actions.close_place(hub, by=BY)
        assert (told.value.numbers, part.number in told.value.message) == ([part.number], True)
        if part.state == "on_the_way":
            actions.mark_not_delivered(part, reason="door closed", by=BY)
    actions.cancel(part, reason="nobody at home", by=BY)
    with refused("orders.parcels_leave_from_there"):
        actions.close_place(hub, by=BY)
    actions.pieces_home(part, by=BY)
    with refused("stock.place_not_empty"):
        actions.close_place(hub, by=BY)
    empty = make_hub()
    for _twice in range(2):
        assert actions.close_place(empty, by=BY).closed_at is not None


def test_its_parcel_waits_in_the_block_of_the_hub(maker, hub):
    part = walk(make_part({at_hub(maker, hub): 1}), "accepted")
    delivery.pack(part, weight_g=400, by=BY)
    found = list(ready_parcels(part.mart, part.mart.place))
    assert ([parcel.part for parcel in found], list(ready_parcels(part.mart, maker.block))) == ([part], [])
    assert Part.objects.get(pk=part.pk).place == hub


def test_what_was_sold_from_a_channels_own_place_leaves_from_there_though_the_maker_has_more(maker):
    own = make_hub(kind="warehouse", where=None, channel="bazaar", sells=())
    variant = at_hub(maker, own, pieces=3, stay=9)
    assert make_arrival({variant: 2}).order.parts.get().place == own
    assert make_arrival({variant: 2}, key="B-2").order.parts.get().place is None
    assert faults() == {}


def test_two_lines_that_a_channels_own_place_cannot_fill_together_leave_from_the_maker(maker):
    own = make_hub(kind="warehouse", where=None, channel="bazaar", sells=())
    variant = at_hub(maker, own, pieces=3, stay=9)
    row = {"sku": variant.sku, "quantity": 2, "piece_minor": 52_000}
    arrival = make_arrival({variant: 1}, lines=[row, row])
    assert list(arrival.lines.values_list("state", "problem")) == [("taken", ""), ("taken", "")]
    assert arrival.order.parts.get().place is None
    assert levels(variant) == [("maker", 9, 4), ("warehouse", 3, 0)]
    assert faults() == {}


def test_an_order_from_elsewhere_leaves_from_where_its_channel_sells(maker):
    """What lies at the channel's own warehouse goes from there; what the mart's shop may not see is sold by it."""
    warehouse = make_hub(kind="warehouse", where=None, channel="bazaar", account="", sells=())
    stored, home = at_hub(maker, warehouse, pieces=6, stay=0), make_stocked(maker, pieces=4)
    assert queries.available([stored.pk])[stored.pk] == 0
    arrival = make_arrival({stored: 5, home: 2})
    assert [line.problem for line in arrival.lines.all()] == ["", ""]
    placed = {part.lines.get().variant_id: part.place_id for part in arrival.order.parts.all()}
    assert placed == {stored.pk: warehouse.pk, home.pk: None}
    assert StockItem.objects.get(variant=stored, place=warehouse).reserved == 5
    assert make_arrival({stored: 2}).lines.get().problem == "short"
    assert faults() == {}
