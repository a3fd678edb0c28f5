"""Who may, and what holds of orders."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Good, Variant
from haat.core.dates import day_of, start_of
from haat.core.errors import HaatError
from haat.core.identifiers import InvalidIdentifier, clean_mobile, clean_pin
from haat.core.money import above_rupees
from haat.core.texts import clean_line
from haat.makers.models import Maker
from haat.orders.errors import TOO_LONG, BadBuyer
from haat.orders.models import Order, OrderLine, Part

Rule = Callable[[Part], bool]

MOST_PIECES = 99
RETURN_DAYS = 7
OPEN_STATES = (
    Part.State.AWAITING_PAYMENT,
    Part.State.PLACED,
    Part.State.ACCEPTED,
    Part.State.PACKED,
)
# Nothing is packed and no bill is written: pieces may still go ways of their own.
DIVISIBLE = (Part.State.AWAITING_PAYMENT, Part.State.PLACED, Part.State.ACCEPTED)
HOLD_DAYS = 60
# Not packed yet: there is no parcel of it and no paper, nothing came back and nothing is given back.
UNPACKED = DIVISIBLE
CLOSED_STATES = (Part.State.DELIVERED, Part.State.CANCELLED, Part.State.RETURNED)


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
    for field, asked in _TEXTS.items():
        clean[field] = " ".join(getattr(buyer, field).split())
        if (problem := asked.refusal(field, clean[field])) is not None:
            wrong[field] = problem
    if wrong:
        raise BadBuyer({field: wrong[field] for field in _FIELDS if field in wrong})
    return Buyer(language=buyer.language, user_id=buyer.user_id, **clean)


def checked_caller(*, phone: str, name: str, pin: str, words: str) -> tuple[str, str, str, str]:
    """Phone, name, PIN and words of somebody who is to be called, clean; raises BadBuyer with every wrong field."""
    wrong: dict[str, HaatError] = {}
    clean = {"name": clean_line(name), "words": clean_line(words)}
    for field, text, read in (("phone", phone, _read_phone), ("pin", pin, clean_pin)):
        try:
            clean[field] = read(text)
        except InvalidIdentifier as error:
            wrong[field] = HaatError(error.code, error.message, field=field)
    for field, asked in _OF_A_CALLER.items():
        if (problem := asked.refusal(field, clean[field])) is not None:
            wrong[field] = problem
    if wrong:
        raise BadBuyer(wrong)
    return clean["phone"], clean["name"], clean["pin"], clean["words"]


def _read_phone(text: str) -> str:
    return clean_mobile(text, allow_demo=settings.DEMO)


@dataclass(frozen=True)
class _Text:
    """What is asked of a text: how it is called, how many letters it has, what is said when it lacks, is too short, or
    has no sign that is `printed`: emoji alone are not, and the label would have no name."""

    label: "str | Promise"
    most: int
    least: int = 0
    missing: "str | Promise" = ""
    short: "str | Promise" = ""
    blank: "str | Promise" = ""
    printed: Callable[[str], bool] = str.isalnum

    def refusal(self, field: str, text: str) -> HaatError | None:
        """Why a text cannot stand so, each reason in a sentence of its own."""
        sentence = self._wrong(text)
        facts = {"label": self.label, "least": self.least, "most": self.most}
        return HaatError(f"orders.bad_{field}", sentence, field=field, **facts) if sentence else None

    def _wrong(self, text: str) -> "str | Promise":
        if len(text) > self.most:
            return TOO_LONG
        if not text and self.least:
            return self.missing
        if len(text) < self.least:
            return self.short
        return "" if any(map(self.printed, text)) else self.blank


MOST_WORDS = 500
_FIELDS = ("phone", "name", "address", "landmark", "pin")
_NAME: dict[str, Any] = {
    "short": _("Name: it is too short. Write at least %(least)d letters."),
    "blank": _("Name: write it in letters."),
    "printed": str.isalpha,
}
_ADDRESS = _("Address: write house, street and village or town, so that the rider finds it.")
_TEXTS = {
    "name": _Text(_("Name"), 120, 2, _("Name: write the name of who receives the parcel."), **_NAME),
    "address": _Text(
        _("Address"),
        240,
        8,
        _ADDRESS,
        _("Address: it is too short. Write at least %(least)d letters, so that the parcel is found."),
        _ADDRESS,
    ),
    "landmark": _Text(_("Landmark"), 120),
}
_OF_A_CALLER = {
    "name": _Text(_("Name"), 120, 2, _("Name: write who is to be called."), **_NAME),
    "words": _Text(_("Question"), MOST_WORDS),
}


def for_sale(variant: Variant) -> bool:
    """True when the variant may be bought: it, its good and its maker are all live."""
    good = variant.good
    return variant.active and good.state == Good.State.LIVE and good.maker.state == Maker.State.LIVE


def unpacked(parts: Iterable[Part]) -> bool:
    """Whether none of an order's parts is packed or ended: nothing hangs on them yet but their lines."""
    return all(part.state in UNPACKED for part in parts)


def buyer_may_cancel(part: Part) -> bool:
    """True until the parcel has left; what was ordered elsewhere is cancelled there."""
    return not part.order.is_elsewhere and part.state in OPEN_STATES and part.sent_at is None


def buyer_may_return(part: Part, *, now: datetime) -> bool:
    """True in the days to send it back, which for what was ordered elsewhere are the channel's own affair."""
    return not part.order.is_elsewhere and in_return_days(part, now=now)


def may_divide(part: Part) -> bool:
    """True while pieces of it may be cancelled, held, accepted or packed apart from the others."""
    return part.state in DIVISIBLE


def may_hold(part: Part) -> bool:
    """True while its maker may say that it is ready on a later day."""
    return part.state in (Part.State.PLACED, Part.State.ACCEPTED)


def maker_may_cancel(part: Part) -> bool:
    """True until it is packed: a maker may say that she cannot make it."""
    return part.state in (Part.State.PLACED, Part.State.ACCEPTED)


def return_ends(part: Part) -> datetime:
    """The first instant at which a delivered part can no longer be sent back: always the start of a day in India.

    The whole of the RETURN_DAYS-th day after the delivery is the buyer's. Raises ValueError before delivery.
    """
    if part.delivered_at is None:
        raise ValueError(f"{part.number} is not delivered")
    return start_of(day_of(part.delivered_at) + timedelta(days=RETURN_DAYS + 1))


def last_return_day(part: Part) -> date:
    """The last day on which the buyer may ask to send a delivered part back."""
    return day_of(return_ends(part)) - timedelta(days=1)


def in_return_days(part: Part, *, now: datetime) -> bool:
    """True from its delivery until `return_ends`."""
    return part.delivered_at is not None and now < return_ends(part)


def may_come_back(part: Part, *, now: datetime) -> bool:
    """True while pieces of a delivered part may come back: in its return days; sold elsewhere, whenever they come.

    How long a buyer may send back what she ordered elsewhere is between her and the channel: it has happened.
    """
    return part.delivered_at is not None and (part.order.is_elsewhere or in_return_days(part, now=now))


def may_rate(line: OrderLine) -> bool:
    """True when the buyer has it, or had it."""
    return line.part.state in (Part.State.DELIVERED, Part.State.RETURNED)


def resalable(good: Good) -> bool:
    """True when a piece may lie on the shelf again after a journey; food may not."""
    return good.shelf_life_days is None


def left_off(pays: str, paise: int) -> int:
    """What is left off a parcel of so many paise: in cash it costs whole rupees, never more than its goods and way."""
    return above_rupees(paise) if pays == Order.Pays.AT_THE_DOOR else 0
