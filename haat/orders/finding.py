"""Finding orders by what somebody reads out: a number or its last four digits, a phone, a PIN."""

from django.db.models import Q, QuerySet

from haat.core.ends import LastFour, begins
from haat.core.numerals import latin_digits
from haat.orders.models import Order, Part
from haat.places.models import Mart

PIN_DIGITS, LEAST_DIGITS = 6, 4
# Orders of one look; who reads out so little is told to say more.
MOST_FOUND = 1000


def holding(mart: Mart, parts: QuerySet[Part], words: str) -> QuerySet[Part]:
    """Those of the mart's `parts` whose number is or begins so, whose buyer's phone is or ends so, or of that PIN.

    A number may lack the mart's letters and its dashes; its last four digits are enough, as of a phone. Less than four
    digits find nothing. Every way is one look into an index (docs/decisions/office-lists.md); at most three statements.
    """
    typed = latin_digits(words).upper()
    digits = "".join(char for char in typed if char.isdigit())
    if len(digits) < LEAST_DIGITS:
        return parts.none()
    own = typed if typed.startswith(f"{mart.order_prefix}-") else f"{mart.order_prefix}-{typed}"
    if (exact := parts.filter(number=own)).exists():
        return exact
    if digits == typed and len(digits) == PIN_DIGITS:
        of_pin = parts.filter(order__mart=mart, order__pin=digits)
        if of_pin.exists():
            return of_pin
    return parts.filter(order__in=_orders(mart, own, digits, bare=digits == typed.replace("-", "")))


def orders_called(mart: Mart, words: str) -> list[int]:
    """The mart's orders whose number is or begins so, or that somebody else calls so; MOST_FOUND at most."""
    typed = latin_digits(words).upper()
    own = typed if typed.startswith(f"{mart.order_prefix}-") else f"{mart.order_prefix}-{typed}"
    orders = Order.objects.filter(mart=mart).order_by().values_list("pk", flat=True)
    theirs = orders.filter(external_id__in={words, words.upper(), words.lower()})
    ours = [orders.filter(number__in={own, own.rpartition("-")[0]})]
    if len(typed) >= LEAST_DIGITS:
        ours.append(orders.filter(begins("number", own)))
    return sorted(set(theirs.union(*ours)[:MOST_FOUND]))


def _orders(mart: Mart, number: str, digits: str, *, bare: bool) -> list[int]:
    """The orders that are called so; `bare`: nothing but digits and dashes was typed."""
    grouped = f"{mart.order_prefix}-{'-'.join(digits[at : at + 4] for at in range(0, len(digits), 4))}"
    orders = Order.objects.filter(mart=mart).alias(number_end=LastFour("number"), phone_end=LastFour("phone"))
    ways = [Q(number__in={number, number.rpartition("-")[0], grouped}), begins("number", number)]
    if bare:
        ways += [begins("number", grouped), Q(phone__in={f"+{digits}", f"+91{digits[-10:]}"})]
        ways.append(Q(phone_end=digits[-LEAST_DIGITS:], phone__endswith=digits))
        if len(digits) == LEAST_DIGITS:
            ways.append(Q(number_end=digits))
    elif digits and number.endswith(f"+{digits}"):
        ways.append(Q(phone=f"+{digits}"))
    first, *others = (orders.filter(way).order_by().values_list("pk", flat=True) for way in ways)
    return sorted(set(first.union(*others)[:MOST_FOUND]))
