"""What every gateway answers to, and finding one by its folder's name.

A gateway only reads and checks; `payments.actions` writes. To add one: a folder with `gateway.py` that holds
`GATEWAY`, an object with these five methods.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

from haat.orders.quotes import Quote, Reason
from haat.payments.models import Payment, Refund
from haat.places.models import Mart


@dataclass(frozen=True)
class Offer:
    """Whether a way of paying is open for an order, and why not."""

    open: bool
    reason: Reason = ""


@dataclass(frozen=True)
class Instructions:
    """How the buyer pays: a link her payment app opens and its QR code (an SVG element), or none: cash."""

    amount_paise: int
    link: str = ""
    qr_svg: str = ""
    payee: str = ""


class Gateway(Protocol):
    """A way of paying."""

    def offered(self, mart: Mart, order_total: int, quote: Quote) -> Offer:
        """Whether it is open for an order of so many paise with this promise."""

    def begin(self, payment: Payment) -> Instructions:
        """How the buyer pays; raises NotOffered."""

    def claim(self, payment: Payment, reference: str) -> str:
        """The clean reference of what the buyer says she paid; raises BadReference."""

    def confirm(self, payment: Payment, reference: str) -> str:
        """The clean reference under which the money came; raises BadReference."""

    def refund(self, refund: Refund, reference: str) -> str:
        """The clean reference under which money went back; raises BadReference."""


NAMES = frozenset(path.parent.name for path in Path(__file__).parent.glob("*/gateway.py"))


@cache
def get(name: str) -> Gateway:
    """The gateway in the folder `name`; raises LookupError when there is none."""
    if name not in NAMES:
        raise LookupError(name)
    gateway: Gateway = import_module(f"haat.payments.{name}.gateway").GATEWAY
    return gateway
