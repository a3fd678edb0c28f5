"""Everything a good's page shows, read in two statements and two more for the rules of its price."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from haat.catalogue.models import Good, Variant
from haat.core.dates import today
from haat.core.languages import Text, best, current
from haat.places.models import Mart
from haat.pricing.errors import NoTaxRule, PriceTooLow
from haat.pricing.queries import LineRules, known_of, rules_for
from haat.pricing.split import Split
from haat.shelf.good import CARD, live_good, live_variants
from haat.web.shop.base.cards import whole_rupees


@dataclass(frozen=True)
class Shot:
    """A picture of the good; `rendered`: it looks like a photo and shows nothing real (demonstration)."""

    digest: str
    width: int
    height: int
    drawn: bool
    rendered: bool


@dataclass(frozen=True)
class Said:
    """A buyer's rating."""

    stars: int
    words: str
    language: str
    name: str
    place: str
    at: datetime
    answer: str = ""
    answer_language: str = ""


@dataclass(frozen=True)
class Choice:
    """A variant as the page offers it: how its price is shared, and whether it can be had now."""

    variant: Variant
    split: Split | None
    rules: LineRules | None
    free: int
    counted_at: datetime | None = None

    @property
    def label(self) -> str:
        return best(self.variant.labels).text

    @property
    def told(self) -> int:
        """What reaches the maker, in whole rupees (paise)."""
        return whole_rupees(self.split.maker) if self.split else 0

    @property
    def rest(self) -> int:
        """What neither the maker nor the packing gets: the mart's costs and the tax (paise)."""
        return self.split.goods - self.told - self.split.packing if self.split else 0


@dataclass
class Shown:
    """A good with all its page needs."""

    good: Good
    texts: dict[str, tuple[str, str, str]]
    shots: list[Shot]
    choices: list[Choice]
    said: list[Said]
    more: list[dict[str, Any]]
    stars_sum: int = 0
    stars_count: int = 0
    maker_goods: int = 0
    chosen: Choice | None = field(default=None)

    def _best(self, index: int) -> Text:
        return best({code: parts[index] for code, parts in self.texts.items()})

    @cached_property
    def name(self) -> Text:
        return self._best(0)

    @cached_property
    def description(self) -> Text:
        return self._best(1)

    @cached_property
    def care(self) -> Text:
        return self._best(2)

    @cached_property
    def other_name(self) -> Text | None:
        """The name in the maker's language, or in English for a reader of hers; None when there is no other one."""
        wanted = ("hi", "mr", "en") if current() == "en" else ("en", "hi", "mr")
        for code in wanted:
            text = self.texts.get(code, ("",))[0]
            if code != self.name.language and text and text != self.name.text:
                return Text(text, code)
        return None

    @property
    def stars(self) -> float:
        return self.stars_sum / self.stars_count if self.stars_count else 0.0

    @property
    def can_buy(self) -> bool:
        return any(choice.free > 0 for choice in self.choices)


def _variants(good: Good) -> list[Any]:
    found = live_variants(good)
    for variant in found:
        variant.good = good
    return found


def _stock(variant: Any) -> tuple[int, str | None]:
    """Free pieces and when they were last counted, of the place that has most."""
    return tuple(variant.stock_row[0]) if variant.stock_row else (0, None)


def _choice(variant: Any, rules: LineRules | None, free: int) -> Choice:
    if rules is None:
        return Choice(variant, None, None, 0)
    try:
        split = rules.split(variant.price_paise)
    except PriceTooLow:
        split = None
    counted_at = _stock(variant)[1]
    return Choice(variant, split, rules, free, _instant(counted_at) if counted_at else None)


def _instant(text: str) -> datetime:
    """An instant as the database writes it into JSON; SQLite leaves out that it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _said(stars: int, words: str, language: str, name: str, place: str, at: str, *answer: str) -> Said:
    return Said(stars, words, language, name, place, _instant(at), *answer)


def shown(mart: Mart, slug: str) -> Shown | None:
    """The good at this address of the mart; None when it is not in the shop now."""
    good: Any = live_good(mart, slug, current())
    if good is None:
        return None
    variants = _variants(good)
    try:
        # Kept with the mart, which is read anew every half minute: this only shows; checkout asks again.
        rules = rules_for(mart, variants, today(), known=known_of(mart)) if variants else {}
    except NoTaxRule:
        rules = {}
    on_shelf = good.shelf_row[0] if good.shelf_row else [0, 0, 0]
    choices = [
        _choice(
            variant,
            rules.get(variant.pk),
            int(on_shelf[2] if good.made_to_order else _stock(variant)[0]),
        )
        for variant in variants
    ]
    page = Shown(
        good=good,
        texts={row[0]: (row[1], row[2], row[3]) for row in good.text_rows or []},
        shots=[Shot(row[0], row[1], row[2], bool(row[3]), bool(row[4])) for row in good.photo_rows or []],
        choices=choices,
        said=[_said(*row) for row in good.rating_rows or []],
        more=[dict(zip(CARD, row, strict=True)) for row in good.more_rows or []],
        stars_sum=on_shelf[0],
        stars_count=on_shelf[1],
    )
    page.chosen = next((choice for choice in choices if choice.free > 0), choices[0] if choices else None)
    return page
