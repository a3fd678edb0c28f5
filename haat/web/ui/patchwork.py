"""How the home page's crafts lie: cut into blocks that each close to a rectangle, phone and desk alike.

The seams of a haat never make a plain grid, yet no block may leave a hole. Each block size below has its own
arrangement in shop.css; `blocks` cuts any number of crafts into such sizes.
"""

from collections.abc import Sequence
from typing import NamedTuple

# What remains after blocks of eight, as block sizes.
RESTS = {0: (), 1: (1,), 2: (2,), 3: (3,), 4: (4,), 5: (5,), 6: (3, 3), 7: (5, 2)}

# On the phone: (rows, wide) of each cloth of a block, in order; two columns, rows of 44 px.
PHONE = {
    1: ((7, True),),
    2: ((5, False), (5, False)),
    3: ((4, True), (5, False), (5, False)),
    4: ((5, False), (7, False), (7, False), (5, False)),
    5: ((7, True), (5, False), (7, False), (7, False), (5, False)),
    8: ((7, True), (5, False), (7, False), (7, False), (5, False), (4, True), (5, False), (5, False)),
}

# The cloth under each place of a block: no two neighbours share one, also across blocks.
GROUNDS = {
    1: ("indigo",),
    2: ("mitti", "leaf"),
    3: ("haldi", "lac", "khadi"),
    4: ("lac", "leaf", "indigo", "haldi"),
    5: ("haldi", "lac", "leaf", "khadi", "mitti"),
    8: ("haldi", "lac", "leaf", "khadi", "mitti", "indigo", "haldi", "leaf"),
}


class Patch(NamedTuple):
    """One craft on its cloth: the craft, its rows on the phone, whether it takes both columns, its ground."""

    craft: object
    rows: int
    wide: bool
    ground: str


def sizes(count: int) -> tuple[int, ...]:
    """Block sizes for `count` crafts, e.g. 10 → (8, 2)."""
    eights, rest = divmod(count, 8)
    return (8,) * eights + RESTS[rest]


def blocks(crafts: Sequence[object]) -> list[list[Patch]]:
    """The crafts in order, cut into blocks, each with its shape and ground."""
    made: list[list[Patch]] = []
    start = 0
    for size in sizes(len(crafts)):
        places = zip(crafts[start : start + size], PHONE[size], GROUNDS[size], strict=True)
        made.append([Patch(craft, rows, wide, ground) for craft, (rows, wide), ground in places])
        start += size
    return made
