"""A bar of parts that stand beside each other, as figures on the page give it."""

from collections.abc import Iterable
from typing import NamedTuple

GAP = 0.2  # of the bar's width in per cent: what keeps two parts apart


class Part(NamedTuple):
    """`x` and `width` in per cent of the bar, as SVG takes them."""

    name: str
    number: int
    x: str
    width: str


def stacked(numbers: Iterable[tuple[str, int]], *, total: int) -> list[Part]:
    """The parts in the order they are given, without those that are nothing; together they are `total` wide."""
    at, parts = 0.0, []
    for name, number in numbers:
        if number:
            width = number * 100 / total
            parts.append(Part(name, number, f"{at:.2f}", f"{max(0.0, width - GAP):.2f}"))
            at += width
    return parts
