"""What is said of a good by whoever offers it. None is "not said": what is known stays, a new good takes the usual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from haat.catalogue.models import Craft, Good
from haat.core.models import Picture

Texts = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one piece costs its maker: materials [{slug, paise, names?}], minutes of work, other paise."""

    materials: Sequence[Mapping[str, Any]] = ()
    minutes: int = 0
    other_paise: int = 0


@dataclass(frozen=True, kw_only=True)
class Size:
    """One size, weight or colour: prices in paise with tax, weight in grams.

    `pieces` lie with the maker; of a good made to order they are those of an ordinary week. A new size has no code
    but the house's own, no printed price but its price, and is one piece.
    """

    price_paise: int
    mrp_paise: int | None = None
    sku: str | None = None
    weight_g: int | None = None
    labels: Texts | None = None
    net_quantity: int | None = None
    net_unit: str | None = None
    cost: Cost | None = None
    pieces: int | None = None


@dataclass(frozen=True, kw_only=True)
class GoodFacts:
    """A good: its craft, names by language, sizes in their order, and whatever else is known of it.

    Of a new good, the craft answers for what is not said (tax line, ground, fragile). A description or care is
    taken in the languages that have a name. `size_mm` is length, width, height.
    """

    craft: Craft
    names: Texts
    sizes: Sequence[Size]
    made_to_order: bool = False
    making_days: int = 0
    pictures: Sequence[Picture] = ()
    descriptions: Texts = field(default_factory=dict)
    care: Texts = field(default_factory=dict)
    attributes: Mapping[str, Any] | None = None
    tax_slug: str | None = None
    hsn: str | None = None
    packed_and_labelled: bool | None = None
    shelf_life_days: int | None = None
    fragile: bool | None = None
    ground: str | None = None
    size_mm: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Listed:
    """The good, and whether this telling changed anything."""

    good: Good
    new: bool


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What the desk declares of a good that is there, all of it; sizes in mm, None for all three when not known."""

    hsn: str
    tax_slug: str
    packed_and_labelled: bool
    shelf_life_days: int | None
    fragile: bool
    made_to_order: bool
    making_days: int
    attributes: Mapping[str, Any]
    size_mm: tuple[int | None, int | None, int | None]


@dataclass(frozen=True, kw_only=True)
class SizeMended:
    """What the desk says of a size, all of it: prices in paise with tax, grams, its place from 1 among the others."""

    sku: str
    labels: Texts
    price_paise: int
    mrp_paise: int
    weight_g: int | None
    net_quantity: int
    net_unit: str
    place: int
