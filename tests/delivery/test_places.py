"""Where parcels lie; and that a place stays open while one lies there, is brought there, or is missed there."""

import pytest

from haat.core.actor import Actor
from haat.core.dates import today
from haat.delivery import actions
from haat.delivery.fetch_errors import NoHub, ParcelAskedAbout, ParcelsLieThere, PickupOnItsWay
from haat.delivery.fetching import packed_of
from haat.delivery.models import Clash, Parcel
from haat.delivery.queries import ready_parcels, to_give
from haat.stock.models import StockPlace
from tests.make import (
    BY,
    make_block,
    make_hub,
    make_maker,
    make_part,
    make_pickup,
    make_rider,
    make_round,
    make_stocked,
)

pytestmark = pytest.mark.django_db


def test_hub_is_not_closed_while_parcels_lie_there_or_come_or_are_missed_there():
    came, missed = (make_part(state="packed").parcel for _turn in range(2))
    pickup = make_pickup(came, missed)
    read = StockPlace.objects.get(pk=pickup.hub_id)
    for parcel in (came, missed):
        actions.take(pickup, parcel=parcel, by=Actor(pickup.rider_id))
    with pytest.raises(PickupOnItsWay, match="a rider is to bring parcels there"):
        actions.close_place(read, by=BY)
    actions.receive_pickup(pickup, came=[came], counted=1, by=BY)
    with pytest.raises(ParcelsLieThere, match=f"1 parcel lies there, {came.number}"):
        actions.close_place(read, by=BY)
    Parcel.objects.filter(pk=came.pk).update(state="delivered")
    with pytest.raises(ParcelAskedAbout, match=missed.number):
        actions.close_place(read, by=BY)
    actions.answer_clash(Clash.objects.get(), answer="With her", outcome="maker", by=BY)
    for _turn in range(2):
        assert actions.close_place(read, by=BY).closed_at is not None
    with pytest.raises(NoHub):  # read before it was closed
        actions.plan_pickup(
            pickup.mart, rider=make_rider(pickup.mart), parcels=[missed], hub=pickup.hub, day=today(), by=BY
        )


def test_parcel_waits_in_the_block_where_it_lies():
    home, other = make_block("Sarath"), make_block("Palojori")
    variant = make_stocked(make_maker("Group of Sarath", block=home), pieces=9)
    here, hubbed, desk = (make_part({variant: 1}, state="packed").parcel for _turn in range(3))
    mart = here.mart
    Parcel.objects.filter(pk=hubbed.pk).update(hub=make_hub(mart, where=other))
    round = make_round(desk)
    actions.not_delivered(desk, reason="Nobody home", by=BY)
    actions.receive_back(round, came=[desk], hub=None, by=BY)
    assert [set(ready_parcels(mart, place)) for place in (home, other)] == [{here}, {hubbed}]
    assert set(ready_parcels(mart, mart.place)) == {here, hubbed, desk}


@pytest.mark.parametrize("state", ["not_delivered", "back", "lost"])
def test_what_has_left_its_maker_does_not_lie_with_her(state):
    gone = make_part(state="packed").parcel
    assert list(packed_of(gone.part.maker)) == [gone]
    Parcel.objects.filter(pk=gone.pk).update(state=state)
    assert list(packed_of(gone.part.maker)) == []


def test_what_is_missed_does_not_lie_with_its_maker():
    missed = make_part(state="packed").parcel
    pickup = make_pickup(missed)
    actions.take(pickup, parcel=missed, by=Actor(pickup.rider_id))
    actions.receive_pickup(pickup, came=[], counted=0, by=BY)
    assert list(packed_of(missed.part.maker)) == []


def test_what_the_post_brings_back_lies_at_the_desk():
    sent = make_part(state="packed").parcel
    Parcel.objects.filter(pk=sent.pk).update(hub=make_hub(sent.mart), carrier="post", state="out")
    actions.not_delivered(sent, reason="Nobody there", by=BY)
    back = Parcel.objects.get(pk=sent.pk)
    assert (back.state, back.hub, list(to_give(sent.mart))) == ("back", None, [sent])
