"""What is the matter with an account's orders, in words: because of this, do that; each with where it is done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from haat.channels.matters import Waits
from haat.channels.models import Account, Sale

P = Sale.Problem
# Problem → what to do about one order.
STEPS: "dict[str, str | Promise]" = {
    P.UNREADABLE: gettext_lazy(
        "Nothing of it is lost. It is read in by itself when the channel tells what is missing; until then look at it "
        "in the seller’s own pages."
    ),
    P.RATE: gettext_lazy("Say what that money was worth on the day of the order: then it is received."),
    P.WAITS: gettext_lazy("Settle the line that waits first: then the cancelled pieces are given back."),
    P.PACKED: gettext_lazy("Take the cancelled pieces out of the parcel, or ask the channel whether it may go."),
    P.GONE: gettext_lazy("Have it brought back, and take it in as a return when it is here."),
    P.STATE: gettext_lazy("Look at it in the seller’s own pages, and say here whether it is to be packed."),
}
CANCEL_STEP = gettext_lazy("Settle it at the channel. Its pieces stay kept until that is done.")
LINES_STEP = gettext_lazy("Say which size it is, or drop the line: the rest of the order goes on meanwhile.")
CHANGED_STEP = gettext_lazy("Look at both: what was told first stands until somebody says otherwise.")
# The fields of an order, as a refusal names them: `lines.0.piece_minor`.
FIELDS: "dict[str, str | Promise]" = {
    "placed_at": gettext_lazy("day of the order"),
    "name": gettext_lazy("buyer’s name"),
    "address": gettext_lazy("address"),
    "pin": gettext_lazy("PIN code"),
    "postcode": gettext_lazy("postcode"),
    "country": gettext_lazy("country"),
    "lines": gettext_lazy("lines"),
    "sku": gettext_lazy("SKU"),
    "quantity": gettext_lazy("pieces"),
    "piece_minor": gettext_lazy("price of a piece"),
    "delivery_minor": gettext_lazy("delivery charge"),
    "total_minor": gettext_lazy("sum of the order"),
    "currency": gettext_lazy("money"),
    "rate": gettext_lazy("what its money was worth"),
    "rate_on": gettext_lazy("day of that rate"),
}
_NAMED = re.compile(r"(?:^|; )([a-z_]+(?:\.[0-9]+)?(?:\.[a-z_]+)?):")


@dataclass(frozen=True)
class Matter:
    """Because of this (`sentence`) do that (`step`), there (`url`)."""

    sentence: str
    step: "str | Promise"
    url: str
    key: str


def matters_of(account: Account, waits: Waits) -> list[Matter]:
    """What of an account's orders waits for a person, each thing once."""
    return list(_matters(account, waits))


def _matters(account: Account, waits: Waits) -> Iterator[Matter]:
    there = f"{reverse('office:channels:sales')}?waits=1&account={account.pk}"
    for problem, number in sorted(waits.problems.items(), key=lambda each: -each[1]):
        yield Matter(_said(problem, number, waits), STEPS[problem], there, _("See these orders"))
    if waits.cancels:
        said = ngettext(
            "The buyer of %(n)s order asks there to cancel it.",
            "The buyers of %(n)s orders ask there to cancel them.",
            waits.cancels,
        )
        yield Matter(said % {"n": waits.cancels}, CANCEL_STEP, there, _("See these orders"))
    if waits.lines:
        said = ngettext(
            "%(n)s order has a line that is none of our goods, or cannot be taken.",
            "%(n)s orders have a line that is none of our goods, or cannot be taken.",
            waits.lines,
        )
        yield Matter(said % {"n": waits.lines}, LINES_STEP, reverse("office:orders:arrivals"), _("See these lines"))
    if waits.changed:
        said = ngettext(
            "%(n)s order was told otherwise than at first.",
            "%(n)s orders were told otherwise than at first.",
            waits.changed,
        )
        told = _("See what was told")
        yield Matter(said % {"n": waits.changed}, CHANGED_STEP, reverse("office:orders:arrivals"), told)


def _said(problem: str, number: int, waits: Waits) -> str:
    facts: dict[str, object] = {"n": number}
    if problem == P.STATE:
        facts["states"] = ", ".join(f"“{state}”" if state else _("none told") for state in waits.states)
        return (
            ngettext(
                "%(n)s order is in a state that nobody here knows: %(states)s.",
                "%(n)s orders are in states that nobody here knows: %(states)s.",
                number,
            )
            % facts
        )
    if problem == P.RATE:
        said = ngettext("%(n)s order is in another money.", "%(n)s orders are in another money.", number)
    elif problem == P.UNREADABLE:
        said = ngettext(
            "%(n)s order cannot be read in: the channel left something out.",
            "%(n)s orders cannot be read in: the channel left something out.",
            number,
        )
    else:
        said = ngettext(
            "%(n)s order was cancelled there, and stands otherwise here.",
            "%(n)s orders were cancelled there, and stand otherwise here.",
            number,
        )
    return said % facts


def fields_in(said: str) -> list[str]:
    """What a refused order lacks, in words: `lines.0.piece_minor: …` is the price of a piece of line 1."""
    return [_field(name) for name in dict.fromkeys(_NAMED.findall(said))]


def _field(name: str) -> str:
    head, _dot, rest = name.partition(".")
    if head != "lines" or not rest:
        return str(FIELDS.get(name, name))
    place, _dot, leaf = rest.partition(".")
    what = str(FIELDS.get(leaf, leaf or FIELDS["lines"]))
    return _("%(what)s, line %(n)d") % {"what": what, "n": int(place) + 1}
