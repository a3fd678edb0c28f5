"""Accounts: connected after a check, again with new keys, changed, paused, checked, closed. Keys are never shown."""

from dataclasses import replace
from datetime import date

import pytest

from haat.channels import actions
from haat.channels.channel import Shut
from haat.channels.keys import keys_of
from haat.channels.models import Account, Offer
from haat.core import worker
from haat.core.models import Event
from haat.orders.models import Part
from haat.pricing.actions import take_back_channel_fee
from haat.stock.models import SellsFrom
from tests.channels.make import later, live, make_account, make_good, told, turn
from tests.channels.toy import SILENT, SLUG, once
from tests.make import (
    BY,
    make_channel_fee,
    make_hub,
    make_mart,
    make_moved,
    make_registered_maker,
    make_seller,
    walk,
)
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("says", "sound")]


def connect(seller=None, *, token="one", **more):
    mart = make_mart()
    seller = seller or make_registered_maker(mart).seller
    return actions.connect_account(mart, channel=SLUG, seller=seller, secrets={"token": token}, by=BY, **more)


def test_account_is_connected_when_the_channel_lets_it_in(bazaar):
    account = connect(token=" to ken\n")
    assert (account.key, account.name, account.facts) == ("shop-token", "Our shop", {"seen": True})
    assert (account.state, account.keys_end, account.contact_at is not None) == ("open", date(2027, 3, 1), True)
    event = Event.objects.get(kind="channels.account_connected")
    assert event.data["key"] == "shop-token"


def test_keys_are_sealed_for_their_account_and_stand_nowhere_else(bazaar):
    account = connect(token="one/verysecret")
    assert b"verysecret" not in bytes(account.keys)
    assert keys_of(account).secrets == {"token": "one/verysecret"}
    other = make_account()
    Account.objects.filter(pk=other.pk).update(keys=account.keys)
    other.refresh_from_db()
    with pytest.raises(Shut, match="keys_unreadable"):
        keys_of(other)
    shown = [str(event.data) for event in Event.objects.all()]
    assert not any("verysecret" in text for text in shown)
    Account.objects.filter(pk=other.pk).delete()


def test_what_the_environment_tells_besides_is_kept_with_the_keys(bazaar):
    mart = make_mart()
    account = actions.connect_account(
        mart,
        channel=SLUG,
        seller=make_registered_maker(mart).seller,
        secrets={"token": "a", "since": "2026-11-01", "stranger": "x"},
        by=BY,
    )
    assert keys_of(account).secrets == {"token": "a", "since": "2026-11-01"}


def test_account_that_is_not_let_in_is_not_kept_and_one_hears_why(bazaar):
    with refused("channels.keys_refused", field="keys") as caught:
        connect(token="bad")
    assert "Connect it again with new keys" in str(caught.value)
    bazaar.happens = [once("check", "before", SILENT)]
    with refused("channels.silent", field="keys"):
        connect()
    assert not Account.objects.exists()


def test_key_that_is_missing_is_named(bazaar):
    with refused("channels.key_missing", field="token"):
        connect(token=" ")


def test_seller_needs_a_gstin_and_must_be_of_the_mart(bazaar):
    with refused("channels.seller_unregistered", field="seller"):
        connect(make_seller())
    other = make_mart("dumka", order_prefix="DU")
    with refused("channels.another_mart", field="seller"):
        connect(make_registered_maker(other).seller)
    with refused("channels.another_mart", field="place"):
        connect(place=make_hub(other))


def test_channel_must_be_a_folder():
    mart = make_mart()
    with refused("channels.no_channel", field="channel"):
        actions.connect_account(mart, channel="nowhere", seller=make_seller(), secrets={}, by=BY)


def test_account_sells_what_lies_at_its_place(bazaar):
    hub, other = make_hub(), make_hub()
    account = connect(place=hub)
    sells = SellsFrom.objects.get(place=hub)
    assert (sells.channel, sells.account, sells.stopped_at) == (SLUG, account.key, None)
    again = connect(account.seller)
    assert again.place == hub
    connect(account.seller, place=other)
    assert list(SellsFrom.objects.filter(stopped_at=None).values_list("place", flat=True)) == [other.pk]


