"""The demonstration's drawings as stored pictures; each plate is drawn and cleaned once."""

import os
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

from demo import drawing
from haat.core.files import Encoded, encode_drawing, keep
from haat.core.models import Picture

SIDE = 800
Wanted = tuple[str, str | None]  # a drawing's file and its cloth (None: its own)
_kept: dict[Wanted, Picture] = {}
_coming: dict[Wanted, Future[Encoded]] = {}
WOMEN = ("woman-lac.svg", "woman-leaf.svg", "woman-indigo.svg", "woman-santal.svg", "woman-tailor.svg")
# How women of Deoghar end their names; whoever is named otherwise is shown by what the workshop makes.
WOMENS_NAMES = {"Devi", "Kumari", "Bibi", "Khatun", "Parveen", "Begum", "Hansda", "Hembrom", "Murmu", "Soren", "Tudu"}
WORKSHOPS = {
    "sweets": "peda-leaf.svg",
    "bamboo": "basket-natural.svg",
    "lac": "bangles-lac.svg",
    "khadi": "khadi-shawl.svg",
    "embroidery": "kantha-bag-indigo.svg",
    "tribal": "sohrai-bull.svg",
    "forest": "honey-forest.svg",
    "pickle": "pickle-mango.svg",
    "grain": "masala-haldi.svg",
    "wood": "wood-bowl.svg",
}
PORTRAITS = (*WOMEN, *WORKSHOPS.values(), "hamper.svg", "group.svg", "artisan-smith.svg", "artisan-potter.svg")


def _drawn(wanted: Wanted) -> Encoded:
    file, ground = wanted
    return encode_drawing(drawing.painted(file, side=SIDE, ground=ground))


@contextmanager
def drawn_beside(wanted: Iterable[Wanted]) -> Iterator[None]:
    """Draw and clean these plates in other processes while the block goes on."""
    _kept.clear()  # another database: no picture is stored there yet
    # Politely: the block is what everybody waits for.
    workers = ProcessPoolExecutor(os.cpu_count(), get_context("fork"), initializer=os.nice, initargs=(10,))
    with workers as pool:
        _coming.update((pair, pool.submit(_drawn, pair)) for pair in dict.fromkeys(wanted))
        try:
            yield
        finally:
            for coming in _coming.values():
                coming.cancel()
            _coming.clear()


def plate(file: str, ground: str | None = None) -> Picture:
    """The stored picture of a drawing on its cloth, labelled as a drawing."""
    pair = (file, ground)
    if pair not in _kept:
        coming = _coming.pop(pair, None)
        # One that nobody has begun is drawn here: sooner than waiting for its turn.
        encoded = _drawn(pair) if coming is None or coming.cancel() else coming.result()
        _kept[pair] = keep(encoded, drawn=True)
    return _kept[pair]


def portrait(row: dict[str, Any], rng: random.Random) -> Picture:
    """A drawn portrait that fits the maker: a group, a smith, a potter, a woman, or what a man's workshop makes."""
    if row["kind"] != "artisan":
        return plate("group.svg")
    if "iron" in row["crafts"]:
        return plate("artisan-smith.svg")
    if "clay" in row["crafts"]:
        return plate("artisan-potter.svg")
    if row["leader"]["en"].split()[-1] in WOMENS_NAMES:
        return plate(rng.choice(WOMEN))
    return plate(WORKSHOPS.get(row["crafts"][0], "hamper.svg"))
