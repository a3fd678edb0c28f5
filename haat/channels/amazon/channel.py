"""Amazon in India: what it is, and the five methods, each in a module of its own."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from haat.channels import channel
from haat.channels.amazon import check, feeds, orders, reading, sending, shaping, told, told_v0, words
from haat.channels.amazon.causes import ADVICE
from haat.channels.amazon.operations import MOST_MESSAGES, RATES, RIGHTS
from haat.channels.channel import (
    CLOSE,
    LISTING,
    PRICE,
    STOCK,
    Good,
    Keys,
    Line,
    Page,
    Receipt,
    Report,
    Seen,
    Sending,
    Shaped,
    Standing,
)
from haat.channels.http import is_here
from haat.studio.where import PictureRule


class Amazon(channel.Channel):
    """Amazon.in, by the Selling Partner API."""

    title = _("Amazon.in")
    asks_as = "amazon"
    rates = RATES
    batches = dict.fromkeys((CLOSE, STOCK, PRICE, LISTING), MOST_MESSAGES)
    with_listing = (PRICE, STOCK)
    secrets = {
        "client_id": _("Client identifier of the app"),
        "client_secret": _("Client secret of the app"),
        "refresh_token": _("Refresh token of the account"),
        "seller_id": _("Merchant token of the account"),
    }
    environment = {
        "client_id": "HAAT_AMAZON_CLIENT_ID",
        "client_secret": "HAAT_AMAZON_CLIENT_SECRET",
        "refresh_token": "HAAT_AMAZON_REFRESH_TOKEN",
        "seller_id": "HAAT_AMAZON_SELLER_ID",
        "secret_since": "HAAT_AMAZON_SECRET_SINCE",
    }
    live_after = _("minutes for stock and price, up to a day for a new good")
    bills = True
    keeps_buyers_days = 30
    # Main picture on white, the good filling 85%, no letters; from 1,000 pixels buyers can look closer.
    pictures = PictureRule(least_side=1000, white=True, least_fill=85, letters=False, drawings=False, most_number=9)
    # FSSAI's advice for food that is sold online: 45 days or 30% of its life left, whichever is less.
    life_left_days, life_left_bp = 45, 3000
    advice = ADVICE
    rights = RIGHTS
    field_words = words.FIELD_WORDS
    picture_fields = tuple(words.PICTURES)
    order_states = frozenset((*told.STATES, *told_v0.STATES))
    orders_every = timedelta(minutes=3)
    # Feeds wait in a queue, and a new listing is seen when its feed was worked off.
    late = timedelta(minutes=30)

    @property
    def rehearsed(self) -> bool:
        return is_here(str(settings.CHANNELS["amazon_api_url"]))

    def check(self, keys: Keys) -> Standing:
        return check.check(keys)

    def shape(self, goods: Sequence[Good], keys: Keys, line: Line) -> Iterator[Shaped]:
        return shaping.shape(goods, keys, line)

    def send(self, operation: str, sendings: Sequence[Sending], keys: Keys, line: Line) -> Receipt:
        return sending.send(operation, sendings, keys, line)

    def look(self, what: "Sequence[str] | str", keys: Keys, line: Line) -> "Iterator[Seen] | Report":
        return feeds.report(what, keys, line) if isinstance(what, str) else reading.seen(what, keys, line)

    def orders(self, cursor: Mapping[str, Any], keys: Keys, line: Line) -> Page:
        return orders.page(cursor, keys, line)


CHANNEL = Amazon()
