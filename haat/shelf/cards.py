"""What the shop is given: cards, pages of them, facets and the front page. Plain, frozen values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from haat.places.data import Festival


class Card(NamedTuple):
    """All that a listing shows of a good in one language (paise, days).

    `price_paise` is the cheapest variant's, `top_paise` the dearest's, `maker_paise` what the maker gets of
    the cheapest. `stars` is the mean, None without ratings. `picture` is a digest, "" when there is none.
    `available`: pieces, or for goods made to order the room in the emptiest coming week.
    `artisan`: one person makes it, not a group. `home_only`: it does not leave its seller's state.
    """

    id: int
    slug: str
    name: str
    name_language: str
    maker_id: int
    maker_name: str
    maker_slug: str
    place: str
    craft: str
    block: str
    price_paise: int
    top_paise: int
    maker_paise: int
    picture: str
    drawn: bool
    ground: str
    available: int
    made_to_order: bool
    making_days: int
    can_buy: bool
    ratings: int
    stars: float | None
    sold: int
    artisan: bool
    home_only: bool


@dataclass(frozen=True)
class Page:
    """One page of a listing. `next` is the cursor of the following page.

    `total_is_floor`: there are more than `total`. `understood`: the query well spelt, when it was not.
    `relaxed`: "" when the words were found as they are heard, "sounds" when only words that sound alike were,
    "some_words" when no good has all the words. `edition`: of the stored counts when the page was read; 0 if unknown.
    """

    cards: Sequence[Card]
    next: str | None
    total: int
    total_is_floor: bool = False
    understood: str | None = None
    relaxed: str = ""
    edition: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """A craft or block a listing may be narrowed to, its name in the reader's language, and what is there."""

    slug: str
    name: str
    goods: int
    makers: int


@dataclass(frozen=True)
class Facets:
    """What a listing can be narrowed to; each list counts under the other filters, biggest first.

    `ready` and `to_order` count goods that lie ready and goods made to order.
    """

    crafts: Sequence[Facet]
    blocks: Sequence[Facet]
    ready: int
    to_order: int
    goods: int
    makers: int


@dataclass(frozen=True)
class CraftTile:
    """A craft on the front page, with its drawing."""

    slug: str
    name: str
    line: str
    goods: int
    makers: int
    drawing: str
    ground: str


@dataclass(frozen=True)
class Home:
    """The front page: crafts with goods, the biggest first, the newest goods, the festival."""

    crafts: Sequence[CraftTile]
    new: Sequence[Card]
    goods: int
    makers: int
    festival: Festival | None
