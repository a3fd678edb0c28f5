"""What a marketplace's folder may do for the desk besides: propose its names of kinds, and write its sheet of goods.

An optional module of a channel's folder: `office.py` that holds `OFFICE`, an object of a class made from `Office`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.functional import Promise

from haat.channels.channel import PACKAGE, Good, Keys, Line
from haat.core import folders


@dataclass(frozen=True)
class Proposed:
    """What a channel calls a kind of goods: its own name, and what people read."""

    name: str
    title: str


@dataclass(frozen=True)
class Lack:
    """A column of a sheet in which cells are empty: what it is called here and there, and of how many goods.

    `sure` False: it is not known whether the channel wants it filled.
    """

    label: str
    name: str
    goods: int
    sure: bool = True


@dataclass(frozen=True)
class Filled:
    """How many goods stand in a sheet, how many cells that must be filled are empty, and in which columns."""

    goods: int
    missing: int
    lacks: Sequence[Lack] = ()


class Office:
    """For the desk: with keys, and without."""

    # What is to be done with the sheet, in words; empty where the channel takes none.
    sheet_words: "str | Promise" = ""

    def propose(self, words: str, keys: Keys, line: Line) -> Sequence[Proposed]:
        """What the channel would call a good of this name, the likeliest first. Raises Trouble or Shut."""
        raise NotImplementedError

    def sheet(self, product_type: str, goods: Iterable[Good], out: IO[bytes]) -> Filled:
        """Write goods of one product type as the channel's own sheet wants them, for who has no keys yet."""
        raise NotImplementedError

    def count(self, product_type: str, goods: Iterable[Good]) -> Filled:
        """What the sheet of these goods would lack; nothing is written."""
        raise NotImplementedError


def find(slug: str) -> Office | None:
    """What the channel in the folder `slug` does for the desk; None where it does nothing."""
    if slug not in folders.names(PACKAGE, "office"):
        return None
    found: Office = folders.load(PACKAGE, slug, "office")
    return found
