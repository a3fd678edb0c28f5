"""What orders refuse."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from haat.core.errors import HaatError

TOO_LONG = _("%(label)s: it is too long. Write at most %(most)d letters.")


@dataclass(frozen=True)
class Change:
    """One thing that changed since the buyer looked: `kind` is price (paise), short, gone or later (days)."""

    variant_id: int
    kind: str
    before: int
    now: int


class BasketChanged(HaatError):
    """Price, stock or promise changed since the buyer looked. The basket is as she left it."""

    def __init__(self, changes: Iterable[Change]) -> None:
        super().__init__(
            "orders.basket_changed",
            _("Basket: something changed while it waited. Look at the marked goods, then order again."),
            field="basket",
        )
        self.changes = list(changes)


class EmptyBasket(HaatError):
    """Nothing to order."""

    def __init__(self) -> None:
        super().__init__("orders.empty_basket", _("Basket: it is empty. Put a good into it first."), field="basket")


class NotForSale(HaatError):
    """The good is not in the shop now."""

    def __init__(self) -> None:
        super().__init__("orders.not_for_sale", _("This good is not for sale now. Choose another one."))


class BadQuantity(HaatError):
    """A quantity outside 1 to the most one basket takes."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "orders.bad_quantity",
            _("Quantity: write a number from 1 to %(most)d. For more, send an enquiry."),
            field="quantity",
            most=most,
        )


class NotWholePieces(HaatError):
    """A quantity that is no whole number: 1.5, -3, or a word."""

    def __init__(self) -> None:
        super().__init__(
            "orders.not_whole_pieces",
            _("Quantity: write whole pieces in digits, for example 2."),
            field="quantity",
        )


class CannotSend(HaatError):
    """None of the goods can go to this PIN; `reasons` says why, by variant."""

    def __init__(self, reasons: dict[int, str | Promise]) -> None:
        super().__init__(
            "orders.cannot_send",
            _("PIN code: none of these goods can be sent there. Write another PIN, or choose other goods."),
            field="pin",
        )
        self.reasons = reasons


class MethodClosed(HaatError):
    """This way of paying is not open for this order."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__("orders.method_closed", reason, field="method")


class BadBuyer(HaatError):
    """A field of the buyer's address is missing or wrong; `fields` holds every one, by name."""

    def __init__(self, fields: dict[str, HaatError]) -> None:
        first = next(iter(fields.values()))
        super().__init__(first.code, first._message, field=first.field, **first.facts)
        self.fields = fields


class WrongState(HaatError):
    """The step does not follow from where the order stands."""

    conflict = True

    def __init__(self, number: str, state: str, wanted: str) -> None:
        super().__init__(
            "orders.wrong_state",
            _("Order %(number)s: this step cannot be done now. Open the order again to see where it stands."),
            number=number,
        )
        self.state, self.wanted = state, wanted


class TooLong(HaatError):
    """More letters than a field, which the reader knows by its `label`, takes."""

    def __init__(self, field: str, label: str | Promise, most: int) -> None:
        super().__init__("orders.too_long", TOO_LONG, field=field, label=label, most=most)


class ReasonMissing(HaatError):
    """A reason somebody will read is missing."""

    def __init__(self) -> None:
        super().__init__(
            "orders.reason_missing",
            _("Reason: say in a few words why, so that the other side knows."),
            field="reason",
        )


class TooLateToReturn(HaatError):
    """The days in which a delivered order may be sent back are over."""

    def __init__(self, days: int) -> None:
        super().__init__(
            "orders.too_late_to_return",
            _("Return: it can be asked for within %(days)d days of delivery. Call the mart instead."),
            days=days,
        )


class AnswerTooLong(HaatError):
    """More letters than an answer to a rating may have."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "orders.answer_too_long",
            _("Answer: it is too long. Say it in at most %(most)d letters."),
            field="words",
            most=most,
        )


class BadStars(HaatError):
    """Not one to five stars."""

    def __init__(self) -> None:
        super().__init__("orders.bad_stars", _("Stars: choose from 1 to 5."), field="stars")


class BadPieces(HaatError):
    """Pieces that this part of the order does not have, or none at all; `most` says how many a line has."""

    def __init__(self, most: int | None = None) -> None:
        sentence = (
            _("Pieces: choose at least one.")
            if most is None
            else _("Pieces: at most %(most)d of this good can be chosen. Write fewer.")
        )
        super().__init__("orders.bad_pieces", sentence, field="pieces", **({} if most is None else {"most": most}))


class CannotDivide(HaatError):
    """So little of the price is the maker's that it cannot be shared piece by piece to the paisa."""

    def __init__(self) -> None:
        super().__init__(
            "orders.cannot_divide",
            _("Pieces: these cannot be taken apart from the others. Choose all pieces of the good."),
            field="pieces",
        )


class BadHoldDay(HaatError):
    """A day until which nothing can be held."""

    def __init__(self, days: int) -> None:
        super().__init__(
            "orders.bad_hold_day",
            _("Day: choose one from tomorrow on, within %(days)d days."),
            field="day",
            days=days,
        )


