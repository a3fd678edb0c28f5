"""What every carrier answers to, and finding one by its folder's name.

To add one: a folder with `carrier.py` that holds `CARRIER`, an object with these members.
"""

from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol


class Carrier(Protocol):
    """Who carries a parcel."""

    takes_cash: bool

    def arrives(self, ready: date, days: int) -> date:
        """The day a parcel ready on `ready` arrives when the way takes `days`."""

    def clean_article(self, text: str) -> str:
        """The carrier's own number of a parcel, cleaned; raises BadArticle."""


@cache
def get(name: str) -> Carrier:
    """The carrier in the folder `name`; raises LookupError when there is none."""
    module = f"haat.delivery.{name}"
    if not name.isidentifier() or find_spec(module) is None or find_spec(f"{module}.carrier") is None:
        raise LookupError(name)
    carrier: Carrier = import_module(f"{module}.carrier").CARRIER
    return carrier
