"""What was told in another money, in whole paise; exact arithmetic, no database.

A rate is the rupees for one unit of the money. All that was told (pieces and delivery, in the smallest unit) comes
together at the rate to one sum, rounded half up to the paisa. Each piece is first worth its own price at the rate,
rounded down; what this leaves of the sum is handed out one paisa a piece to the lines whose prices lost most (the
earlier first), as far as a whole line can have one, then to the delivery if there was any, or else to the line of
fewest pieces. So an order comes to its sum to the paisa, but for what no line can take: fewer paise than its smallest
line has pieces, and only when nothing was told for the delivery.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from haat.core.abroad import CURRENCIES


@dataclass(frozen=True)
class Priced:
    """So many pieces at a price of so many of the smallest unit each."""

    quantity: int
    piece_minor: int


@dataclass(frozen=True)
class Converted:
    """The price of a piece of each line, and the delivery, in paise."""

    pieces: list[int]
    delivery: int


def convert(lines: Sequence[Priced], delivery_minor: int, *, currency: str, rate: Decimal) -> Converted:
    """Paise of every line's piece and of the delivery, at `rate` rupees for one unit."""
    paise = Fraction(rate) * 100 / 10 ** CURRENCIES[currency]  # for one of the smallest unit
    worth = [line.piece_minor * paise for line in lines]
    pieces = [int(each) for each in worth]
    delivery = int(delivery_minor * paise)
    whole = delivery_minor * paise + sum(each * line.quantity for each, line in zip(worth, lines, strict=True))
    left = int(whole + Fraction(1, 2)) - delivery - _sum(lines, pieces)
    for place in sorted(range(len(lines)), key=lambda place: (pieces[place] - worth[place], place)):
        if pieces[place] < worth[place] and lines[place].quantity <= left:
            pieces[place] += 1
            left -= lines[place].quantity
    if delivery_minor:
        return Converted(pieces, delivery + left)
    if lines:
        fewest = min(range(len(lines)), key=lambda place: (lines[place].quantity, place))
        pieces[fewest] += left // lines[fewest].quantity
    return Converted(pieces, delivery)


def _sum(lines: Sequence[Priced], pieces: Sequence[int]) -> int:
    return sum(line.quantity * piece for line, piece in zip(lines, pieces, strict=True))
