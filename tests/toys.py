"""Ways of paying and carriers the house has never heard of, written into a temporary package."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

COUNTER = """
from haat.orders.models import Order
from haat.payments.errors import BadReference
from haat.payments.methods import Instructions, Method


class Counter(Method):
    position = 15
    title = "At our counter"
    hint = "pay at the block office, bring the receipt"
    short = "Counter"
    pays = Order.Pays.BEFORE
    total_words = "Total, at the counter"
    receipt_words = "Paid at the counter"
    reference_label = "Receipt"
    reference_keys = "text"
    claim_label = "Write the number of the receipt"
    look_words = "Look for each receipt in the counter's book."
    refund_label = "Receipt of the money given back"
    lands_in = "cash_desk"
    refunds_from = "cash_desk"

    def begin(self, payment):
        return Instructions(payment.amount_paise, title="Pay at the counter", way="The block office is open from ten")

    def claim(self, payment, reference):
        if not reference.upper().startswith("R-"):
            raise BadReference
        return reference.upper()

    def refund(self, refund, reference):
        return self.claim(None, reference)


METHOD = Counter()
"""
SLIP = """
from haat.orders.models import Order
from haat.payments.methods import Method


class DoorSlip(Method):
    position = 30
    title = "With a slip at the door"
    hint = "the neighbour writes you a slip"
    short = "Slip"
    pays = Order.Pays.AT_THE_DOOR
    total_words = "Total, at the door against a slip"
    receipt_words = "Paid at the door against a slip"
    reference_label = "Slip"
    refund_label = "Slip of the money given back"

    def claim(self, payment, reference):
        return f"slip-{payment.order_id}"

    def refund(self, refund, reference):
        return reference


METHOD = DoorSlip()
"""
BUS = """
from datetime import timedelta

from haat.delivery.carriers import Carrier


class NightBus(Carrier):
    position = 30
    title = "Night bus"
    by_round = False
    takes_cash = False
    code_at_door = False
    leaving_words = "Parcel %(number)s is on the night bus, bill %(article)s. Follow it: %(address)s"
    article_label = "Way bill"
    number_label = "Way bill of the bus"
    to_give_words = "To take to the bus stand"
    has_words = "On the bus"

    def arrives(self, ready, days):
        return ready + timedelta(days=days)

    def clean_article(self, text):
        return text.strip().upper()

    def address_of(self, article):
        return f"https://bus.example/{article}"


CARRIER = NightBus()
"""
NEIGHBOUR = """
from datetime import timedelta

from haat.delivery.carriers import Carrier


class Neighbour(Carrier):
    position = 40
    title = "A neighbour"
    by_round = True
    takes_cash = True
    code_at_door = False
    leaving_words = "Your neighbour brings parcel %(number)s today."

    def arrives(self, ready, days):
        return ready + timedelta(days=days)


CARRIER = Neighbour()
"""
FOLDERS = {
    "payments": {"counter_receipt/method.py": COUNTER, "door_slip/method.py": SLIP},
    "delivery": {"night_bus/carrier.py": BUS, "neighbour/carrier.py": NEIGHBOUR},
}


@contextmanager
def only_there(place: Path) -> Iterator[None]:
    """What is imported from `place` meanwhile is forgotten; whatever else is, stays.

    A compiled library that is imported a second time may refuse its service, or end the process.
    """
    try:
        yield
    finally:
        for name, module in list(sys.modules.items()):
            if Path(getattr(module, "__file__", None) or "/").is_relative_to(place):
                del sys.modules[name]


@contextmanager
def added(place: Path) -> Iterator[None]:
    """The toys lie in a package at `place`, on the search path of the rooms they belong to."""
    with only_there(place):
        for room, files in FOLDERS.items():
            for path, text in files.items():
                file = place / room / path
                file.parent.mkdir(parents=True)
                file.with_name("__init__.py").touch()
                file.write_text(text, encoding="utf-8")
            import_module(f"haat.{room}").__path__.append(str(place / room))
        try:
            yield
        finally:
            for room in FOLDERS:
                import_module(f"haat.{room}").__path__.remove(str(place / room))
