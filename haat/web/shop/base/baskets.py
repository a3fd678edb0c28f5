"""What the basket's page and the checkout both show: its lines, and the promise to a PIN."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from haat.core.identifiers import InvalidIdentifier, clean_pin
from haat.delivery.errors import UnknownPin
from haat.delivery.queries import promise_for
from haat.orders.models import Basket
from haat.orders.promises import DeliveryPromise, Wanted
from haat.orders.queries import BasketView, free_of, read_lines, review_lines, stays, to_promise
from haat.places.models import Mart


class Looked(NamedTuple):
    """A basket as it stands, what is promised of it to a PIN, and what is wrong with the PIN."""

    view: BasketView
    promise: DeliveryPromise | None
    pin_error: str


def look(mart: Mart, basket: Basket, pin: str) -> Looked:
    """The basket and the promise of what can go to a PIN as typed; no PIN asks nothing.

    What is not for sale now or sold out is blocked as well: it stays in the basket, the others may go.
    """
    lines = read_lines(basket)
    free = free_of(lines)
    promise, wrong = _promise(mart, to_promise(lines, free), pin)
    if promise is not None:
        promise = replace(promise, blocked={**promise.blocked, **stays(lines, free)})
    return Looked(review_lines(lines, promise=promise, free=free), promise, wrong)


def _promise(mart: Mart, lines: Sequence[Wanted], pin: str) -> tuple[DeliveryPromise | None, str]:
    if not pin.strip():
        return None, ""
    try:
        return promise_for(mart, clean_pin(pin), lines), ""
    except (InvalidIdentifier, UnknownPin) as error:
        return None, str(error.message)