# What can be wrong with a field of an order from elsewhere.
FACTS = {
    "missing": _("This is missing: write it."),
    "not_readable": _("This is not an order that can be read. Send an object with its fields, not too big."),
    "strange": _("This field is not known. Look how it is spelt, or put what is yours alone under “more”."),
    "no_text": _("This is no text in one line. Write it again."),
    "too_long": _("This is too long: at most %(most)d letters."),
    "no_number": _("Write a whole number from %(least)d to %(most)d."),
    "no_list": _("This is a list of at most %(most)d."),
    "unknown_word": _("Choose one of these: %(words)s."),
    "no_slug": _("Write small letters, digits and dashes only."),
    "no_country": _("Country: write the two capital letters of its code, like US."),
    "no_currency": _("Money: write the three capital letters of its code, like USD."),
    "no_pin": _("PIN code: only addresses in India have one. Put the code of another country under postcode."),
    "no_rate": _("Rate: write how many rupees one unit is worth, like 83.4150."),
    "no_rate_wanted": _("Rate: what is told in rupees has none. Leave it out."),
    "no_day": _("Write the day as year-month-day, like 2026-12-31."),
    "no_moment": _("When it was ordered: write the day or the moment, which is not still to come."),
    "no_lines": _("Lines: an order has at least one good."),
    "no_good": _("Good: write its SKU, or at least its name."),
    "line_twice": _("Two lines have the same name. Give each its own."),
    "too_much": _("Amounts: this is more money than there is. Look at the prices and the rate."),
}


class BadFact(HaatError):
    """A field of an order from elsewhere is wrong; `why` is one of FACTS."""

    def __init__(self, field: str, why: str, **facts: object) -> None:
        super().__init__(f"orders.fact_{why}", FACTS[why], field=field, **facts)


class BadFacts(HaatError):
    """Fields of an order from elsewhere are wrong; `fields` holds every one, by name (`lines.0.quantity`)."""

    def __init__(self, fields: dict[str, HaatError]) -> None:
        first = next(iter(fields.values()))
        super().__init__(first.code, first._message, field=first.field, **first.facts)
        self.fields = fields


class BadSource(HaatError):
    """Channel, account or external id cannot be the name of an order from elsewhere."""

    def __init__(self, field: str) -> None:
        sentences = {
            "channel": _("Channel: write small letters, digits and dashes, at most 20. “mart” is the shop's own."),
            "account": _("Account: at most 40 letters."),
            "external_id": _("Order number there: write it, at most 60 letters."),
        }
        super().__init__(f"orders.bad_{field}", sentences[field], field=field)


class LineSettled(HaatError):
    """Somebody took or dropped this line in another way."""

    def __init__(self) -> None:
        super().__init__(
            "orders.line_settled", _("This line is settled already. Load the page again and look how it stands.")
        )


class OfAnotherMart(HaatError):
    """The good is not of the mart the order came to."""

    def __init__(self) -> None:
        super().__init__(
            "orders.of_another_mart", _("Good: this one is not of this mart. Choose another."), field="variant"
        )


class StillShort(HaatError):
    """Fewer pieces are free than the line wants; `available` says how many."""

    def __init__(self, available: int) -> None:
        super().__init__(
            "orders.still_short",
            _("Pieces: only %(available)d are free now. Take it when there are more, or drop it."),
            field="variant",
            available=available,
        )


class ParcelsLeaveFromThere(HaatError):
    """A place cannot be closed while parcels leave from it, or may come back to it; `numbers` are theirs."""

    def __init__(self, name: str, numbers: Sequence[str]) -> None:
        super().__init__(
            "orders.parcels_leave_from_there",
            ngettext_lazy(
                "%(name)s cannot be closed yet: %(count)d parcel leaves from there, %(first)s. "
                "Wait until it is delivered, or cancel it first.",
                "%(name)s cannot be closed yet: %(count)d parcels leave from there, the first is %(first)s. "
                "Wait until they are delivered, or cancel them first.",
                len(numbers),
            ),
            name=name,
            count=len(numbers),
            first=numbers[0],
        )
        self.numbers = list(numbers)


class NotAPhoto(HaatError):
    """A PDF where a photo is asked for."""

    def __init__(self) -> None:
        super().__init__("orders.not_a_photo", _("Photo: take it with the camera of the phone."), field="photo")


class TooManyPhotos(HaatError):
    """More photos than are looked at."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "orders.too_many_photos",
            _("Photo: there are %(most)d already, more are not kept."),
            field="photo",
            most=most,
        )


class PhotoUnreadable(HaatError):
    """Sealed under a key that is no longer there."""

    def __init__(self) -> None:
        super().__init__("orders.photo_unreadable", _("This photo cannot be opened any more. Ask for a new one."))


class LabelPhotoMissing(HaatError):
    """The mart asks for a photo of the label before food is packed."""

    def __init__(self) -> None:
        super().__init__(
            "orders.label_photo_missing",
            _("Food goes only with a photo of its label. Take it, then press again."),
            field="photo",
        )


class WordsMissing(HaatError):
    """Neither words nor a photo."""

    def __init__(self) -> None:
        super().__init__("orders.words_missing", _("Say or write something, or take a photo."), field="words")
