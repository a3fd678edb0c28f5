"""Goods at marketplaces: whose account, what is wanted, sent and seen, what keeps it back, what is asked, what sold."""

from haat.channels.models.accounts import Account, Asked, Quota, Schema
from haat.channels.models.causes import Cause, Refusal
from haat.channels.models.feeds import Feed, Portal
from haat.channels.models.offers import Attempt, Found, Offer
from haat.channels.models.sales import Sale
from haat.channels.models.tasks import MakerTask

__all__ = [
    "Account",
    "Asked",
    "Attempt",
    "Cause",
    "Feed",
    "Found",
    "MakerTask",
    "Offer",
    "Portal",
    "Quota",
    "Refusal",
    "Sale",
    "Schema",
]