def test_connected_again_it_is_the_same_account_with_new_keys_and_open(bazaar):
    account = connect(token="one")
    Account.objects.update(state="stopped", trouble="keys_ended")
    again = connect(account.seller, token="one")
    assert (again.pk, again.state, again.trouble) == (account.pk, "open", "")
    with refused("channels.other_seller", field="seller"):
        connect(token="one")


def change(account, **told):
    now = {"name": account.name, "place": account.place, "buffer": account.buffer, "most": account.most}
    now |= {"handling_days": account.handling_days, "prices": account.prices}
    return actions.change_account(account, **(now | told), by=BY)


def test_what_a_channel_takes_has_its_offers_looked_at_anew_and_no_others(bazaar, account):
    live(account, make_good())
    worker.run_due()
    for channel, looks in (("elsewhere", False), (SLUG, True)):
        before = Offer.objects.get().touched
        fee = make_channel_fee(account.mart, channel=channel)
        worker.run_due()
        assert (Offer.objects.get().touched > before) is looks
    before = Offer.objects.get().touched
    take_back_channel_fee(fee, by=BY)
    worker.run_due()
    assert Offer.objects.get().touched > before


def test_account_is_changed_and_its_offers_are_looked_at_anew(bazaar, account):
    good = make_good(pieces=9)
    live(account, good)
    changed = change(account, buffer=2, most=5, name=" Our  shop in Deoghar ", prices="same_to_maker")
    assert (changed.buffer, changed.most, changed.name) == (2, 5, "Our shop in Deoghar")
    event = Event.objects.get(kind="channels.account_changed")
    assert event.data["after"]["buffer"] == 2
    assert Offer.objects.get().touched > Offer.objects.get().made
    change(changed)
    assert Event.objects.filter(kind="channels.account_changed").count() == 1
    change(changed, prices="uniform")
    turn(account)
    assert bazaar.pieces(account.key, good.sku) == 5


@pytest.mark.parametrize(("field", "figure"), [("buffer", 101), ("most", -1), ("handling_days", 61)])
def test_figures_no_account_has_are_refused(bazaar, account, field, figure):
    with refused("channels.bad_figure", field=field):
        change(account, **{field: figure})


def test_place_of_another_mart_is_refused(bazaar, account):
    with refused("channels.another_mart", field="place"):
        change(account, place=make_hub(make_mart("dumka", order_prefix="DU")))


def test_pause_says_who_why_and_since_when_and_counts_once(bazaar, account):
    with refused("channels.why_missing", field="why"):
        actions.pause_account(account, why=" ", by=BY)
    for why in ("until the prices are read", "another"):
        paused = actions.pause_account(account, why=why, by=BY)
    assert (paused.paused_why, paused.paused_by_id) == ("until the prices are read", BY.user_id)
    for _turn in range(2):
        resumed = actions.resume_account(account, by=BY)
    assert (resumed.paused_at, resumed.paused_why) == (None, "")
    kinds = Event.objects.filter(kind__startswith="channels.account_").values_list("kind", flat=True)
    assert sorted(kinds)[1:] == ["channels.account_paused", "channels.account_resumed"]


def test_one_switch_pauses_a_channel_or_all_of_a_mart(bazaar, account):
    other = make_account()
    assert len(actions.pause_channel(account.mart, channel=SLUG, why="a fair", by=BY)) == 2
    assert actions.pause_channel(account.mart, channel="elsewhere", why="a fair", by=BY) == []
    assert len(actions.resume_channel(account.mart, by=BY)) == 2
    other.refresh_from_db()
    assert other.paused_at is None


def test_stopped_account_is_checked_and_goes_on(bazaar, account):
    Account.objects.filter(pk=account.pk).update(state="stopped", trouble="suspended")
    bazaar.happens = [once("check", "before", Shut("suspended"))]
    with refused("channels.suspended", field="keys"):
        actions.check_account(account, by=BY)
    assert actions.check_account(account, by=BY).state == "open"
    Account.objects.filter(pk=account.pk).update(channel="gone")
    with refused("channels.no_folder"):
        actions.check_account(account, by=BY)
    Account.objects.filter(pk=account.pk).update(channel=SLUG)


