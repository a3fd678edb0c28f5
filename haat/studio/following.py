"""What is known of a size beside what was answered: it follows from the good, its maker and its mart.

A text is by language, a measure in the unit of its attribute, money a decimal text in rupees ("520", "1.04"), a net
quantity its number and unit. What does not follow is left out: nothing stands here that nobody said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from haat.catalogue.models import Good, GoodKind, Variant
from haat.core.languages import best
from haat.makers.models import Maker
from haat.orders.rules import RETURN_DAYS
from haat.places.models import Mart, Place
from haat.pricing.channel_prices import UNIFORM
from haat.stock.models import StockPlace
from haat.stock.rules import longest_wait
from haat.studio.loading import MOST_MAKERS, Words
from haat.studio.where import Where

EMPTY: tuple[Any, ...] = (None, "", [], {})
COUNTED = ("piece", "pair", "set")
BY_MEASURE = ("g", "kg", "ml", "l")
MM_A_CM = 10
Texts = dict[str, str]
Facts = dict[str, Any]


@dataclass
class Follower:
    """What follows at one place of sale; what is the same for all goods of a maker or a kind is made once.

    `origin` is how the question where it was made calls India. `place`: where the account sells from, if not from each
    maker.
    """

    where: Where
    origin: str = "India"
    place: StockPlace | None = None
    _makers: dict[int, Facts] = field(default_factory=dict)
    _kinds: dict[int, Facts] = field(default_factory=dict)
    _both: dict[tuple[int, int], Facts] = field(default_factory=dict)

    def facts(self, variant: Variant, words: Mapping[str, Words], maker: Maker) -> Facts:
        """Attribute slug → value, of a size whose good is loaded with its words and its maker."""
        good = variant.good
        found = self._of_both(maker, good).copy()
        _add_words(found, variant, words)
        if variant.sku:
            found["model_number"] = variant.sku
        found["days_to_dispatch"] = handling_days(variant, self.where)
        if (keeps := good.shelf_life_days) is not None:
            found["shelf_life"] = keeps
        if good.fragile:
            found["fragile"] = good.fragile
        if good.packed_and_labelled:
            found["packed_and_labelled"] = good.packed_and_labelled
        _add_quantities(found, variant, good, uniform=self.where.prices == UNIFORM)
        return found

    def _of_both(self, maker: Maker, good: Good) -> Facts:
        """What is so of all that she makes of a kind."""
        key = maker.id, good.kind_id or 0
        if key not in self._both:
            if len(self._both) >= MOST_MAKERS:
                self._both.clear()
            self._both[key] = {**self._of_maker(maker, good.mart), **self._of_kind(good.kind)}
        return self._both[key]

    def _of_maker(self, maker: Maker, mart: Mart) -> Facts:
        """Who and where she is, whom a buyer complains to, and what is so of all that is made for the mart."""
        if maker.pk not in self._makers:
            if len(self._makers) >= MOST_MAKERS:
                self._makers.clear()
            address, story = _of(maker)
            found: Facts = {
                "country_of_origin": self.origin,
                "maker_name_address": address,
                "packer_name_address": _lying(self.place) if self.place else address,
                "consumer_care": _care(mart),
                "maker_story": story,
                "condition": "new",
                "return_days": RETURN_DAYS,
                "whatsapp_compliance": "DEFAULT",
            }
            self._makers[maker.pk] = {slug: value for slug, value in found.items() if value not in EMPTY}
        return self._makers[maker.pk]

    def _of_kind(self, kind: GoodKind | None) -> Facts:
        if kind is None:
            return {}
        if kind.pk not in self._kinds:
            found = {"common_name": dict(kind.names), "google_category": kind.channels.get("google", {}).get("id")}
            self._kinds[kind.pk] = {slug: value for slug, value in found.items() if value not in EMPTY}
        return self._kinds[kind.pk]


def _of(maker: Maker) -> tuple[Texts, Texts]:
    """Her name with her full address, and who she is."""
    codes = [code for code, name in maker.names.items() if name]
    above = maker.block.parent
    places = [maker.place, maker.block, above, above.parent if above else None]
    address = {code: _joined(maker.names[code], *_names(places, code), maker.pin) for code in codes}
    who = {code: _joined(maker.names[code], *_names([maker.place], code)) for code in codes}
    return address, {code: story for code, story in maker.stories.items() if story} or who


def _care(mart: Mart) -> Texts:
    """Whom a buyer complains to."""
    said = mart.called_legally.items()
    return {code: _joined(name, mart.address, mart.phone, mart.email) for code, name in said if name}


def handling_days(variant: Variant, where: Where) -> int:
    """How many days go by at the most until a size leaves: the place's, and hers where it is made or fetched for it.

    What is made to order is ready on a Friday, whatever day it was ordered on: the longest wait is told. It is the same
    every day, so that nobody is promised what cannot be kept, and no listing is sent anew each morning.
    """
    good = variant.good
    hers = good.making_days if where.place_id is None else 0
    return where.handling_days + (longest_wait(good.making_days) if good.made_to_order else hers)


def _add_words(found: Facts, variant: Variant, words: Mapping[str, Words]) -> None:
    """What it is called, what is told of it, and how it is cared for, by language."""
    title: Texts = {}
    description: Texts = {}
    care: Texts = {}
    for code, (name, about, keeping) in words.items():
        if name:
            title[code] = _titled(name, variant, code) if variant.labels else name
        if about:
            description[code] = about
        if keeping:
            care[code] = keeping
    for slug, texts in (("title", title), ("description", description), ("care", care)):
        if texts:
            found[slug] = texts


def _titled(name: str, variant: Variant, code: str) -> str:
    """The good's name, with what its size is called where it is one of several."""
    label = best(variant.labels, code).text if variant.labels else ""
    return f"{name}, {label}" if label else name


def _add_quantities(found: Facts, variant: Variant, good: Good, *, uniform: bool) -> None:
    """What and how much of it is in the parcel, and what it costs."""
    kind, count = good.kind, variant.net_quantity
    by_measure = kind is not None and kind.net_unit in BY_MEASURE
    counted = variant.net_unit in COUNTED
    # A size of what is sold by weight counts as one piece until somebody has said what it holds.
    said = not (by_measure and counted)
    found["mrp"] = rupees(variant.mrp_paise)
    if said and uniform:
        found["unit_sale_price"] = rupees((2 * variant.price_paise + count) // (2 * count))
    if said:
        found["net_quantity"] = {"value": count, "unit": variant.net_unit}
    found["pieces"] = count if counted else 1
    if variant.weight_g is not None:
        found["package_weight"] = variant.weight_g
    if good.length_mm and good.width_mm and good.height_mm:
        found["package_size"] = [side / MM_A_CM for side in (good.length_mm, good.width_mm, good.height_mm)]


def rupees(paise: int) -> str:
    """Paise as a decimal text in rupees: `520`, `1.04`."""
    whole, rest = divmod(paise, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def _names(places: Iterable[Place | None], code: str) -> list[str]:
    """What these places are called, each once."""
    said = [best(place.names, code).text for place in places if place is not None]
    return list(dict.fromkeys(said))


def _lying(place: StockPlace) -> str:
    """Where goods lie and are packed that an account sells from one place."""
    where = [best(place.place.names, "en").text] if place.place else []
    return _joined(place.name, place.address, *where, place.pin)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
