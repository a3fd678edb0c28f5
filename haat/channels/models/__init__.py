"""Goods at marketplaces: accounts, what is wanted, sent and seen, what keeps it back, is asked, sold and settled."""

from haat.channels.models.accounts import Account, Asked, Quota, Schema
from haat.channels.models.causes import Cause, Refusal
from haat.channels.models.feeds import Feed, FeedAsk, Portal
from haat.channels.models.offers import IS_DUE, Attempt, Found, Offer
from haat.channels.models.sales import Sale
from haat.channels.models.settlements import Settlement, SettlementLine
from haat.channels.models.shipments import Shipment, ShipmentLabel
from haat.channels.models.tasks import MakerTask

__all__ = [
    "IS_DUE",
    "Account",
    "Asked",
    "Attempt",
    "Cause",
    "Feed",
    "FeedAsk",
    "Found",
    "MakerTask",
    "Offer",
    "Portal",
    "Quota",
    "Refusal",
    "Sale",
    "Schema",
    "Settlement",
    "SettlementLine",
    "Shipment",
    "ShipmentLabel",
]
