"""Corruptions of accounts, offers and what channels tell; see corruptions.py."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from haat.catalogue.models import Variant
from haat.channels.models import Account, Attempt, Cause, Offer, Sale, Settlement, Shipment
from haat.makers.models import Seller
from tests.core.corruptions_feeds import FEEDS
from tests.core.plants import Plant, of_another_mart


def account() -> Account:
    """One at a marketplace whose folder is not here, with nothing to do."""
    seller = Seller.objects.earliest("pk")
    return Account.objects.create(mart=seller.mart, channel="elsewhere", key="A1", name="Ours", seller=seller)


def offer(**fields: Any) -> Callable[[], object]:
    """An offer that nobody wants there; `fields` say otherwise."""

    def plant() -> None:
        at = account()
        size = Variant.objects.filter(mart=at.mart).earliest("pk")
        quiet = {"open": False, "state": "closed", "made": 1, "wanted_at": timezone.now()}
        Offer.objects.create(mart=at.mart, account=at, variant=size, sku=size.sku, **(quiet | fields))

    return plant


STANDS = {
    "open": True,
    "state": "live",
    "there": True,
    "buyable": True,
    "shown": True,
    "live_at": "2026-11-20T10:00:00Z",
}


def attempt() -> None:
    """The channel has it, and nobody will ask."""
    Attempt.objects.create(account=account(), operation="stock", number=1, state="taken", ref="7")


def cause() -> None:
    """A task about nothing."""
    at = account()
    Cause.objects.create(mart=at.mart, account=at, code="90220", who="desk")


def sale() -> None:
    """It was told, and nothing came of it."""
    at = account()
    Sale.objects.create(mart=at.mart, account=at, external_id="1", facts={"name": "Ranjana"})


def parcel(**fields: Any) -> Callable[[], object]:
    """A parcel of an order that was told of and is none here."""

    def plant() -> None:
        at = account()
        sold = Sale.objects.create(mart=at.mart, account=at, external_id="2")
        Shipment.objects.create(mart=at.mart, sale=sold, way="fetched", **fields)

    return plant


def settlement() -> None:
    """Lines were read, and are gone."""
    at = account()
    Settlement.objects.create(mart=at.mart, account=at, key="9", number=3)


def account_of_another() -> None:
    """Its seller stays where it was."""
    account()
    of_another_mart(Account)()


CHANNELS: list[tuple[str, str, Plant]] = [
    ("an offer said to be live", "channels: an offer stands as what is known of it", offer(state="live")),
    ("a change that is said to be due", "channels: an offer stands as what is known of it", offer(due="close")),
    ("stock that is seen otherwise and nobody says why", "channels: what is wanted is seen, or explained",
     offer(**STANDS, wanted={"stock": "a"}, sent={"stock": "a"}, seen={"stock": "b"})),
    ("a listing that stands there though it is off", "channels: what is wanted is seen, or explained",
     offer(there=True, sent={"close": "off"})),
    ("more pieces offered than there are", "channels: one stock", offer(**STANDS, pieces=999_999)),
    ("a reason nobody is asked about", "channels: no task without a cause",
     offer(open=True, state="blocked", reasons=[{"code": "paper", "about": "", "who": "maker", "hold": "all"}])),
    ("a task about nothing", "channels: no task without a cause", cause),
    ("a sending nobody asks about", "channels: no attempt is forgotten", attempt),
    ("something under way with no attempt", "channels: no attempt is forgotten", offer(sending={"stock": "a"})),
    ("an order told and not received", "channels: an order that was told is received, or waits for somebody", sale),
    ("an account of another mart than its seller", "channels: an account is of its mart", account_of_another),
    ("a pick-up nobody reads back", "channels: a parcel stands as what is known of it", parcel(state="unknown")),
    ("a label that is nowhere", "channels: a parcel stands as what is known of it", parcel(label_state="kept")),
    ("a settlement without its lines", "channels: a settlement is its lines", settlement),
    *FEEDS,
]  # fmt: skip
