"""Accounts: connected and checked, changed, paused, closed."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haat.channels.actions.refusing import end
from haat.channels.actions.restating import BATCH, held_offers, write
from haat.channels.actions.standing import LACKING, TROUBLE, stop_selling, works
from haat.channels.actions.wanting import touch_all
from haat.channels.channel import Channel, Keys, Shut, Standing, Trouble, find
from haat.channels.errors import (
    AccountClosed,
    AtAnotherMart,
    BadFigure,
    KeyMissing,
    NoSuchChannel,
    NotLetIn,
    OfAnotherMart,
    OtherSeller,
    SellerUnregistered,
    WhyMissing,
)
from haat.channels.keys import keys_of, sealed
from haat.channels.models import Account, Offer, Refusal
from haat.channels.plain import legible, plain
from haat.channels.troubles import word_of
from haat.core.actor import Actor
from haat.core.events import changes, record
from haat.core.jobs import enqueue
from haat.core.locks import hold, hold_all
from haat.core.rows import batches, insert_new, update
from haat.core.texts import clean_line
from haat.makers.models import Seller
from haat.places.models import Mart
from haat.stock import actions as stock
from haat.stock.models import StockPlace

MOST = {"buffer": 100, "most": 100_000, "handling_days": 60}
MOST_NAME, MOST_WHY, MOST_KEY = 80, 200, 40
# Longer than any transaction that began before the account was there, and told nobody of what it changed.
SETTLED = timedelta(minutes=15)
SHUT = ("open", "reasons", "wanted", "pieces")
TOLD = ("name", "buffer", "most", "handling_days", "prices")


def connect_account(
    mart: Mart,
    *,
    channel: str,
    seller: Seller,
    secrets: Mapping[str, str],
    place: StockPlace | None = None,
    key: str = "",
    by: Actor,
) -> Account:
    """Sign in to a channel with these keys, see what the account may do, and keep it; the same account is opened again.

    `place`: where it sells from (None: as before, and a new one from each maker). `key` is what the seller calls the
    account there, where its channel asks for that. Raises NoSuchChannel, SellerUnregistered, OfAnotherMart, KeyMissing,
    NotLetIn, OtherSeller, AtAnotherMart, and what `stock.sell_from` raises.
    """
    folder = find(channel)
    if folder is None:
        raise NoSuchChannel
    if not seller.registered and folder.away:
        raise SellerUnregistered(seller.legal_name)
    for field, row in (("seller", seller), ("place", place)):
        if row is not None and row.mart_id != mart.pk:
            raise OfAnotherMart(field)
    keys = Keys(key[:MOST_KEY], _clean(secrets, folder), {})
    return _keep(mart, folder, seller, place, keys, _checked(folder, keys), by)


def _clean(secrets: Mapping[str, str], folder: Channel) -> dict[str, str]:
    """The keys without spaces in them, and what else its environment tells. Raises KeyMissing."""
    asked = dict.fromkeys((*folder.secrets, *folder.environment))
    found = {name: "".join(secrets.get(name, "").split()) for name in asked}
    for name, title in folder.secrets.items():
        if not found[name]:
            raise KeyMissing(name, title)
    return {name: value for name, value in found.items() if value}


def _checked(folder: Channel, keys: Keys) -> Standing:
    """What the channel says of the account. Raises NotLetIn."""
    try:
        return folder.check(keys)
    except (Shut, Trouble) as wrong:
        word = word_of(wrong.code)
        raise NotLetIn(wrong.code, word.sentence, word.next_step) from wrong


@transaction.atomic
def _keep(
    mart: Mart, folder: Channel, seller: Seller, place: StockPlace | None, keys: Keys, found: Standing, by: Actor
) -> Account:
    """The account as it was checked; one that is known already is opened again, with its offers as they stand."""
    key, name = legible(found.key)[:MOST_KEY], legible(found.name)[:MOST_NAME]
    _unless_elsewhere(mart, folder.slug, key)
    insert_new([Account(mart=mart, channel=folder.slug, key=key, seller=seller, name=name)])
    row = hold(Account.objects.get(mart=mart, channel=folder.slug, key=key), "seller", "place", "mart")
    if row.seller_id != seller.pk:
        raise OtherSeller(row.seller.legal_name)
    if row.state == Account.State.CLOSED:
        # What its seller did there meanwhile nobody here has seen: its listings, and orders that have left.
        row.listed_at, row.cursor, row.orders_at = None, {}, None
    row.keys, row.facts, row.keys_end = sealed(keys.secrets, owner=row.pk), plain(found.facts), found.keys_end
    row.state, row.rest_until, row.waits = Account.State.OPEN, None, {}
    row.trouble, row.trouble_said, row.trouble_since = "", "", None
    row.lacking, row.lacking_since = {}, None
    row.contact_at = now = timezone.now()
    _sell_from(row, place or row.place, by)
    update(row, "keys", "facts", "keys_end", "state", "rest_until", "waits", "contact_at", "place")
    update(row, *TROUBLE, *LACKING, "listed_at", "cursor", "orders_at")
    place_id = row.place_id
    record(
        "channels.account_connected",
        row,
        by=by,
        channel=row.channel,
        key=row.key,
        seller_id=seller.pk,
        place_id=place_id,
    )
    key = f"channels.look_anew:{row.pk}:{now.isoformat()}"
    enqueue("channels.look_anew", key=key, run_at=now + SETTLED, account_id=row.pk)
    return row


def _unless_elsewhere(mart: Mart, channel: str, key: str) -> None:
    """Every order of an account is told to who has its keys: two marts would both pack it. Raises AtAnotherMart."""
    hold_all(Mart.objects.all())  # whoever connects it at the same time waits
    others = Account.objects.filter(channel=channel, key=key).exclude(mart=mart)
    if others.exclude(state=Account.State.CLOSED, keys=b"").exists():
        raise AtAnotherMart


def _sell_from(row: Account, place: StockPlace | None, by: Actor) -> None:
    """It sells what lies at its pick-up place, and no more what lies at the one before."""
    before = row.place
    if before is not None and before != place and before.away:
        stock.stop_selling_from(before, channel=row.channel, account=row.key, by=by)
    if place is not None and place.away:
        stock.sell_from(place, channel=row.channel, account=row.key, by=by)
    row.place = place


@transaction.atomic
def change_account(
    account: Account,
    *,
    name: str,
    place: StockPlace | None,
    buffer: int,
    most: int,
    handling_days: int,
    prices: str,
    by: Actor,
) -> Account:
    """How it is called, where it sells from, and how much of the stock at which price.

    Raises BadFigure, OfAnotherMart, and what `stock.sell_from` raises.
    """
    figures = {"buffer": buffer, "most": most, "handling_days": handling_days}
    for field, figure in figures.items():
        if not 0 <= figure <= MOST[field]:
            raise BadFigure(field, MOST[field])
    if place is not None and place.mart_id != account.mart_id:
        raise OfAnotherMart("place")
    row = hold(account, "place", "mart")
    before = _facts(row)
    row.name = clean_line(name)[:MOST_NAME] or row.name
    row.prices = Account.Prices(prices) if prices in Account.Prices.values else row.prices
    for field, figure in figures.items():
        setattr(row, field, figure)
    if (place.pk if place else None) != row.place_id:
        _sell_from(row, place, by)
    if _facts(row) != before:
        update(row, *TOLD, "place")
        record("channels.account_changed", row, by=by, **changes(before, _facts(row)))
        touch_all(row)
    return row


def _facts(row: Account) -> dict[str, Any]:
    """An account as its history shows it."""
    return {name: getattr(row, name) for name in TOLD} | {"place": row.place_id}


def check_account(account: Account, *, by: Actor) -> Account:
    """Ask the channel whether the account is let in; one that was stopped goes on. Raises AccountClosed, NotLetIn."""
    row = Account.objects.get(pk=account.pk)
    if row.state == Account.State.CLOSED:
        raise AccountClosed
    folder = find(row.channel)
    try:
        if folder is None:
            raise Shut("no_folder")
        keys = keys_of(row)
    except Shut as shut:
        word = word_of(shut.code)
        raise NotLetIn(shut.code, word.sentence, word.next_step) from shut
    works(row, _checked(folder, keys), by=by)
    return row


@transaction.atomic
def close_account(account: Account, *, by: Actor) -> Account:
    """It sells no more: all that stands there is taken off, and then its keys are forgotten. Told twice, closed once.

    Orders that come meanwhile are received, from the stock it sold: till its last one has left it sells from its
    pick-up place (`standing.end_closed`).
    """
    row = hold(account, "place", "mart")
    if row.state == Account.State.CLOSED:
        return row
    row.state = Account.State.CLOSED
    update(row, "state")
    keys = list(Offer.objects.filter(account=row, open=True).order_by("pk").values_list("pk", flat=True))
    for some in batches(keys, BATCH):
        shut_offers(some, now=timezone.now(), by=by)
    if not row.keys:
        stop_selling(row, by=by)
    record("channels.account_closed", row, by=by, offers=len(keys))
    return row


def shut_offers(keys: Iterable[int], *, now: datetime, by: Actor) -> list[Offer]:
    """These offers are no longer wanted where they stand; what was said against them is nobody's task any more."""
    offers = [offer for offer in held_offers(keys) if offer.open]
    for offer in offers:
        offer.open, offer.reasons, offer.wanted, offer.pieces = False, [], {}, 0
    end([offer.pk for offer in offers], *Refusal.Source.values)
    write([offer for offer in offers if offer.sending], *SHUT, now=now, by=by)  # its body is being sent just now
    still = [offer for offer in offers if not offer.sending]
    for offer in still:
        offer.wanted_body = {}
    write(still, *SHUT, "wanted_body", now=now, by=by)
    return offers


