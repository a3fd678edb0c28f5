"""A part on its road, and what follows delivery."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.models import Event
from haat.orders import actions, rules
from haat.orders.doctor import sums as doctor
from haat.orders.errors import ReasonMissing, TooLateToReturn, WrongState
from haat.orders.models import TRANSITIONS, Order, OrderLine, Part, Rating, Return
from haat.payments import actions as payments
from haat.stock import actions as stock
from haat.stock import doctor as stock_doctor
from haat.stock.models import Movement, StockItem
from tests.make import BY, make_hub, make_order, make_part, make_stocked, walk
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def level():
    return StockItem.objects.values_list("on_hand", "reserved").get()


def kinds(prefix="orders."):
    return list(Event.objects.filter(kind__startswith=prefix).order_by("pk").values_list("kind", flat=True))


def healthy():
    checks = (
        doctor.reserved_is_open_lines,
        doctor.orders_have_events,
        doctor.orders_are_their_parts,
        doctor.parts_are_their_lines,
        doctor.orders_stand_with_parts,
        stock_doctor.items_are_their_movements,
    )
    return [sentence for check in checks for sentence in check()] == []


def test_transitions_name_every_state_and_end_in_three():
    assert set(TRANSITIONS) == set(Part.State)
    assert {state for state, after in TRANSITIONS.items() if not after} == {"cancelled", "returned"}


def test_the_whole_road_is_recorded():
    part = make_part(state="delivered")
    assert kinds() == [
        "orders.placed",
        "orders.accepted",
        "orders.packed",
        "orders.on_the_way",
        "orders.delivered",
    ]
    assert (part.state, part.order.state, level()) == ("delivered", "done", (9, 0))
    stamps = (part.accepted_at, part.packed_at, part.sent_at, part.delivered_at, part.closed_at)
    assert all(stamps)
    assert stamps == tuple(sorted(stamps))
    assert healthy()


def test_each_step_told_twice_counts_once():
    part = make_part()
    for _turn in range(2):
        actions.accept(part, by=BY)
        actions.mark_packed(part, by=BY) if _turn else None
    for step in (
        actions.mark_packed,
        actions.mark_on_the_way,
        actions.mark_on_the_way,
        actions.mark_delivered,
    ):
        step(part, by=BY)
    actions.mark_delivered(part, by=BY)
    assert len(kinds()) == len(set(kinds())) == 5


def test_a_step_out_of_turn_is_refused():
    part = make_part()
    for step in (actions.mark_packed, actions.mark_on_the_way, actions.mark_delivered):
        with pytest.raises(WrongState) as refused:
            step(part, by=BY)
        assert refused.value.state == "placed"
    with pytest.raises(WrongState):
        actions.mark_not_delivered(part, reason="x", by=BY)
    walk(part, "on_the_way")
    with pytest.raises(WrongState):
        actions.mark_packed(part, by=BY)


def test_not_delivered_lies_packed_again_with_its_stock_gone():
    part = make_part(state="on_the_way")
    for _turn in range(2):
        actions.mark_not_delivered(part, reason="nobody home", by=BY)
    assert (part.state, level()) == ("packed", (9, 0))
    assert kinds().count("orders.not_delivered") == 1
    actions.mark_on_the_way(part, by=BY)
    assert level() == (9, 0)


def test_cancel_before_sending_frees_the_stock():
    part = make_part()
    assert rules.buyer_may_cancel(part)
    assert rules.maker_may_cancel(part)
    for _turn in range(2):
        actions.cancel(part, reason=" Changed my mind ", by=BY)
    assert (part.state, part.cancel_reason, part.order.state) == ("cancelled", "Changed my mind", "cancelled")
    assert level() == (10, 0)
    event = Event.objects.get(kind="orders.cancelled")
    assert (event.data["reason"], event.data["paid"], event.data["good_ids"]) == (
        "Changed my mind",
        False,
        [OrderLine.objects.get().good_id],
    )
    assert not rules.buyer_may_cancel(part)
    assert healthy()


@pytest.mark.parametrize(("shelf_life", "on_hand"), [(None, 10), (20, 9)])
def test_cancel_on_the_way_brings_back_what_may_be_sold_again(shelf_life, on_hand):
    part = make_part({make_stocked(good={"shelf_life_days": shelf_life}): 1}, state="on_the_way")
    assert not rules.buyer_may_cancel(part)
    actions.cancel(part, reason="refused at the door", by=BY)
    assert (part.pieces, level()) == ("away", (9, 0))
    for _turn in range(2):
        actions.pieces_home(part, by=BY)
    assert (part.pieces, level()) == ("", (on_hand, 0))
    assert Movement.objects.latest("pk").kind == ("spoilt" if shelf_life else "returned")
    assert healthy()


def test_cancel_needs_a_reason_and_a_part_that_is_not_delivered():
    part = make_part(state="delivered")
    with pytest.raises(ReasonMissing):
        actions.cancel(part, reason=" ", by=BY)
    with pytest.raises(WrongState):
        actions.cancel(part, reason="late", by=BY)


def test_what_went_on_meanwhile_is_a_conflict_and_no_slip():
    part = make_part()
    actions.cancel(part, reason="late", by=BY)
    with pytest.raises(WrongState) as told:
        actions.accept(part, by=BY)
    assert told.value.conflict
    assert Order(district=None).district_names == {}


def test_cancel_all_leaves_closed_parts_alone():
    order = make_order({make_stocked(): 1, make_stocked(): 1})
    one, two = order.parts.order_by("pk")
    walk(one, "delivered")
    actions.cancel_all([two, one], reason="shop closed", by=BY)
    states = list(order.parts.order_by("pk").values_list("state", flat=True))
    order.refresh_from_db()
    assert (states, order.state) == (["delivered", "cancelled"], "done")
    assert healthy()


def test_mark_paid_places_the_order_once():
    order = make_order(method="upi")
    payment = payments.ask(order, by=BY)
    for _turn in range(2):
        payments.confirm(payment, reference="123456789012", amount_paise=order.total_paise, by=BY)
        actions.mark_paid(order, by=BY)
    order.refresh_from_db()
    assert (order.state, order.parts.get().state) == ("placed", "placed")
    assert Event.objects.get(kind="orders.paid").data == {
        "number": order.number,
        "method": "upi",
        "total_paise": order.total_paise,
        "placed": True,
    }


def test_mark_paid_of_a_cancelled_order_leaves_it_cancelled():
    part = make_part(method="upi")
    actions.cancel(part, reason="late", by=BY)
    order = actions.mark_paid(part.order, by=BY)
    assert order.state == "cancelled"
    assert order.paid_at is not None
    assert Event.objects.get(kind="orders.paid").data["placed"] is False


def delivered(**good):
    return make_part({make_stocked(good=good): 2}, state="delivered")


def test_ask_return_once_within_seven_days():
    part = delivered()
    asked = actions.ask_return(part, reason=" Broken ", by=BY)
    assert actions.ask_return(part, reason="Again", by=BY) == asked
    assert (asked.reason, asked.state, str(asked)) == ("Broken", "asked", f"return of {part.pk}")
    assert kinds().count("orders.return_asked") == 1


def test_ask_return_is_refused_without_reason_too_late_or_before_delivery():
    with pytest.raises(ReasonMissing):
        actions.ask_return(delivered(), reason="", by=BY)
    part = delivered()
    Part.objects.filter(pk=part.pk).update(delivered_at=timezone.now() - timedelta(days=8))
    with pytest.raises(TooLateToReturn, match="7 days"):
        actions.ask_return(part, reason="Broken", by=BY)
    waiting = make_part()
    assert not rules.in_return_days(waiting, now=timezone.now())
    with pytest.raises(WrongState):
        actions.ask_return(waiting, reason="Broken", by=BY)


@pytest.mark.parametrize(
    ("good", "resale", "on_hand"), [({}, True, 10), ({}, False, 8), ({"shelf_life_days": 9}, True, 8)]
)
def test_receive_return_takes_back_what_may_be_sold_again(good, resale, on_hand):
    part = delivered(**good)
    asked = actions.ask_return(part, reason="Broken", by=BY)
    for _turn in range(2):
        actions.receive_return(asked, resale=resale, by=BY)
    part.refresh_from_db()
    assert (part.state, asked.state, level()) == ("returned", "received", (on_hand, 0))
    assert Event.objects.get(kind="orders.return_received").data["return_id"] == asked.pk
    with pytest.raises(WrongState):
        actions.refuse_return(asked, reason="too late", by=BY)
    assert healthy()


def test_refuse_return_tells_the_buyer_why():
    asked = actions.ask_return(delivered(), reason="Broken", by=BY)
    with pytest.raises(ReasonMissing):
        actions.refuse_return(asked, reason="", by=BY)
    for _turn in range(2):
        actions.refuse_return(asked, reason="It was used", by=BY)
    assert (asked.state, asked.answer) == ("refused", "It was used")
    assert Return.objects.get().part.state == "delivered"
    assert kinds().count("orders.return_refused") == 1


def test_the_reasons_of_a_return_are_cut_where_the_column_ends():
    asked = actions.ask_return(delivered(), reason="a" * 400, by=BY)
    actions.refuse_return(asked, reason=" " + "b" * 400, by=BY)
    assert (asked.reason, asked.answer) == ("a" * 300, "b" * 300)


def test_rate_replaces_what_was_said_before():
    line = delivered().lines.get()
    actions.rate(line, stars=3, by=BY)
    rating = actions.rate(line, stars=5, words="Very   fresh", by=BY)
    assert Rating.objects.count() == 1
    assert (rating.stars, rating.words, rating.buyer_name, rating.place, rating.language) == (
        5,
        "Very fresh",
        "Ranjana",
        "Deoghar",
        "hi",
    )
    assert str(rating) == f"5 for {line.good_id}"
    assert kinds().count("orders.rated") == 2


@pytest.mark.parametrize("stars", [0, 6])
def test_rate_outside_one_to_five_is_refused(stars):
    with refused("orders.bad_stars", field="stars"):
        actions.rate(delivered().lines.get(), stars=stars, by=BY)


def test_rate_before_delivery_is_refused():
    line = make_part().lines.get()
    assert not rules.may_rate(line)
    with pytest.raises(WrongState):
        actions.rate(line, stars=5, by=BY)


def test_doctor_counts_a_good_that_lies_in_two_places_together():
    make_part()
    item = StockItem.objects.get()
    hub = make_hub(sells=["mart"])
    stock.count(item.variant, on_hand=20, place=hub, cause="hub", by=BY)
    make_part({item.variant: 3})
    assert sorted(StockItem.objects.values_list("reserved", flat=True)) == [1, 3]
    assert list(doctor.reserved_is_open_lines()) == []


def test_doctor_finds_what_is_broken():
    part = make_part()
    order = part.order
    StockItem.objects.update(reserved=3)
    Event.objects.all().delete()
    Order.objects.update(state="done", delivery_paise=1, total_paise=52_001)
    Part.objects.update(maker_paise=1, tax_paise=51_999, fee_paise=0, packing_paise=0)
    variant = OrderLine.objects.get().variant_id
    assert list(doctor.reserved_is_open_lines()) == [f"variant {variant}: 3 reserved, but open orders want 1"]
    assert list(doctor.orders_have_events()) == [f"order {order.number}: its event orders.placed is missing"]
    assert len(list(doctor.orders_are_their_parts())) == 1
    assert len(list(doctor.parts_are_their_lines())) == 1
    assert list(doctor.orders_stand_with_parts()) == [f"order {order.number}: it is done, but 0 of 1 parts are closed"]
