"""A buyer's name and address leave when her channel allows keeping them no longer; what the books need stays."""

from dataclasses import replace

import pytest

from haat.channels import actions
from haat.channels.actions import importing
from haat.channels.channel import find
from haat.channels.jobs import forget_attempts, forget_buyers
from haat.channels.models import Attempt, Offer, Sale
from haat.core.models import Event
from haat.orders import actions as orders
from haat.orders.models import Arrival, Order, Part
from tests.channels.make import later, live, make_good, recount, told, turn
from tests.channels.toy import SLUG, Speaks
from tests.make import BY, make_arrival, make_order, walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]


def keep(account, one):
    return importing.keep(account, find(SLUG), one)


def delivered(account, **more):
    one = told({make_good(): 1}, **more)
    keep(account, one)
    walk(Part.objects.latest("pk"), "delivered")
    return one


def test_buyer_is_forgotten_when_the_days_are_over_and_not_before(bazaar, account):
    delivered(account, key="T-1")
    with later(days=29):
        assert actions.forget_buyers() == 0
    with later(days=31):
        forget_buyers()
    order, sale, arrival = Order.objects.get(), Sale.objects.get(), Arrival.objects.get()
    assert (order.name, order.phone, order.address, order.pin) == ("—", "", "", "")
    assert order.district_id is not None
    assert (sale.raw, sale.facts, sale.forgotten_at is not None) == ({}, None, True)
    assert "Ranjana" not in str(arrival.told)
    assert (arrival.told["lines"][0]["quantity"], Event.objects.filter(kind="orders.buyer_forgotten").count()) == (1, 1)
    with later(days=40):
        assert actions.forget_buyers() == 0


def test_later_telling_brings_her_back_no_more(bazaar, account):
    one = delivered(account)
    with later(days=31):
        forget_buyers()
        sale = keep(account, replace(one, state="Delivered"))
    assert (sale.state, sale.raw, sale.facts, Arrival.objects.count()) == ("Delivered", {}, None, 1)


def test_order_that_is_still_here_keeps_its_address(bazaar, account):
    keep(account, told({make_good(): 1}))
    with later(days=100):
        assert actions.forget_buyers() == 0
    assert Order.objects.get().name == "Ranjana Kumari"


def test_order_that_waits_for_the_desk_keeps_what_was_told_for_three_times_as_long(bazaar, account):
    keep(account, told({"NOBODY-KNOWS": 1}))
    keep(account, replace(told({"X": 1}), facts={"lines": []}))
    with later(days=89):
        assert actions.forget_buyers() == 0
    with later(days=91):
        assert actions.forget_buyers() == 2
        turn(account)
    assert ["Ranjana" in str(arrival.told) for arrival in Arrival.objects.all()] == [False]
    assert sorted(Sale.objects.values_list("raw", "problem")) == [({}, ""), ({}, "")]


def test_order_whose_lines_the_desk_dropped_is_forgotten_as_others_are(bazaar, account):
    sale = keep(account, told({"NOBODY-KNOWS": 1}))
    orders.drop_line(sale.arrival.lines.get(), reason="not ours", by=BY)
    with later(days=31):
        assert actions.forget_buyers() == 1
    assert "Ranjana" not in str(Arrival.objects.get().told)


def test_order_that_is_to_be_packed_after_it_was_forgotten_is_received(bazaar, account):
    one = told({make_good(): 1}, key="T-1")
    keep(account, replace(one, facts=None, state="Pending"))
    with later(days=31):
        assert actions.forget_buyers() == 1
        sale = keep(account, one)
    assert (sale.arrival is None, sale.forgotten_at, Order.objects.get().name) == (False, None, "Ranjana Kumari")


def test_what_never_became_an_order_is_forgotten_too(bazaar, account):
    keep(account, replace(told({"X": 1}), facts=None, state="Canceled"))
    with later(days=31):
        assert actions.forget_buyers() == 1
    assert Sale.objects.get().raw == {}


def test_channel_that_says_nothing_of_it_forgets_nobody(bazaar, account, monkeypatch):
    monkeypatch.setattr(Speaks, "keeps_buyers_days", None)
    delivered(account)
    with later(days=1000):
        assert actions.forget_buyers() == 0


def test_two_tellings_that_differed_in_her_name_only_stay_two(db):
    first = make_arrival({make_good(): 1}, key="B-1")
    line = first.told["lines"]
    other = make_arrival({"x": 1}, key="B-1", name="R. Kumari", lines=line)
    assert not other.first
    for _turn in range(2):
        orders.forget_buyer(first.order, by=BY)
    assert {each.told["name"] for each in Arrival.objects.all()} == {"—"}
    assert Event.objects.filter(kind="orders.buyer_forgotten").count() == 2


def test_order_of_the_marts_own_shop_is_not_touched(db):
    order = make_order()
    assert orders.forget_buyer(order, by=BY).name == "Ranjana Kumari"


def test_sendings_of_long_ago_are_forgotten_but_for_an_offers_last_one(bazaar, account):
    good = make_good(pieces=5)
    live(account, good)
    recount(good, 3)
    turn(account)
    recount(good, 2)
    turn(account)
    assert Attempt.objects.count() == 3
    with later(days=91):
        forget_attempts()
    assert Attempt.objects.get() == Offer.objects.get().attempt
