"""What the basket's page and the checkout both show: the promise to a PIN, and each line's picture."""

from collections.abc import Sequence

from haat.catalogue.queries import main_pictures
from haat.core.identifiers import InvalidIdentifier, clean_pin
from haat.delivery.errors import UnknownPin
from haat.delivery.queries import promise_for
from haat.orders.promises import DeliveryPromise, Wanted
from haat.orders.queries import BasketView
from haat.places.models import Mart


def basket_promise(mart: Mart, lines: Sequence[Wanted], pin: str) -> tuple[DeliveryPromise | None, str]:
    """The promise for a basket's lines to a PIN as typed, and what is wrong with the PIN; no PIN asks nothing."""
    if not pin.strip():
        return None, ""
    try:
        return promise_for(mart, clean_pin(pin), lines), ""
    except (InvalidIdentifier, UnknownPin) as error:
        return None, str(error.message)


def with_pictures(view: BasketView) -> BasketView:
    """Give every line's good its first picture (`shot`): one statement."""
    digests = main_pictures({line.variant.good_id for line in view.lines})
    for line in view.lines:
        line.variant.good.shot = digests.get(line.variant.good_id, "")  # type: ignore[attr-defined]
    return view
