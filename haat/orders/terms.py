"""How an order is paid, handed to `place_order` from the room above."""

from dataclasses import dataclass

from haat.orders.models import Order


@dataclass(frozen=True)
class Terms:
    """The method's slug, and when its money comes: before, at the door, or elsewhere.

    Not `sure`: it waits for its buyer's word before its makers begin.
    """

    method: str
    pays: Order.Pays
    sure: bool = True
