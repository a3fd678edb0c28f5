"""Labels of what the channel fetches, and what left with a carrier of one's own: told once, and read back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.channels import actions
from haat.channels.actions import shipments
from haat.channels.channel import Lost
from haat.channels.handing import to_send
from haat.channels.labels import label_of
from haat.channels.models import Sale, Shipment, ShipmentLabel
from haat.channels.parcels import CARRIED, NotTaken
from tests.channels.handed import SIZE, booked, happened, now, offered, sold, told_of
from tests.channels.make import make_account, turn
from tests.channels.toy import LOST, SILENT, once
from tests.make import BY
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]


@pytest.fixture
def account(depot, db):
    return make_account()


# ---- labels ----


def test_a_label_comes_by_itself_after_the_booking_and_is_kept_sealed(bazaar, account):
    row = booked(bazaar, account)
    assert now(row).label_state == "wanted"
    turn(account)
    assert (now(row).label_state, now(row).label_ref) == ("asked", f"L-{row.sale.external_id}")
    turn(account)
    assert (now(row).label_state, label_of(row)) == ("kept", b"%PDF-1.7 a label")
    assert b"%PDF" not in bytes(ShipmentLabel.objects.get().content)
    assert happened("label_kept") == 1


def test_a_label_that_is_being_made_is_asked_for_later(bazaar, account, depot):
    row = booked(bazaar, account)
    depot.label = None
    turn(account)
    turn(account)
    assert (now(row).label_state, label_of(row)) == ("asked", None)
    assert shipments.labels_due(account, now=timezone.now()) == []


@pytest.mark.parametrize("content", [b"<html>", b"", b"%PDF-" + b"x" * shipments.MOST_LABEL])
def test_what_is_no_label_is_not_kept(bazaar, account, depot, content):
    row = booked(bazaar, account)
    depot.label = content
    turn(account)
    turn(account)
    assert (now(row).label_state, ShipmentLabel.objects.count()) == ("failed", 0)
    depot.label = b"%PDF-1.4"
    actions.want_label(row, by=BY)
    turn(account)
    turn(account)
    assert label_of(row) == b"%PDF-1.4"


def test_a_label_that_never_comes_is_given_up_after_some_tries(bazaar, account, depot):
    row = booked(bazaar, account)
    bazaar.happens = [once("labels", "before", SILENT, times=99)]
    for _turn in range(shipments.LABEL_TRIES + 2):
        assert turn(account).troubles == []
    assert (now(row).label_state, now(row).label_said) == ("failed", "silent nobody answers")


def test_a_label_is_wanted_once_and_not_before_a_time_is_booked(bazaar, account):
    row = offered(bazaar, account)
    with refused("channels.not_booked_yet"):
        actions.want_label(row, by=BY)
    row = actions.book_pickup(row, slot="slot-1", by=BY)
    turn(account)
    assert actions.want_label(row, by=BY).label_state == "asked"


def test_a_new_time_has_a_new_label(bazaar, account):
    row = booked(bazaar, account)
    turn(account)
    turn(account)
    actions.book_pickup(now(row), slot="slot-2", by=BY)
    assert now(row).label_state == "wanted"


# ---- a carrier of one's own ----


def leave(row, **more):
    usual = {"carrier": " India  Post ", "tracking": "EJ 123456789 IN", "left_at": timezone.now(), "by": BY}
    return actions.tell_left(row, **(usual | more))


def test_what_left_is_told_once_with_its_carrier_and_pieces(bazaar, account, depot):
    row = sold(bazaar, account, way=CARRIED, pieces=2)
    for _turn in range(2):
        row = leave(row)
    assert (row.state, row.carrier, row.tracking, row.pieces) == ("left", "India Post", "EJ123456789IN", {"L1": 2})
    assert (bazaar.calls["left:before"], happened("parcel_told")) == (1, 1)
    left = depot.left[row.sale.external_id, 1]
    assert (left.carrier, left.tracking, left.lines) == ("India Post", "EJ123456789IN", {"L1": 2})
    with refused("channels.nothing_to_hand_over"):
        leave(row, tracking="OTHER1")


def test_what_is_left_of_an_order_goes_with_another_parcel(bazaar, account, depot):
    row = sold(bazaar, account, way=CARRIED, pieces=3)
    leave(row, pieces={"L1": 1})
    second = Shipment.objects.get(sale=row.sale, number=2)
    assert [(line.key, line.pieces) for line in to_send(row.sale)] == [("L1", 2)]
    with refused("channels.bad_pieces", field="pieces"):
        leave(second, pieces={"L1": 3}, tracking="SECOND")
    assert leave(second, tracking="SECOND").pieces == {"L1": 2}
    assert (sorted(number for _order, number in depot.left), Shipment.objects.count()) == ([1, 2], 2)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"carrier": " "}, "channels.bad_carrier", "carrier"),
        ({"tracking": "12"}, "channels.bad_tracking", "tracking"),
        ({"tracking": "=cmd()"}, "channels.bad_tracking", "tracking"),
        ({"left_at": 400}, "channels.bad_moment", "left_at"),
        ({"left_at": -400}, "channels.bad_moment", "left_at"),
        ({"pieces": {"L1": 2}}, "channels.bad_pieces", "pieces"),
        ({"pieces": {"L7": 1}}, "channels.bad_pieces", "pieces"),
        ({"pieces": {"L1": 0}}, "channels.bad_pieces", "pieces"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_before_anybody_is_asked(bazaar, account, more, code, field):
    if "left_at" in more:
        more = {"left_at": timezone.now() + timedelta(days=more["left_at"])}
    row = sold(bazaar, account, way=CARRIED)
    with refused(code, field=field):
        leave(row, **more)
    assert (bazaar.calls["left:before"], now(row).state) == (0, "waits")


def test_a_refusal_of_the_channel_stands_at_the_field_it_names(bazaar, account, depot):
    row = sold(bazaar, account, way=CARRIED)
    depot.refuses["left"] = NotTaken("400 carrierName is unknown", "carrier")
    with refused("channels.not_taken", field="carrier"):
        leave(row)
    assert (now(row).state, now(row).said) == ("waits", "400 carrierName is unknown")


def test_what_was_told_and_not_answered_is_read_back(bazaar, account):
    row = sold(bazaar, account, way=CARRIED)
    bazaar.happens = [once("left", "after", LOST)]
    row = leave(row)
    assert row.state == "unknown"
    with refused("channels.not_settled_yet"):
        leave(row)
    turn(account)
    assert (now(row).state, now(row).tracking, bazaar.calls["left:before"]) == ("left", "EJ123456789IN", 1)


def test_what_the_channel_never_heard_of_may_be_told_again(bazaar, account):
    row = sold(bazaar, account, way=CARRIED)
    bazaar.happens = [once("left", "before", Lost("cut"))]
    leave(row)
    for _turn in range(3):
        turn(account)
    assert now(row).state == "waits"
    assert leave(now(row)).state == "left"


def test_each_way_has_deeds_of_its_own(bazaar, account):
    fetched, carried = sold(bazaar, account), sold(bazaar, account, way=CARRIED)
    with refused("channels.other_way"):
        leave(fetched)
    with refused("channels.other_way"):
        actions.offer_times(carried, packed=SIZE, by=BY)
    with refused("channels.other_way"):
        actions.want_label(carried, by=BY)


def test_pieces_that_were_cancelled_are_not_to_be_sent(bazaar, account):
    row = sold(bazaar, account, way=CARRIED, pieces=3)
    told_of(bazaar, row.sale, cancelled={"L1": 1})
    assert [(line.sku, line.pieces) for line in to_send(Sale.objects.get())] == [(row.sale.facts["lines"][0]["sku"], 2)]