@transaction.atomic
def pause_account(account: Account, *, why: str, by: Actor) -> Account:
    """Our changes stop; what is live there stays on sale, and its stock is kept true. Raises WhyMissing."""
    return _pause(account, _reason(why), by)


@transaction.atomic
def resume_account(account: Account, *, by: Actor) -> Account:
    """What waited goes with the next turn. Told twice, it counts once."""
    return _resume(account, by)


@transaction.atomic
def pause_channel(mart: Mart, *, channel: str = "", why: str, by: Actor) -> list[Account]:
    """The same of all the mart's accounts at a channel, or at every one. Raises WhyMissing."""
    said = _reason(why)
    return [_pause(account, said, by) for account in _open_at(mart, channel)]


@transaction.atomic
def resume_channel(mart: Mart, *, channel: str = "", by: Actor) -> list[Account]:
    """The way back of `pause_channel`."""
    return [_resume(account, by) for account in _open_at(mart, channel)]


def _open_at(mart: Mart, channel: str) -> list[Account]:
    rows = Account.objects.filter(~Q(state=Account.State.CLOSED), mart=mart).order_by("pk")
    return list(rows.filter(channel=channel) if channel else rows)


def _reason(why: str) -> str:
    said = clean_line(why)[:MOST_WHY]
    if not said:
        raise WhyMissing
    return said


def _pause(account: Account, why: str, by: Actor) -> Account:
    row = hold(account)
    if row.paused_at is None:
        row.paused_at, row.paused_by_id, row.paused_why = timezone.now(), by.user_id, why
        update(row, "paused_at", "paused_by_id", "paused_why")
        record("channels.account_paused", row, by=by, why=why)
    return row


def _resume(account: Account, by: Actor) -> Account:
    row = hold(account)
    if row.paused_at is not None:
        row.paused_at, row.paused_by_id, row.paused_why = None, None, ""
        update(row, "paused_at", "paused_by_id", "paused_why")
        record("channels.account_resumed", row, by=by)
    return row
