"""The demonstration's drawings as stored pictures; each plate is drawn and cleaned once."""

import os
import random
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from demo import drawing
from haat.core.files import Encoded, encode, keep
from haat.core.models import Picture

SIDE = 1000
_kept: dict[tuple[str, str | None], Picture] = {}
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


def _drawn(wanted: tuple[str, str | None]) -> Encoded:
    file, ground = wanted
    return encode(drawing.render(file, side=SIDE, ground=ground, lossless=True))


def prepare(wanted: Iterable[tuple[str, str | None]]) -> int:
    """Draw, clean and store many plates, on every core; answers how many."""
    rows = sorted(set(wanted), key=str)
    with ProcessPoolExecutor(mp_context=get_context("fork"), max_workers=os.cpu_count()) as pool:
        for pair, encoded in zip(rows, pool.map(_drawn, rows, chunksize=4), strict=True):
            _kept[pair] = keep(encoded, drawn=True)
    return len(rows)


def plate(file: str, ground: str | None = None) -> Picture:
    """The stored picture of a drawing on its cloth, labelled as a drawing."""
    if (file, ground) not in _kept:
        _kept[file, ground] = keep(_drawn((file, ground)), drawn=True)
    return _kept[file, ground]


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


def forget() -> None:
    """Another database: no picture is stored there yet."""
    _kept.clear()
