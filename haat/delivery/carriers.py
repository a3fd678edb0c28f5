"""What every carrier answers to, and finding one by its folder's name.

To add one: a folder with `carrier.py` that holds `CARRIER`, an object with these members.
"""

from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol


class Carrier(Protocol):
    """Who carries a parcel."""

    takes_cash: bool

    def arrives(self, ready: date, days: int) -> date:
        """The day a parcel ready on `ready` arrives when the way takes `days`."""

    def clean_article(self, text: str) -> str:
        """The carrier's own number of a parcel, cleaned; raises BadArticle."""


NAMES = frozenset(path.parent.name for path in Path(__file__).parent.glob("*/carrier.py"))


@cache
def get(name: str) -> Carrier:
    """The carrier in the folder `name`; raises LookupError when there is none."""
    if name not in NAMES:
        raise LookupError(name)
    carrier: Carrier = import_module(f"haat.delivery.{name}.carrier").CARRIER
    return carrier
