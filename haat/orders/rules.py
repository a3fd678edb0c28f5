"""Who may, and what holds of orders."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Good, Variant
from haat.core.errors import HaatError
from haat.core.identifiers import InvalidIdentifier, clean_mobile, clean_pin
from haat.makers.models import Maker
from haat.orders.errors import BadBuyer
from haat.orders.models import OrderLine, SellerOrder

MOST_PIECES = 99
RETURN_DAYS = 7
OPEN_STATES = (
    SellerOrder.State.AWAITING_PAYMENT,
    SellerOrder.State.PLACED,
    SellerOrder.State.ACCEPTED,
    SellerOrder.State.PACKED,
)
CLOSED_STATES = (SellerOrder.State.DELIVERED, SellerOrder.State.CANCELLED, SellerOrder.State.RETURNED)


@dataclass(frozen=True)
class Buyer:
    """Who buys and where it goes, as typed; `checked_buyer` makes it clean."""

    phone: str
    name: str
    address: str
    pin: str
    landmark: str = ""
    language: str = "hi"
    user_id: int | None = None


def checked_buyer(buyer: Buyer) -> Buyer:
    """The buyer with a clean phone and PIN; raises BadBuyer with every wrong field."""
    wrong: dict[str, HaatError] = {}
    clean: dict[str, str] = {}
    for field, read in (("phone", _read_phone), ("pin", clean_pin)):
        try:
            clean[field] = read(getattr(buyer, field))
        except InvalidIdentifier as error:
            wrong[field] = HaatError(error.code, error.message, field=field)
    for field, least, most, sentence in _TEXTS:
        clean[field] = " ".join(getattr(buyer, field).split())
        if not least <= len(clean[field]) <= most:
            wrong[field] = HaatError(f"orders.bad_{field}", sentence, field=field)
    if wrong:
        raise BadBuyer({field: wrong[field] for field in _FIELDS if field in wrong})
    return Buyer(language=buyer.language, user_id=buyer.user_id, **clean)


def _read_phone(text: str) -> str:
    return clean_mobile(text, allow_demo=settings.DEMO)


_FIELDS = ("phone", "name", "address", "landmark", "pin")
_TEXTS = (
    ("name", 2, 120, _("Name: write the name of who receives the parcel.")),
    ("address", 8, 240, _("Address: write house, street and village or town, so that the rider finds it.")),
    ("landmark", 0, 120, _("Landmark: make it shorter, at most 120 letters.")),
)


def for_sale(variant: Variant) -> bool:
    """True when the variant may be bought: it, its good and its maker are all live."""
    good = variant.good
    return variant.active and good.state == Good.State.LIVE and good.maker.state == Maker.State.LIVE


def buyer_may_cancel(part: SellerOrder) -> bool:
    """True until the parcel has left."""
    return part.state in OPEN_STATES and part.sent_at is None


def maker_may_cancel(part: SellerOrder) -> bool:
    """True until it is packed: a maker may say that she cannot make it."""
    return part.state in (SellerOrder.State.PLACED, SellerOrder.State.ACCEPTED)


def in_return_days(part: SellerOrder, *, now: datetime) -> bool:
    """True when it was delivered no more than RETURN_DAYS ago."""
    return part.delivered_at is not None and now - part.delivered_at <= timedelta(days=RETURN_DAYS)


def may_rate(line: OrderLine) -> bool:
    """True when the buyer has it, or had it."""
    return line.part.state in (SellerOrder.State.DELIVERED, SellerOrder.State.RETURNED)


def resalable(good: Good) -> bool:
    """True when a piece may lie on the shelf again after a journey; food may not."""
    return good.shelf_life_days is None
