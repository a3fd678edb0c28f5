"""The rooms of the office, found by their folders, and what each declares for the desk to show of it.

A room is a folder beside `desk/` that is an app of its own (`config.settings.INSTALLED_APPS`) and has

- `room.py` with `ROOM`, a `Room`: its name, its place on the rail, and what follows below;
- `urls.py` with `app_name` (the folder's name) and `urlpatterns` below `/office/`: `office:<room>:<page>`;
- its pages, forms and words, `templates/office/<room>/`, and `static/office/<room>/<room>.css` when it needs one.

The desk never asks for a room by name: it goes over all of them. So a room that is added stands on the rail, its
events have words in every history, and its troubles are on Today and in the review. Rooms never import each other;
what two of them need lies in `desk/` or in a room of the domain. Words of states (`{{ part.state|word:"part" }}`)
are lent to all: they are looked up by the name of their list.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.utils.functional import Promise

from haat.orders.models import Part
from haat.places.models import Mart, Place
from haat.review.waiting import Stuck

Words = Mapping[str, "str | Promise"]


class Owned(Mapping[str, "str | Promise"]):
    """Words that folders below own (ways of paying, carriers), read whenever they are asked for."""

    def __init__(self, read: Callable[[], Words]) -> None:
        self._read = read

    def __getitem__(self, code: str) -> "str | Promise":
        return self._read()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


HERE = Path(__file__).parent.parent


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """What can be stuck in a room: the rows that are, what is said of each, and the one key that mends it.

    `find(mart, place)` answers what is stuck at or below `place`; the query itself lies below the web. `says` may
    hold `%(what)s`, the row's own word. `key` are the words of the button, `page` the address it leads to, with the
    row's `args`; `deed` opens that page where the room's own does not. With `together`, all rows of one maker are
    shown as one, and it puts their number into words.
    """

    kind: str
    find: Callable[[Mart, Place], Iterable[Stuck]]
    says: "str | Promise"
    key: "str | Promise"
    page: str
    deed: str = ""
    together: Callable[[int], str] | None = None


Shape = tuple[Mapping[str, Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Field:
    """What a field of a history is called, and how its values are read.

    `reads`: text, names (by language), money (paise), bp, grams, minutes, size (mm), slabs (grams and paise), yes,
    list, languages, craft, crafts, kind (of good), tax (a line by its slug), drawing, named, facts, weights (by
    member), place, member, organisation, seller, person, or `word:<list>` for a word, or several, that a room lends.
    """

    label: "str | Promise"
    reads: str = "text"


@dataclass(frozen=True)
class Block:
    """What a room shows on another room's page of a part: a template of its own, and what that needs as `block`."""

    template: str
    facts: Mapping[str, Any]


def _no_block(part: Part) -> Block | None:
    return None


def _nothing(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Room:
    """What the desk needs to know of a room.

    `order`: rooms stand on the rail from the lowest number; `kept`: it is looked after now and then rather than worked
    through daily, and stands below the rail's line. `first`: the name of its first page's address. `deed`:
    who may do it (`people.rules.DEEDS`) sees the room on the rail and the keys of its troubles on Today; of a room
    that is the `whole_mart`'s, and knows no blocks, only who may do it for the whole mart.
    `waits(mart, place)`: rows of the mart that wait for somebody here, at or below `place`; they are counted within the
    rail's one statement, which is written once a day for a mart and a place: give querysets that hold no hour.
    `also_waits`: deed → the same of what only who may do that deed can open.
    `words`: lists of words for states and kinds, by name. `events`: kind of event → words of its line in histories; a
    kind without words is left out of them.
    `sums`: kind of event → the entry of its data that holds paise to be shown in that line. `fields`: what histories
    call the fields that changed, by `<room of the domain>.<field>`; those without a name are not shown. `reads`: kind
    of event → its data as (before, after) by field, where it is not kept so. `on_part(part)`: what the room shows on
    the page of a part to whoever may do its `deed`, or None.
    """

    title: "str | Promise"
    order: int
    kept: bool = False
    first: str
    deed: str
    whole_mart: bool = False
    waits: Callable[[Mart, Place], Iterable[QuerySet[Any]]] = _nothing
    also_waits: Mapping[str, Callable[[Mart, Place], Iterable[QuerySet[Any]]]] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    events: Words = field(default_factory=dict)
    sums: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    reads: Mapping[str, Callable[[Mapping[str, Any]], Shape]] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    on_part: Callable[[Part], Block | None] = _no_block


NAMES = frozenset(path.parent.name for path in HERE.glob("*/room.py"))


@cache
def rooms() -> dict[str, Room]:
    """Every room by the name of its folder, in the order of the rail. Asked for when addresses are read, at the start.

    Raises ImproperlyConfigured where two declare the same.
    """
    found = {name: import_module(f"haat.web.office.{name}.room").ROOM for name in sorted(NAMES)}
    refuse_twice(found)
    return dict(sorted(found.items(), key=lambda item: (item[1].kept, item[1].order, item[0])))


def refuse_twice(found: Mapping[str, Room]) -> None:
    """Raise ImproperlyConfigured where two rooms declare one name: the one would silently stand for the other."""
    for said in ("events", "words", "sums", "fields", "reads"):
        of: dict[str, str] = {}
        for room, name in ((slug, name) for slug, each in found.items() for name in getattr(each, said)):
            if of.setdefault(name, room) != room:
                raise ImproperlyConfigured(
                    f"Rooms of the office: {of[name]} and {room} both declare {name!r} in their `{said}`. "
                    "Call one of them otherwise."
                )


@cache
def deeds_of_the_whole_mart() -> frozenset[str]:
    """The deeds of the rooms that are the whole mart's."""
    return frozenset(room.deed for room in rooms().values() if room.whole_mart)


@cache
def events() -> Words:
    """The words of every kind of event that a room tells of."""
    return dict(chain.from_iterable(room.events.items() for room in rooms().values()))


@cache
def sums() -> Mapping[str, str]:
    """Kind of event → where its data holds the paise that its line shows."""
    return dict(chain.from_iterable(room.sums.items() for room in rooms().values()))


@cache
def fields() -> Mapping[str, Field]:
    """What each field of a history is called, by the domain's room and its name."""
    return dict(chain.from_iterable(room.fields.items() for room in rooms().values()))


@cache
def reads() -> Mapping[str, Callable[[Mapping[str, Any]], Shape]]:
    """Kind of event → how its data is read as before and after by field."""
    return dict(chain.from_iterable(room.reads.items() for room in rooms().values()))


@cache
def lists() -> Mapping[str, Words]:
    """Every list of words that a room lends, by its name."""
    return dict(chain.from_iterable(room.words.items() for room in rooms().values()))


@cache
def style(name: str) -> str:
    """The stylesheet of a room beside the desk's; empty when it has none."""
    path = f"office/{name}/{name}.css"
    return path if (HERE / name / "static" / path).exists() else ""
