"""What is lost goes nowhere and stands in no list, until it is counted somewhere."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from haat.core.actor import Actor
from haat.core.models import Event
from haat.core.worker import run_due
from haat.delivery import actions, fetching, queries
from haat.delivery.errors import WrongParcelState
from haat.delivery.models import Clash, Parcel
from haat.orders import actions as orders
from tests.delivery.test_pickups import clashes, failed_round, fresh, make_parcel, sound, states
from tests.make import BY, make_officer, make_part, make_pickup, make_round

pytestmark = pytest.mark.django_db


def lost_from(pickup, *parcels):
    for parcel in parcels:
        actions.take(pickup, parcel=parcel, by=Actor(pickup.rider_id))
    actions.receive_pickup(pickup, came=[], counted=0, by=BY)
    for asked in Clash.objects.filter(kind="missing"):
        actions.answer_clash(asked, answer="Nobody knows", outcome="lost", by=BY)


def test_parcel_lost_from_a_pickup_goes_nowhere_until_it_is_counted():
    one, dead, other = make_parcel(), make_parcel(), make_parcel()
    first = make_pickup(one, dead)
    lost_from(first, one, dead)
    assert (fresh(one).state, list(fetching.to_fetch(first.mart))) == ("lost", [other])
    for refused in (make_pickup, make_round):
        with pytest.raises(WrongParcelState):
            refused(fresh(one))
    orders.cancel(dead.part, reason="late", by=BY)
    run_due()
    assert fresh(dead).state == "lost"
    second = make_pickup(other)
    actions.take(second, parcel=other, by=Actor(second.rider_id))
    actions.receive_pickup(second, came=[one, dead, other], counted=3, by=Actor(make_officer("desk").pk))
    assert [(fresh(parcel).state, fresh(parcel).hub) for parcel in (one, dead)] == [
        ("packed", second.hub),
        ("back", second.hub),
    ]
    assert set(states(first).values()) == {"left"}
    assert set(queries.ready_parcels(first.mart)) == {one, other}
    assert sound()


def test_missed_parcel_that_another_brings_is_missed_no_more():
    one, other = make_parcel(), make_parcel()
    first, second = make_pickup(one), make_pickup(other)
    actions.take(first, parcel=one, by=Actor(first.rider_id))
    actions.receive_pickup(first, came=[], counted=0, by=BY)
    actions.receive_pickup(second, came=[one], counted=1, by=Actor(make_officer("desk").pk))
    assert clashes(kind="missing") == [("missing", "answered", one.number)]
    assert fresh(one).hub == second.hub
    assert sound()


def test_parcel_lost_on_a_round_stands_in_no_list_until_it_is_received():
    one, two = make_parcel(), make_parcel()
    round = failed_round(one, two)
    actions.receive_back(round, came=[], hub=None, by=BY)
    for asked in Clash.objects.all():
        actions.answer_clash(asked, answer="Nobody knows", outcome="lost", by=BY)
    orders.cancel(two.part, reason="late", by=BY)
    run_due()
    assert list(fetching.to_bring_back(round.mart)) == []
    assert list(fetching.failed_for(round.rider_id, round.mart)) == []
    told = Event.objects.filter(kind="delivery.came_back")
    for came, times in (([], 1), ([one, two], 2), ([one, two], 2)):
        actions.receive_back(round, came=came, hub=None, by=BY)
        assert told.count() == times
    assert {fresh(one).state, fresh(two).state} == {"back"}
    assert sound()


def test_parcels_answered_as_lost_before_are_lost():
    fetched, ridden, waiting = (make_part(state="packed").parcel for _turn in range(3))
    pickup, round = make_pickup(fetched), make_round(ridden)
    actions.take(pickup, parcel=fetched, by=Actor(pickup.rider_id))
    actions.receive_pickup(pickup, came=[], counted=0, by=BY)
    actions.not_delivered(ridden, reason="Nobody home", by=Actor(round.rider_id))
    actions.receive_back(actions.end_round(round, by=Actor(round.rider_id)), came=[], hub=None, by=BY)
    for asked in Clash.objects.all():
        actions.answer_clash(asked, answer="Nobody knows", outcome="lost", by=BY)
    before = {fetched.pk: "packed", ridden.pk: "not_delivered"}
    for pk, state in before.items():
        Parcel.objects.filter(pk=pk).update(state=state)
    import_module("haat.delivery.migrations.0007_lost_parcels").say_lost(apps, connection.schema_editor())
    assert set(Parcel.objects.filter(state="lost")) == {fetched, ridden}
    assert Parcel.objects.get(pk=waiting.pk).state == "packed"
