"""Words for the states of an order, and how it is paid."""

from collections.abc import Iterable

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from haat.channels.channel import every_channel
from haat.orders.models import Part
from haat.payments import methods
from haat.web.office.desk.rooms import Owned, Words

PART_STATES: Words = {
    "awaiting_payment": _("Waiting for payment"),
    "placed": _("New"),
    "accepted": _("Accepted"),
    "packed": _("Packed"),
    "on_the_way": _("On the way"),
    "delivered": _("Delivered"),
    "cancelled": _("Cancelled"),
    "returned": _("Returned"),
}
ELSEWHERE = {"elsewhere": _("elsewhere")}
METHODS: Words = Owned(lambda: {method.slug: method.short for method in methods.every()} | ELSEWHERE)
ARRIVAL_STATES: Words = {
    "open": _("Waits for you"),
    "changed": _("Told otherwise"),
    "done": _("All done"),
    "seen": _("Looked at"),
}
LINE_STATES: Words = {
    "open": _("Waits for you"),
    "taken": _("In the order"),
    "dropped": _("Dropped"),
}
WORDS_STATES: Words = {
    "held": _("Waits for a look"),
    "shown": _("In the shop"),
    "hidden": _("Hidden"),
}
PROBLEMS: Words = {
    "unknown": _("No good here has this SKU. Find the good it is."),
    "not_for_sale": _("This good is not in the shop now. It was sold all the same: take it if the maker can send it."),
    "short": _("There were fewer pieces than were sold. Take it when there are more."),
    "too_low": _("Tax, fee and packing are more than the price it was sold at. Look at the fee of this channel."),
    "no_rate": _("No tax rate is known for this good on the day it was sold. Import the rates first."),
}
# What is said when it is done: of an order of our own, and of one from elsewhere, whose money is not ours to give back.
# Whose word is asked for before a cash order is placed (`payments.CashRule.asks`).
CASH_ASKS: Words = {"never": _("Nobody’s"), "above": _("Above a sum"), "always": _("Everybody’s")}
DONE = {
    "cancelled": (
        _("Cancelled. What the buyer paid is owed back to her."),
        _("Cancelled. The buyer's money comes back from where she ordered."),
    ),
    "held": (
        _("Held. The buyer gets a message, and may cancel it."),
        _("Held. The buyer may cancel it only where she ordered."),
    ),
    "returned": (
        _("Return received. The money is owed back to the buyer."),
        _("Return received. The buyer's money comes back from where she ordered."),
    ),
}
# What the channels of orders that officers write in are called; others are called by their slugs.
CHANNELS: Words = {
    "phone": _("By phone"),
    "stall": _("At a stall"),
    "fair": _("At a fair"),
}
# How these and the marketplaces there are called.
NAMED: Words = Owned(lambda: {**{each.slug: each.title for each in every_channel()}, **CHANNELS})
# The fields of an order from elsewhere, as its page names them; others bear the name they came under.
TOLD: Words = {
    "placed_at": _("Ordered on"),
    "name": _("Name"),
    "phone": _("Mobile number"),
    "address": _("Address"),
    "landmark": _("Landmark"),
    "pin": _("PIN code"),
    "country": _("Country"),
    "region": _("State or region abroad"),
    "postcode": _("Postcode abroad"),
    "language": _("Language"),
    "bills": _("Who bills the buyer"),
    "currency": _("Money"),
    "rate": _("Rupees for one unit"),
    "rate_on": _("Rate of the day"),
    "delivery_minor": _("Delivery, in the smallest unit"),
    "total_minor": _("Total, in the smallest unit"),
    "promised_by": _("Promised by"),
    "carrier": _("Carried by"),
    "id": _("its number there"),
    "sku": _("SKU"),
    "title": _("name"),
    "quantity": _("pieces"),
    "piece_minor": _("price of one, in the smallest unit"),
}


def told_field(field: str) -> str:
    """The name of a field as it was told: `lines.2.quantity` is “Line 2: pieces”."""
    if not field.startswith("lines."):
        return str(TOLD.get(field, field))
    _lines, number, *rest = field.split(".")
    name = ".".join(rest)
    return gettext("Line %(number)s: %(field)s") % {"number": number, "field": TOLD.get(name, name)}


def done_with(part: Part, deed: str) -> str:
    """What an officer reads after a deed; of what was ordered elsewhere nothing is promised that is not ours."""
    ours, elsewhere = DONE[deed]
    return str(elsewhere if part.order.is_elsewhere else ours)


def what_follows(parts: Iterable[Part]) -> str:
    """Of parts just made: who is told what to make, and where that is packed which lies ready."""
    parts = list(parts)
    makers = {part.maker_id for part in parts if part.place is None}
    places = sorted({part.place.name for part in parts if part.place is not None})
    said = []
    if makers:
        sentence = ngettext(
            "The maker gets a message with what to make.", "The makers get a message with what to make.", len(makers)
        )
        said.append(sentence)
    if places:
        said.append(gettext("What lies at %(places)s is packed there.") % {"places": ", ".join(places)})
    return " ".join(said)
