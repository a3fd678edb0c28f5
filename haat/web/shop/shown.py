"""Everything a good's page shows, read in two statements and two more for the rules of its price."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from haat.catalogue.models import Good, GoodText, Photo, Variant
from haat.core.dates import today
from haat.core.languages import Text, best, current
from haat.makers.models import Maker
from haat.orders.models import Rating
from haat.places.models import Mart
from haat.pricing.errors import NoTaxRule, PriceTooLow
from haat.pricing.queries import LineRules, rules_for
from haat.pricing.split import Split, split_line
from haat.shelf.models import Shelf, ShelfText
from haat.stock.models import StockItem
from haat.web.shop.cards import whole_rupees
from haat.web.shop.json_rows import JsonRows

RATINGS_SHOWN = 4
MORE_SHOWN = 4
_WORDS = ("name", "name_language", "maker_name", "place_name")
_FIGURES = ("slug", "price_paise", "maker_paise", "picture", "ground", "available", "made_to_order", "making_days")
CARD = (*_WORDS, *_FIGURES, "can_buy")
CARD_COLUMNS = {name: name if name in _WORDS else f"good__shelf__{name}" for name in CARD}


@dataclass(frozen=True)
class Shot:
    """A picture of the good."""

    digest: str
    width: int
    height: int
    drawn: bool


@dataclass(frozen=True)
class Said:
    """A buyer's rating."""

    stars: int
    words: str
    language: str
    name: str
    place: str
    at: datetime


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


def _row(mart: Mart, slug: str) -> Any:
    """The live good with its maker, and its lists as JSON: one statement."""
    texts = GoodText.objects.filter(good=OuterRef("pk"))
    photos = Photo.objects.filter(good=OuterRef("pk")).order_by("position")
    ratings = Rating.objects.filter(good=OuterRef("pk")).order_by("-at", "-pk")
    on_shelf = Shelf.objects.filter(good=OuterRef("pk"))
    more = (
        ShelfText.objects.filter(mart=mart, language=current(), good__shelf__maker_id=OuterRef("maker_id"))
        .exclude(good=OuterRef("pk"))
        .order_by("good__shelf__by_new")
    )
    return (
        Good.objects.filter(mart=mart, slug=slug, state=Good.State.LIVE, maker__state=Maker.State.LIVE)
        .select_related("craft", "maker__seller__state", "maker__block", "maker__place", "maker__portrait")
        .annotate(
            text_rows=JsonRows(texts, "language", "name", "description", "care"),
            photo_rows=JsonRows(photos, "picture__digest", "picture__width", "picture__height", "picture__drawn"),
            rating_rows=JsonRows(ratings[:RATINGS_SHOWN], "stars", "words", "language", "buyer_name", "place", "at"),
            more_rows=JsonRows(more[:MORE_SHOWN], *(CARD_COLUMNS[name] for name in CARD)),
            shelf_row=JsonRows(on_shelf[:1], "stars_sum", "stars_count", "available"),
        )
        .first()
    )


def _variants(good: Any) -> list[Any]:
    """The good's variants that may be bought, each with its free pieces: one statement."""
    free = StockItem.objects.filter(variant=OuterRef("pk")).annotate(left=F("on_hand") - F("reserved"))
    counted = StockItem.objects.filter(variant=OuterRef("pk")).order_by("-counted_at")
    found = list(
        Variant.objects.filter(good=good, active=True)
        .annotate(
            free=Subquery(free.order_by("-left").values("left")[:1]),
            counted_at=Subquery(counted.values("counted_at")[:1]),
        )
        .order_by("position", "pk")
    )
    for variant in found:
        variant.good = good
    return found


def _choice(variant: Variant, rules: LineRules | None, free: int) -> Choice:
    if rules is None:
        return Choice(variant, None, None, 0)
    try:
        split = split_line(
            variant.price_paise,
            1,
            tax_bp=rules.tax_bp,
            fee_bp=rules.fee_bp,
            packing_paise=rules.packing_paise,
            charges_tax=rules.charges_tax,
        )
    except PriceTooLow:
        split = None
    return Choice(variant, split, rules, free, getattr(variant, "counted_at", None))


def _instant(text: str) -> datetime:
    """An instant as the database writes it into JSON; SQLite leaves out that it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _said(stars: int, words: str, language: str, name: str, place: str, at: str) -> Said:
    return Said(stars, words, language, name, place, _instant(at))


def shown(mart: Mart, slug: str) -> Shown | None:
    """The good at this address of the mart; None when it is not in the shop now."""
    good = _row(mart, slug)
    if good is None:
        return None
    variants = _variants(good)
    try:
        rules: dict[int, LineRules] = rules_for(mart, variants, today()) if variants else {}
    except NoTaxRule:
        rules = {}
    on_shelf = good.shelf_row[0] if good.shelf_row else [0, 0, 0]
    choices = [
        _choice(
            variant,
            rules.get(variant.pk),
            int(on_shelf[2] if good.made_to_order else variant.free or 0),
        )
        for variant in variants
    ]
    page = Shown(
        good=good,
        texts={row[0]: (row[1], row[2], row[3]) for row in good.text_rows or []},
        shots=[Shot(row[0], row[1], row[2], bool(row[3])) for row in good.photo_rows or []],
        choices=choices,
        said=[_said(*row) for row in good.rating_rows or []],
        more=[dict(zip(CARD, row, strict=True)) for row in good.more_rows or []],
        stars_sum=on_shelf[0],
        stars_count=on_shelf[1],
    )
    page.chosen = next((choice for choice in choices if choice.free > 0), choices[0] if choices else None)
    return page


def lightest(mart: Mart, slug: str) -> Variant | None:
    """The first variant of a live good with maker and seller: what a promise to a PIN is asked for."""
    live = Q(good__state=Good.State.LIVE, good__maker__state=Maker.State.LIVE, active=True)
    found = Variant.objects.filter(live, mart=mart, good__slug=slug)
    return found.select_related("good__maker__seller").order_by("position", "pk").first()
