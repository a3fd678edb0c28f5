"""Everything a good's page shows, read in two statements and two more for the rules of its price."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, CharField, Q, QuerySet

from haat.catalogue.models import Good, Variant
from haat.core.dates import today
from haat.core.languages import Text, best, current
from haat.core.prepared import Prepared, Slot
from haat.makers.models import Maker
from haat.places.models import Mart
from haat.pricing.errors import NoTaxRule, PriceTooLow
from haat.pricing.queries import Known, LineRules, rules_for
from haat.pricing.split import Split, split_line
from haat.web.shop.cards import whole_rupees
from haat.web.shop.json_rows import Rows, rows_of

# The lists that hang on a good (`catalogue_good`) or a variant (`catalogue_variant`): columns, and the rows.
TEXTS = Rows("language, name, description, care", "FROM catalogue_goodtext WHERE good_id = catalogue_good.id")
PHOTOS = Rows(
    "digest, width, height, drawn",
    """FROM catalogue_photo JOIN core_picture ON core_picture.id = picture_id
       WHERE good_id = catalogue_good.id ORDER BY position""",
)
RATINGS = Rows(
    "stars, words, language, buyer_name, place, at",
    "FROM orders_rating WHERE good_id = catalogue_good.id ORDER BY at DESC, id DESC LIMIT 4",
)
ON_SHELF = Rows("stars_sum, stars_count, available", "FROM shelf_shelf WHERE good_id = catalogue_good.id")
CARD = (
    *("name", "name_language", "maker_name", "place_name", "slug", "price_paise", "maker_paise", "picture", "ground"),
    *("available", "made_to_order", "making_days", "can_buy"),
)
MORE = Rows(
    ", ".join(CARD),
    """FROM shelf_shelf JOIN shelf_shelftext ON shelf_shelftext.good_id = shelf_shelf.good_id
       WHERE shelf_shelf.maker_id = catalogue_good.maker_id AND shelf_shelf.good_id <> catalogue_good.id
         AND shelf_shelftext.language = %s ORDER BY by_new LIMIT 4""",
)
STOCK = Rows(
    "on_hand - reserved, counted_at",
    "FROM stock_stockitem WHERE variant_id = catalogue_variant.id ORDER BY on_hand - reserved DESC, id LIMIT 1",
)


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


@Prepared
def _one_good() -> QuerySet[Good]:
    """The live good with its maker, and its lists as JSON: one statement."""
    found = Good.objects.filter(
        mart=Slot("mart", BigIntegerField()),
        slug=Slot("slug", CharField()),
        state=Good.State.LIVE,
        maker__state=Maker.State.LIVE,
    )
    found = found.select_related("craft", "maker__seller", "maker__block", "maker__place", "maker__portrait")
    return found.annotate(
        text_rows=rows_of(TEXTS),
        photo_rows=rows_of(PHOTOS),
        rating_rows=rows_of(RATINGS),
        more_rows=rows_of(MORE, Slot("language", CharField())),
        shelf_row=rows_of(ON_SHELF),
    )[:1]


@Prepared
def _its_variants() -> QuerySet[Variant]:
    """The good's variants that may be bought, each with its free pieces: one statement."""
    found = Variant.objects.filter(good=Slot("good", BigIntegerField()), active=True).annotate(stock_row=rows_of(STOCK))
    return found.order_by("position", "pk")


def _variants(good: Good) -> list[Any]:
    found = _its_variants.all(good=good.pk)
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
    counted_at = _stock(variant)[1]
    return Choice(variant, split, rules, free, _instant(counted_at) if counted_at else None)


def _instant(text: str) -> datetime:
    """An instant as the database writes it into JSON; SQLite leaves out that it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _said(stars: int, words: str, language: str, name: str, place: str, at: str) -> Said:
    return Said(stars, words, language, name, place, _instant(at))


def shown(mart: Mart, slug: str) -> Shown | None:
    """The good at this address of the mart; None when it is not in the shop now."""
    good: Any = next(iter(_one_good.all(mart=mart.pk, slug=slug, language=current())), None)
    if good is None:
        return None
    variants = _variants(good)
    try:
        # Kept with the mart, which is read anew every half minute: this only shows; checkout asks again.
        known = mart.__dict__.setdefault("_rules_shown", Known())
        rules: dict[int, LineRules] = rules_for(mart, variants, today(), known=known) if variants else {}
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
