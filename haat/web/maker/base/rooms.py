"""The rooms of the maker's phone, found by their folders; each gives the front page its tile.

A room is a folder beside `base/` that is an app of its own (`config.settings.INSTALLED_APPS`) and has `room.py` with
`ROOM`, its pages, its `urls.py` (names within `maker:`) and `templates/maker/<room>/`. Rooms never import each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from haat.web.maker.base.request import Request

BASKET = "basket-natural.svg"  # the orders' drawing, which no other tile shows


@dataclass(frozen=True)
class Tile:
    """One of the front page: where it leads, its drawing (or a stored picture), its number, what to do."""

    url: str
    ground: str
    name: str
    number: str
    todo: str
    drawing: str = ""
    digest: str = ""
    money: bool = False


@dataclass(frozen=True)
class Card:
    """What wants something of her now, above the tiles: where it leads, its words, and what it is about.

    `keeps`: addresses behind it that the phone fetches ahead with the front page.
    """

    url: str
    name: str
    todo: str
    icon: str
    keeps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Room:
    """`order`: tiles stand from the lowest number. `tile`: the room on the front page, for whom the request acts.

    A room that is not a maker's own has no tile. `card`: what of it waits for her, above the tiles; None: nothing.
    `begins`: the name of the address at which somebody begins here who works for no maker, or nothing.
    """

    order: int
    tile: Callable[[Request], Tile] | None = None
    card: Callable[[Request], Card | None] | None = None
    begins: Callable[[Request], str] | None = None


NAMES = frozenset(path.parent.name for path in Path(__file__).parent.parent.glob("*/room.py"))


@cache
def rooms() -> dict[str, Room]:
    """Every room by the name of its folder, in the order of their tiles."""
    found = {name: import_module(f"haat.web.maker.{name}.room").ROOM for name in NAMES}
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))
