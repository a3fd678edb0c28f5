"""Pick-ups of channels' orders: times asked for, one booked or moved once, and what nobody answered read back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.channels import actions
from haat.channels.actions import shipments
from haat.channels.channel import Shut, Trouble
from haat.channels.handing import slot_told
from haat.channels.line import NoToken
from haat.channels.models import Account, Sale, Shipment
from haat.channels.parcels import CARRIED, DELIVERED, DROPPED, ON_ITS_WAY, NotTaken, Packed
from haat.core.actor import Actor
from haat.core.models import Event
from haat.orders.models import Part
from tests.channels.handed import SIZE, booked, happened, now, offered, sold, told_of
from tests.channels.make import later, live, make_account, make_good, told, turn
from tests.channels.toy import LOST, SILENT, Killed, once
from tests.make import BY, make_user, walk
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]


@pytest.fixture
def account(depot, db):
    return make_account()


# ---- what is to be handed over ----


def test_an_order_that_is_to_be_sent_has_a_parcel_once(bazaar, account):
    row = sold(bazaar, account)
    turn(account)
    assert Shipment.objects.count() == 1
    assert (row.state, row.way, row.number, row.mart) == ("waits", "fetched", 1, account.mart)


def test_an_order_that_is_not_to_be_sent_yet_has_none(bazaar, account):
    good = make_good()
    live(account, good)
    bazaar.tell(account.key, told({good: 1}, state="Held"), told({good: 1}, state="Shipped"))
    turn(account)
    assert (Sale.objects.count(), Shipment.objects.count()) == (2, 0)


def test_a_parcel_goes_with_its_order(bazaar, account):
    row = sold(bazaar, account)
    told_of(bazaar, row.sale, state="Shipped")
    assert now(row).state == "over"
    told_of(bazaar, row.sale, state="Unshipped", raw={"way": CARRIED})
    assert (now(row).state, now(row).way) == ("waits", "carried")


def test_a_channel_that_carries_nothing_has_no_parcels(bazaar):
    other = make_account()
    good = make_good()
    live(other, good)
    bazaar.tell(other.key, told({good: 1}))
    assert turn(other).troubles == []
    assert Shipment.objects.count() == 0


# ---- times ----


def test_times_are_asked_for_a_size_and_kept(bazaar, account, depot):
    row = now(offered(bazaar, account))
    assert depot.packed == [SIZE]
    assert (row.weight_g, row.length_mm, row.width_mm, row.height_mm) == (350, 125, 120, 40)
    assert row.slots == [slot_told(depot.slot(1)), slot_told(depot.slot(2))]
    assert row.state == "waits"


@pytest.mark.parametrize(
    ("packed", "field"),
    [(Packed(0, 1, 1, 1), "weight_g"), (Packed(1, 3001, 1, 1), "length_mm"), (Packed(1, 1, 1, 0), "height_mm")],
)
def test_a_size_that_no_parcel_has_is_refused_at_its_field(bazaar, account, depot, packed, field):
    with refused("channels.bad_size", field=field):
        actions.offer_times(sold(bazaar, account), packed=packed, by=BY)
    assert depot.packed == []


@pytest.mark.parametrize(
    ("fault", "code", "field"),
    [
        (NotTaken("400 too heavy", "size"), "channels.not_taken", "weight_g"),
        (Trouble("down", "503"), "channels.down", "weight_g"),
        (NoToken(after=2.5), "channels.not_now", "weight_g"),
        (LOST, "channels.silent", "weight_g"),
        (Shut("rights_missing", "403"), "channels.rights_missing", "weight_g"),
    ],
)
def test_what_stops_the_asking_is_said_at_its_field(bazaar, account, fault, code, field):
    row = sold(bazaar, account)
    bazaar.happens = [once("slots", "before", fault)]
    with refused(code, field=field):
        actions.offer_times(row, packed=SIZE, by=BY)
    account.refresh_from_db()
    assert (account.state, now(row).state, now(row).slots) == ("open", "waits", [])


def test_keys_that_are_refused_stop_the_account_and_then_nothing_is_asked(bazaar, account, depot):
    row = sold(bazaar, account)
    bazaar.happens = [once("slots", "before", Shut("keys_refused", "no"))]
    for _turn in range(2):
        with refused("channels.keys_refused", field="weight_g"):
            actions.offer_times(row, packed=SIZE, by=BY)
    assert (Account.objects.get().state, depot.packed, bazaar.calls["slots:before"]) == ("stopped", [], 1)


# ---- booked once ----


def test_a_time_is_booked_once_however_often_it_is_told(bazaar, account, depot):
    row = offered(bazaar, account)
    seen = row.standing
    for _turn in range(2):
        row = actions.book_pickup(row, slot="slot-1", seen=seen, by=BY)
    assert (row.state, row.key, row.tracking, row.there, row.invoice) == (
        "booked",
        f"P-{row.sale.external_id}",
        f"TRK-{row.sale.external_id}",
        "READY",
        "INV-1",
    )
    assert (row.begins, row.ends) == (depot.slot(1).begins, depot.slot(1).ends)
    assert (bazaar.calls["book:before"], happened("pickup_booked")) == (1, 1)


def test_a_booking_that_nobody_answered_is_read_back_and_never_asked_again(bazaar, account):
    row, clerk = offered(bazaar, account), make_user()
    bazaar.happens = [once("book", "after", LOST)]
    row = actions.book_pickup(row, slot="slot-1", by=Actor(clerk.pk))
    assert (row.state, row.asked["slot"]["key"]) == ("unknown", "slot-1")
    with refused("channels.not_settled_yet"):
        actions.book_pickup(row, slot="slot-1", by=BY)
    turn(account)
    assert (now(row).state, now(row).slot["key"]) == ("booked", "slot-1")
    assert bazaar.calls["book:before"] == 1
    assert Event.objects.get(kind="channels.pickup_booked").by_id == clerk.pk


def test_a_booking_of_which_nothing_is_there_may_be_asked_for_again(bazaar, account):
    row = offered(bazaar, account)
    bazaar.happens = [once("book", "before", LOST)]
    row = actions.book_pickup(row, slot="slot-1", by=BY)
    for looks in (1, 2):
        turn(account)
        assert (now(row).state, now(row).looks) == ("unknown", looks)
    turn(account)
    assert (now(row).state, now(row).asked, now(row).key) == ("waits", {}, "")
    assert actions.book_pickup(now(row), slot="slot-2", by=BY).slot["key"] == "slot-2"


def test_one_look_that_finds_nothing_is_not_yet_believed(bazaar, account, depot):
    row = offered(bazaar, account)
    bazaar.happens = [once("book", "before", LOST)]
    row = actions.book_pickup(row, slot="slot-1", by=BY)
    turn(account)
    depot.stands(row.sale.external_id, depot.slot(1))
    turn(account)
    assert now(row).state == "booked"


def test_a_refusal_stands_at_its_field_in_the_channels_words(bazaar, account, depot):
    row = offered(bazaar, account)
    depot.refuses["book"] = NotTaken("400 ScheduleWindowExpired The slot is gone.", "slot")
    with refused("channels.not_taken", field="slot"):
        actions.book_pickup(row, slot="slot-1", by=BY)
    row = now(row)
    assert (row.state, row.said, row.asked) == ("waits", "400 ScheduleWindowExpired The slot is gone.", {})
    depot.refuses.clear()
    assert actions.book_pickup(row, slot="slot-2", by=BY).said == ""


@pytest.mark.parametrize(
    ("fault", "code"),
    [(SILENT, "silent"), (NoToken(after=30), "not_now"), (Shut("rights_missing"), "rights_missing")],
)
def test_what_never_happened_leaves_it_as_it_was(bazaar, account, fault, code):
    row = offered(bazaar, account)
    bazaar.happens = [once("book", "before", fault)]
    with refused(f"channels.{code}", field="slot"):
        actions.book_pickup(row, slot="slot-1", by=BY)
    assert now(row).state == "waits"


def test_a_process_that_died_in_the_call_leaves_it_to_be_read(bazaar, account):
    row = offered(bazaar, account)
    bazaar.happens = [once("book", "after", Killed())]
    with pytest.raises(Killed):
        actions.book_pickup(row, slot="slot-1", by=BY)
    assert now(row).state == "asking"
    turn(account)
    assert now(row).state == "asking"
    with later(minutes=7):
        turn(account)
    assert (now(row).state, bazaar.calls["book:before"]) == ("booked", 1)


def test_an_error_of_ours_in_the_call_leaves_it_to_be_read(bazaar, account):
    row = offered(bazaar, account)
    bazaar.happens = [once("book", "after", RuntimeError("ours"))]
    with pytest.raises(RuntimeError):
        actions.book_pickup(row, slot="slot-1", by=BY)
    assert now(row).state == "unknown"


def test_a_time_that_was_not_offered_or_has_begun_is_refused(bazaar, account):
    row = offered(bazaar, account)
    with refused("channels.no_such_time", field="slot"):
        actions.book_pickup(row, slot="slot-9", by=BY)
    with later(days=3), refused("channels.no_such_time", field="slot"):
        actions.book_pickup(row, slot="slot-1", by=BY)
    assert bazaar.calls["book:before"] == 0


def test_who_decided_on_what_stands_no_more_is_told(bazaar, account):
    row = offered(bazaar, account)
    seen = row.standing
    actions.book_pickup(row, slot="slot-1", by=BY)
    with refused("core.changed"):
        actions.book_pickup(row, slot="slot-2", seen=seen, by=BY)
    assert now(row).slot["key"] == "slot-1"


# ---- moved, read, fetched ----


def test_what_is_booked_is_moved_to_another_time(bazaar, account, depot):
    row = booked(bazaar, account)
    row = actions.book_pickup(row, slot="slot-2", seen=row.standing, by=BY)
    assert (row.slot["key"], depot.moved, happened("pickup_moved"), happened("pickup_booked")) == (
        "slot-2",
        ["slot-2"],
        1,
        1,
    )


def test_a_move_that_nobody_answered_stands_as_it_is_read(bazaar, account):
    row = booked(bazaar, account)
    bazaar.happens = [once("move", "before", LOST)]
    row = actions.book_pickup(row, slot="slot-2", by=BY)
    assert row.state == "unknown"
    turn(account)
    assert (now(row).state, now(row).slot["key"], happened("pickup_moved")) == ("booked", "slot-1", 0)


def test_a_move_that_is_refused_leaves_what_is_booked(bazaar, account, depot):
    row = booked(bazaar, account)
    depot.refuses["move"] = NotTaken("400 too late")
    with refused("channels.not_taken", field="slot"):
        actions.book_pickup(row, slot="slot-2", by=BY)
    assert (now(row).state, now(row).slot["key"], now(row).said) == ("booked", "slot-1", "400 too late")


def test_what_was_fetched_has_left_and_is_moved_no_more(bazaar, account, depot):
    row = booked(bazaar, account)
    depot.stands(row.sale.external_id, depot.slot(1), "PICKED", ON_ITS_WAY)
    turn(account)
    row = now(row)
    assert (row.state, row.there, happened("picked_up")) == ("left", "PICKED", 1)
    with refused("channels.nothing_to_hand_over"):
        actions.book_pickup(row, slot="slot-2", by=BY)
    depot.stands(row.sale.external_id, depot.slot(1), "HOME", DELIVERED)
    turn(account)
    assert (now(row).there, now(row).look_at, happened("picked_up")) == ("HOME", None, 1)


def test_what_was_fetched_is_on_its_way_here_too_and_then_delivered(bazaar, account, depot):
    row = booked(bazaar, account, carrier=None)
    part = Part.objects.get()
    assert part.carrier == "marketplace"
    depot.stands(row.sale.external_id, depot.slot(1), "PICKED", ON_ITS_WAY)
    turn(account)
    part.refresh_from_db()
    assert (now(row).state, part.state) == ("left", "placed")  # nobody has packed it here: the desk sees both
    walk(part, "packed")
    turn(account)
    part.refresh_from_db()
    assert (part.state, part.parcel.article) == ("on_the_way", row.tracking)
    depot.stands(row.sale.external_id, depot.slot(1), "HOME", DELIVERED)
    for _turn in range(2):
        turn(account)
    part.refresh_from_db()
    assert (part.state, part.parcel.state) == ("delivered", "delivered")


def test_what_a_rider_carries_is_not_moved_by_the_channel(bazaar, account, depot):
    row = booked(bazaar, account)
    part = walk(Part.objects.get(), "packed")
    depot.stands(row.sale.external_id, depot.slot(1), "PICKED", ON_ITS_WAY)
    turn(account)
    part.refresh_from_db()
    assert (now(row).state, part.state) == ("left", "packed")


def test_a_booking_that_the_channel_lets_go_waits_for_a_person_again(bazaar, account, depot):
    row = booked(bazaar, account)
    depot.stands(row.sale.external_id, depot.slot(1), "DROPPED", DROPPED)
    turn(account)
    assert (now(row).state, now(row).key, now(row).begins, happened("pickup_dropped")) == ("waits", "", None, 1)


def test_a_booking_of_an_order_that_is_cancelled_there_ends(bazaar, account, depot):
    row = booked(bazaar, account)
    depot.booked.clear()
    told_of(bazaar, row.sale, state="Cancelled", cancelled={"L1": 1})
    turn(account)
    assert now(row).state == "over"


def test_a_parcel_is_read_seldom_before_its_time(bazaar, account):
    row = booked(bazaar, account)
    wait = now(row).look_at - timezone.now()
    assert timedelta(hours=5) < wait <= timedelta(hours=6)
    assert shipments.due(account, now=timezone.now()) == []
    with later(days=2):
        assert shipments.due(account, now=timezone.now()) == [row]


def test_one_parcel_that_cannot_be_read_keeps_no_other_waiting(bazaar, account):
    first, second = booked(bazaar, account), booked(bazaar, account)
    bazaar.happens = [once("booked", "before", SILENT)]
    Shipment.objects.update(there="old")
    assert turn(account).troubles == ["silent"]
    assert sorted([now(first).there, now(second).there]) == ["READY", "old"]


def test_a_right_that_is_missing_stops_no_account(bazaar, account):
    booked(bazaar, account)
    bazaar.happens = [once("booked", "before", Shut("rights_missing", "403"))]
    assert (turn(account).stopped, Account.objects.get().state) == ("", "open")


def test_a_closed_account_keeps_its_keys_while_a_parcel_is_to_leave(bazaar, account, depot):
    row = booked(bazaar, account)
    actions.close_account(account, by=BY)
    turn(account)
    assert bytes(Account.objects.get().keys) != b""
    depot.stands(row.sale.external_id, depot.slot(1), "PICKED", ON_ITS_WAY)
    turn(account)
    assert bytes(Account.objects.get().keys) != b""  # its buyer may still cancel there
    walk(Part.objects.get(), "delivered")
    with later(days=3):
        turn(account)
    assert bytes(Account.objects.get().keys) == b""