def test_closed_account_is_closed_once_and_opens_when_it_is_connected_again(bazaar, account):
    hub = make_hub()
    change(account, place=hub)
    live(account, make_good())
    token = keys_of(Account.objects.get()).secrets["token"]
    for _turn in range(2):
        closed = actions.close_account(account, by=BY)
    assert (closed.state, Offer.objects.get().open) == ("closed", False)
    assert SellsFrom.objects.get().stopped_at is None
    turn(account)
    turn(account)
    assert SellsFrom.objects.get().stopped_at is not None
    with refused("channels.account_closed", field="account"):
        actions.check_account(account, by=BY)
    with refused("channels.account_closed", field="account"):
        actions.publish(account, variants=[make_good().pk], by=BY)
    assert connect(account.seller, token=token).state == "open"
    assert Event.objects.filter(kind="channels.account_closed").count() == 1


def test_closed_account_keeps_its_keys_until_its_orders_have_left(bazaar, account):
    good = make_good()
    live(account, good)
    one = told({good: 1}, key="T-1")
    bazaar.tell(account.key, one, told({good: 1}, key="T-2", facts=None, state="Pending"))
    turn(account)
    actions.close_account(account, by=BY)
    turn(account)
    assert bytes(Account.objects.get().keys) != b""
    bazaar.tell(account.key, replace(one, cancelled={"L1": 1}), told({good: 1}, key="T-2", facts=None, state="Pending"))
    turn(account)
    assert Part.objects.get().state == "cancelled"
    assert bytes(Account.objects.get().keys) != b""
    with later(days=31):
        turn(account)
    assert bytes(Account.objects.get().keys) == b""


def test_last_orders_of_a_closed_account_are_filled_from_where_it_sold(bazaar, account):
    hub, good = make_hub(), make_good(pieces=4)
    change(account, place=hub)
    make_moved(good, hub, 4)
    live(account, good)
    assert bazaar.pieces(account.key, good.sku) == 4
    actions.close_account(account, by=BY)
    bazaar.tell(account.key, told({good: 3}, key="T-1"))
    turn(account)
    part = Part.objects.get()
    assert (part.place, SellsFrom.objects.get().stopped_at) == (hub, None)
    walk(part, "delivered")
    with later(days=3):
        turn(account)
    assert (bytes(Account.objects.get().keys), SellsFrom.objects.get().stopped_at is None) == (b"", False)


def test_closed_account_that_is_let_in_no_more_and_has_no_order_sells_from_nowhere(bazaar, account):
    change(account, place=make_hub())
    live(account, make_good())
    actions.close_account(account, by=BY)
    bazaar.happens = [once("orders", "before", Shut("keys_refused"), times=9)]
    turn(account)
    assert SellsFrom.objects.get().stopped_at is not None


def test_account_that_is_opened_again_is_read_as_one_that_is_new(bazaar, account):
    turn(account)
    account.refresh_from_db()
    account.cursor = {"at": 3}
    account.save()
    token = keys_of(account).secrets["token"]
    assert connect(account.seller, token=token).cursor == {"at": 3}
    actions.close_account(account, by=BY)
    again = connect(account.seller, token=token)
    assert (again.pk, again.listed_at, again.cursor, again.orders_at) == (account.pk, None, {}, None)


def test_account_is_connected_at_one_mart_only(bazaar, account):
    other = make_mart("dumka", order_prefix="DU")
    token = keys_of(account).secrets["token"]
    again = {"channel": SLUG, "seller": make_registered_maker(other).seller, "secrets": {"token": token}, "by": BY}
    with refused("channels.at_another_mart", field="keys"):
        actions.connect_account(other, **again)
    assert Account.objects.get() == account
    actions.close_account(account, by=BY)
    with refused("channels.at_another_mart", field="keys"):
        actions.connect_account(other, **again)
    turn(account)
    assert actions.connect_account(other, **again).key == account.key


def test_closed_account_that_is_let_in_no_more_is_not_asked_every_minute(bazaar, account):
    live(account, make_good())
    actions.close_account(account, by=BY)

    def refuses(_what, _moment):
        raise Shut("keys_refused")

    bazaar.happens = [refuses]
    assert turn(account, whole=False).stopped == "keys_refused"
    calls = sum(bazaar.calls.values())
    assert (turn(account, whole=False).stopped, sum(bazaar.calls.values())) == ("keys_refused", calls)
    bazaar.happens = []
    with later(minutes=31):
        turn(account, whole=False)
    assert sum(bazaar.calls.values()) > calls
    turn(account)
    turn(account)
    assert bytes(Account.objects.get().keys) == b""
