"""What every feed says, and finding one by its folder's name: its columns, how each is spelt, and its limits.

To add one: a folder with `feed.py` that holds `FEED`, an object of a class made from `FeedKind`; its README says where
the columns are from and how the address is given. A feed reads nothing: it is given each size as an `Item`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from django.utils.functional import Promise

from haat.core import folders
from haat.places.models import Mart
from haat.studio.readiness import where_of_mart
from haat.studio.where import PictureRule, Where

PACKAGE = "haat.channels.feeds"
Form = Literal["csv", "tsv", "xml"]
Cell = str | Sequence[str]  # several of one name (pictures), or one


class Item(NamedTuple):
    """A size that may go, as a feed is made of it.

    `said`: what the feed calls an answer → how it reads in the feed's language; `raw`: the same as it is kept.
    `ready_on`: when one that is made to order would leave. `pictures`: full addresses, the main one first.
    `category`: Google's number of its kind; 0: nobody knows.
    """

    sku: str
    group: str
    said: Mapping[str, str]
    raw: Mapping[str, Any]
    price_paise: int
    mrp_paise: int
    free: int
    ready_on: date | None
    link: str
    pictures: Sequence[str]
    category: int
    craft: str
    weight_g: int | None


@dataclass(frozen=True)
class Column:
    """One column: its name, how it is made of an Item, and the most letters it may have (0: no limit).

    A `needed` one that stays empty keeps the good out; `about` names the attribute whose answer would fill it. `reads`:
    what it takes of an Item's answers; no others are put into words.
    """

    name: str
    make: Callable[[Item], Cell]
    needed: bool = False
    most: int = 0
    about: str = ""
    reads: Sequence[str] = ()


class FeedKind:
    """A feed: its facts. `knows` are slugs of questions it answers itself, for every good it may carry."""

    title: "str | Promise"
    # How its address is given to whoever fetches it, and how often that comes.
    hint: "str | Promise"
    form: Form = "csv"
    # The code under which `catalogue.Attribute.required_for` and `maps` know it.
    asks_as: str = ""
    columns: Sequence[Column] = ()
    pictures: PictureRule = PictureRule()
    knows: frozenset[str] = frozenset()

    @property
    def slug(self) -> str:
        """The name of its folder, which the rows keep."""
        return folders.folder_of(self)

    @cached_property
    def bounded(self) -> Sequence[tuple[int, Column]]:
        """The columns that may not be empty, or not long, each with its place."""
        return [(at, column) for at, column in enumerate(self.columns) if column.needed or column.most]

    @property
    def reads(self) -> frozenset[str]:
        """What its columns take of answers, under its own names."""
        return frozenset(name for column in self.columns for name in column.reads)

    def where(self, mart: Mart, *, base: str = "") -> Where:
        """As a place of sale. Who follows a feed buys in the mart's own shop, which asks for the PIN itself: what
        cannot be sent there, or not fresh, is said there, and no marketplace stands between.

        `base` begins its addresses: at one of this machine's, which nobody else can follow, test pictures may stand.
        """
        pictures = replace(self.pictures, rendered=True) if _is_here(base) else self.pictures
        own = where_of_mart(mart)
        return replace(own, channel=self.slug, title=self.title, asks_as=self.asks_as, pictures=pictures)


def _is_here(base: str) -> bool:
    host = urlsplit(base).hostname or ""
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")


def get(slug: str) -> FeedKind:
    """The feed in the folder `slug`; raises LookupError when there is none."""
    kind: FeedKind = folders.load(PACKAGE, slug, "feed")
    return kind


def find(slug: str) -> FeedKind | None:
    """The same, or None: it may have been taken out since."""
    return get(slug) if slug in folders.names(PACKAGE, "feed") else None


def every_kind() -> list[FeedKind]:
    """All feeds there are, by their names."""
    return [get(slug) for slug in sorted(folders.names(PACKAGE, "feed"))]


def titles() -> "dict[str, str | Promise]":
    """Kind of feed → what it is called."""
    return {found.slug: found.title for found in every_kind()}
