"""Parcels of channels' orders, and their settlements."""

from functools import partial

from django.utils import timezone

from haat.channels import actions
from haat.channels.models import Account, Shipment
from haat.channels.parcels import Packed
from tests.channels.handed import SIZE, sold
from tests.channels.make import make_account
from tests.channels.toy import WORLD
from tests.channels.toy_parcels import DEPOT
from tests.make import BY
from tests.races.race import Pair, given, race, read, told, twice


def offered() -> Shipment:
    """A parcel of an account of its own, with times to choose from."""
    return actions.offer_times(sold(WORLD, make_account()), packed=SIZE, by=BY)


@race(actions.offer_times)
def times_are_asked_for_by_two() -> Pair:
    row = sold(WORLD, make_account())
    larger = Packed(400, 125, 120, 40)
    return Pair(
        given(lambda row: actions.offer_times(row, packed=SIZE, by=BY), row),
        given(lambda row: actions.offer_times(row, packed=larger, by=BY), row),
        lambda: (len(read(row).slots), read(row).weight_g in (350, 400)),
        once=(2, True),
    )


@race(actions.book_pickup, "channels.not_settled_yet", "core.changed", always=False)
def two_clerks_book_two_times() -> Pair:
    row = offered()
    book = {key: partial(actions.book_pickup, slot=key, seen=row.standing, by=BY) for key in ("slot-1", "slot-2")}
    booked = told("channels.pickup_booked", row.sale)
    return Pair(given(book["slot-1"], row), given(book["slot-2"], row), booked)


@race(actions.book_pickup, "channels.not_settled_yet", always=False)
def one_time_is_booked_twice() -> Pair:
    row = offered()
    return twice(
        lambda row: actions.book_pickup(row, slot="slot-1", by=BY),
        row,
        counted=told("channels.pickup_booked", row.sale),
    )


@race(actions.tell_left, "channels.not_settled_yet", always=False)
def what_left_is_told_twice() -> Pair:
    row = sold(WORLD, make_account(), way="carried")
    leave = partial(actions.tell_left, carrier="India Post", tracking="EJ123456789IN", left_at=timezone.now(), by=BY)
    key = row.sale.external_id
    parcel_told = told("channels.parcel_told", row.sale)
    return twice(
        leave,
        row,
        counted=lambda: (parcel_told(), [each for each in DEPOT.left if each[0] == key]),
        once=(1, [(key, 1)]),
    )


@race(actions.want_label)
def a_label_is_wanted_by_two() -> Pair:
    row = actions.book_pickup(offered(), slot="slot-1", by=BY)
    Shipment.objects.filter(pk=row.pk).update(label_state="failed", label_tries=5)
    return twice(
        lambda row: actions.want_label(row, by=BY),
        row,
        counted=lambda: (read(row).label_state, read(row).label_tries),
        once=("wanted", 0),
    )


@race(actions.ask_for_settlements)
def settlements_are_asked_for_by_two() -> Pair:
    account: Account = make_account(settlements_at=timezone.now())
    return twice(
        lambda row: actions.ask_for_settlements(row, by=BY),
        account,
        counted=lambda: read(account).settlements_at,
        once=None,
    )
