"""What every way of paying says and answers to, and finding one by its folder's name.

A method only tells, reads and checks; `payments.actions` writes. To add one: a folder with `method.py` that holds
`METHOD`, an object of a class made from `Method`. The folder may lie outside the tree: append the path of what holds
it to `haat.payments.__path__`.
"""

from dataclasses import dataclass

from haat.core import folders
from haat.orders.models import Order
from haat.orders.promises import DeliveryPromise, Reason
from haat.payments.models import Payment, Refund
from haat.places.models import Mart

PACKAGE = "haat.payments"


@dataclass(frozen=True)
class Offer:
    """Whether a way of paying is open for an order, and why not."""

    open: bool
    reason: Reason = ""


@dataclass(frozen=True)
class Instructions:
    """How the buyer pays, in her language: a title, a way in words, a link that opens an app (and what it says),
    its QR code (an SVG element) and what stands below it. Only the amount (paise) is always there."""

    amount_paise: int
    title: str = ""
    way: str = ""
    link: str = ""
    link_words: str = ""
    qr_svg: str = ""
    below: str = ""


class Method:
    """A way of paying: its facts, and five methods a folder may answer in its own way."""

    # Where it stands among the others, the least first; a gap of ten lets another in between.
    position: int
    # What the buyer chooses, and one line below it.
    title: Reason
    hint: Reason
    # One word in the desk's lists.
    short: Reason
    # Before the goods are made, or at the door to who carries them.
    pays: Order.Pays
    # On the order's page beside the total, and on the bill.
    total_words: Reason
    receipt_words: Reason
    # What a payment is found by, and what is asked of the buyer for it once she has paid.
    reference_label: Reason
    claim_label: Reason = ""
    # What the desk does to find the money of one who says she has paid.
    look_words: Reason = ""
    # The keyboard a phone shows for it: numeric or text.
    reference_keys: str = "numeric"
    refund_label: Reason
    # The kind of ledger account the money of one paid before comes to, and what refunds leave from. What is taken at
    # the door is with the rider until it is counted. A method that has taken money keeps both: the doctor asks it.
    lands_in: str = "bank"
    refunds_from: str = "bank"

    @property
    def slug(self) -> str:
        """The name of its folder, which orders keep."""
        return folders.folder_of(self)

    def offered(self, mart: Mart, order_total: int, promise: DeliveryPromise) -> Offer:
        """Whether it is open for an order of so many paise with this promise."""
        return Offer(True)

    def begin(self, payment: Payment) -> Instructions:
        """How the buyer pays; raises NotOffered."""
        return Instructions(payment.amount_paise)

    def claim(self, payment: Payment, reference: str) -> str:
        """The clean reference of what the buyer says she paid; raises BadReference."""
        raise NotImplementedError

    def confirm(self, payment: Payment, reference: str) -> str:
        """The clean reference under which the money came; raises BadReference."""
        return self.claim(payment, reference)

    def refund(self, refund: Refund, reference: str) -> str:
        """The clean reference under which money went back; raises BadReference."""
        raise NotImplementedError


def get(slug: str) -> Method:
    """The method in the folder `slug`; raises LookupError when there is none."""
    method: Method = folders.load(PACKAGE, slug, "method")
    return method


def find(slug: str) -> Method | None:
    """The same, or None: an order from elsewhere is paid in ways of its own."""
    return get(slug) if slug in folders.names(PACKAGE, "method") else None


def every() -> list[Method]:
    """All methods in their own order."""
    found = [get(slug) for slug in folders.names(PACKAGE, "method")]
    return sorted(found, key=lambda method: (method.position, method.slug))
