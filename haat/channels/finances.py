"""What a marketplace paid and kept, as it settles with its seller: closed settlements, line by line. Only read.

A further, optional module of a channel's folder: `finances.py` that holds `FINANCES`, an object of a class made from
`Finances`. Nothing in a settlement is understood by force: what nobody here knows is UNKNOWN, and keeps its name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from haat.channels.channel import PACKAGE, Keys, Line
from haat.core import folders

# What an amount is: what the buyer paid (goods, delivery, less what was taken off for her), what the channel kept for
# itself and the tax on it, tax it collected or deducted for the state, what it holds back for later or gives free
# again, and what is known and none of these. What nobody here knows is none of them.
PAID, FEE, FEE_TAX, TCS, TDS, RESERVE, OTHER, UNKNOWN = (
    "paid",
    "fee",
    "fee_tax",
    "tcs",
    "tds",
    "reserve",
    "other",
    "unknown",
)


class Unreadable(ValueError):
    """No settlement of the channel's."""


@dataclass(frozen=True)
class Closed:
    """A settlement that the channel has closed, as it is listed: its number there, its document, and its days."""

    key: str
    document: str
    begins: datetime | None
    ends: datetime | None


@dataclass(frozen=True)
class Amount:
    """One line: of which order and good (empty: of none), what it is called, and how much in the smallest unit.

    `minor` is None where no amount can be read. `head`: what it is, in our words (PAID …). `told`: the line as it came.
    """

    kind: str
    order: str
    item: str
    sku: str
    called: str
    described: str
    minor: int | None
    quantity: int | None
    posted: date | None
    told: Mapping[str, str] = field(default_factory=dict)
    head: str = UNKNOWN


@dataclass(frozen=True)
class Settlement:
    """A settlement: its number, money, days, what was paid out (smallest unit), and its lines in their order."""

    key: str
    currency: str
    begins: datetime | None
    ends: datetime | None
    paid_on: datetime | None
    total_minor: int | None
    lines: Sequence[Amount] = ()

    @property
    def lacks_minor(self) -> int | None:
        """What was paid out and no line explains; 0 when it adds up, None where an amount cannot be read."""
        amounts = [line.minor for line in self.lines]
        if self.total_minor is None or any(each is None for each in amounts):
            return None
        return self.total_minor - sum(each for each in amounts if each is not None)


class Finances:
    """The settlements of an account."""

    def closed(self, since: datetime, keys: Keys, line: Line) -> Iterator[Closed]:
        """The settlements that the channel closed since. Raises Trouble or Shut."""
        raise NotImplementedError

    def settled(self, closed: Closed, keys: Keys, line: Line) -> Settlement:
        """One of them, line by line. Raises Unreadable, Trouble or Shut."""
        raise NotImplementedError


def find(slug: str) -> Finances | None:
    """The settlements of the channel in the folder `slug`; None where they cannot be read."""
    if slug not in folders.names(PACKAGE, "finances"):
        return None
    found: Finances = folders.load(PACKAGE, slug, "finances")
    return found
