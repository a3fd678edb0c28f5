"""What is known of goods for one place of sale, in our own words, and what is asked there and nobody has said."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from haat.catalogue.models import Attribute, Good, GoodKind, Variant
from haat.catalogue.taxing import line_of
from haat.core.dates import today
from haat.core.models import Picture
from haat.makers.models import Seller
from haat.makers.paper_book import Held, HeldBy, held_by
from haat.makers.paper_proofs import HOLDS, standing_of
from haat.makers.paper_rules import gtin_exemption
from haat.stock.models import StockPlace
from haat.studio.following import EMPTY, Follower
from haat.studio.loading import MOST_MAKERS, Loader, Standing, Words, attributes_of
from haat.studio.pictures import Shown, for_channel
from haat.studio.queries import pictures_of
from haat.studio.where import Where

MUST, ASK = "must", "ask"
# What follows from what a size is: no answer stands before it.
OURS = ("mrp", "hsn", "unit_sale_price")
# What the law wants on the pack that is sent; nobody knows it of an offer.
ON_THE_PACK = ("made_month_year", "batch", "use_before")
# What has reasons of its own (`reasons`), which say more than that nobody has said it.
OTHERWISE = ("pictures",)
BY_PAPER = ("gtin_exempt",)  # what a letter says, and nobody's word
HSN_DIGITS = 8


@dataclass(frozen=True)
class Missing:
    """What is asked of a good and nobody has said: `need` is MUST, or ASK where it is not known or only sometimes so.

    `attribute` is None, and `slug` empty, for what only the channel's own schema asks, under its `name`. `sure` False:
    that it is asked is not proven.
    """

    attribute: Attribute | None
    slug: str
    name: str
    need: str
    sure: bool = True


class Known(NamedTuple):
    """All that is known of a size for a place of sale.

    `values`: attribute slug → answer or fact (see `following`). `names`: slug → what the place calls it, several joined
    by `|`; `slugs`: each of its names → our slug. `pictures`: those it gets, the main one first; `shown`: all there
    are, as measured. `product_type`: what the place calls the kind of goods, empty where nobody knows. `papers`: kind →
    what maker and seller hold. `maker`: how she stands.
    """

    values: Mapping[str, Any]
    names: Mapping[str, str]
    slugs: Mapping[str, str]
    pictures: Sequence[Picture]
    shown: Sequence[Shown]
    missing: Sequence[Missing]
    product_type: str
    papers: Held
    maker: Standing


@dataclass(frozen=True)
class Plan:
    """What a place asks of goods of one kind, and how it calls what we know."""

    asks: Sequence[Missing]
    names: Mapping[str, str]
    slugs: Mapping[str, str]
    product_type: str

    @cached_property
    def keyed(self) -> Sequence[tuple[str, Missing]]:
        """Each question with the name under which its answer stands among the values."""
        return [(each.slug or each.name, each) for each in self.asks]


class Library:
    """What is the same for many goods at one place of sale: read once, for many batches."""

    def __init__(self, where: Where) -> None:
        self.where, self.loader = where, Loader()
        self._of_all: list[Attribute] | None = None
        self._plans: dict[int | None, Plan] = {}
        self._follower: Follower | None = None
        self._held: HeldBy | None = None
        self._makers: set[int] = set()
        self._sellers: set[int] = set()

    def plan(self, kind: GoodKind | None) -> Plan:
        """What is asked of goods of a kind that `read` has read."""
        return self._plans[kind.id if kind else None]

    @property
    def follower(self) -> Follower:
        """What follows of goods here; one statement the first time, where the account sells from one place."""
        if self._follower is None:
            place = StockPlace.objects.select_related("place").filter(pk=self.where.place_id or 0).first()
            asked = next((each for each in self._of_all or () if each.slug == "country_of_origin"), None)
            origin = next((each for each in (asked.choices if asked else ()) if _is_india(each)), "India")
            self._follower = Follower(self.where, origin, place)
        return self._follower

    def read(self, variants: Sequence[Variant]) -> dict[int, dict[str, Words]]:
        """Load these sizes, and what is asked of their kinds where those are new; by good, its words by language."""
        words = self.loader.load(variants)
        goods = {variant.good_id: variant.good for variant in variants}
        kinds = {good.kind_id: good.kind for good in goods.values()}
        new = [kind for pk, kind in kinds.items() if kind is not None and pk not in self._plans]
        if self._of_all is None or new:
            self._read(new)
        return words

    def papers(self, makers: set[int], sellers: set[int]) -> HeldBy:
        """What these makers and sellers hold, by their keys; of whom it was read before it is not read again."""
        if self._held is None or len(self._makers) + len(makers) > MOST_MAKERS:
            self._held = held_by(makers, sellers, known=self._held.book if self._held else None)
            self._makers, self._sellers = set(makers), set(sellers)
            return self._held
        makers, sellers = makers - self._makers, sellers - self._sellers
        if makers or sellers:
            self._held.also(held_by(makers, sellers, known=self._held.book))
            self._makers |= makers
            self._sellers |= sellers
        return self._held

    def _read(self, kinds: Sequence[GoodKind]) -> None:
        found = attributes_of(kinds)
        of_all = self._of_all = found[None]
        self._plans[None] = plan_of(None, of_all, self.where)
        for kind in kinds:
            own = {attribute.slug for attribute in found[kind.pk]}
            asked = [*found[kind.pk], *(each for each in of_all if each.slug not in own)]
            self._plans[kind.pk] = plan_of(kind, asked, self.where)


def _is_india(choice: str) -> bool:
    return choice.casefold() in ("in", "india")


def plan_of(kind: GoodKind | None, attributes: Sequence[Attribute], where: Where) -> Plan:
    """What a place asks of goods of a kind, of which `attributes` are all questions."""
    product_type = str(kind.channels.get(where.asks_as, {}).get("type") or "") if kind else ""
    schema = where.asked.get(product_type) if product_type else None
    also = _besides(kind, where.also.get(product_type, {})) if kind and product_type else []
    asks: list[Missing] = []
    names: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for attribute in attributes:
        called = [str(name) for name in attribute.maps.get(where.asks_as) or ()]
        slugs = dict.fromkeys(called, attribute.slug) | slugs  # a kind's own question answers before one asked of all
        if called:
            names[attribute.slug] = "|".join(called)
        need = MUST if _asks(also, called) else _need(attribute, where.asks_as, called, schema)
        if need and attribute.slug not in (*ON_THE_PACK, *OTHERWISE):
            asks.append(Missing(attribute, attribute.slug, called[0] if called else "", need, attribute.sure))
    mapped = {*slugs, *_roots(slugs)}
    for name in dict.fromkeys((*(schema or ()), *also)):
        if name not in mapped:
            asks.append(Missing(None, "", name, MUST))
            names[name] = slugs[name] = name  # whoever says it says it under this name
    return Plan(asks, names, slugs, product_type)


def _besides(kind: GoodKind, asked: Mapping[str, Sequence[str]]) -> list[str]:
    """What was asked besides of goods of a kind, or of all of its type."""
    return list(dict.fromkeys((*asked.get("", ()), *asked.get(kind.slug, ()))))


def _need(attribute: Attribute, asks_as: str, called: Sequence[str], schema: Sequence[str] | None) -> str:
    """MUST, ASK or "" (nobody asks); what the channel's own schema says of its own asking wins over the table."""
    by_others = {"law", "rule"} & set(attribute.required_for)
    if schema is not None and called:
        if _asks(schema, called):
            return MUST
        by_channel, expected = False, False
    else:
        by_channel, expected = asks_as in attribute.required_for, asks_as in attribute.expected_by
    if by_others or by_channel:
        return MUST if attribute.sure else ASK
    return ASK if expected else ""


def _asks(names: Collection[str], called: Sequence[str]) -> bool:
    """Whether an attribute that a channel calls so is among the names."""
    return not {*called, *_roots(called)}.isdisjoint(names)


def _roots(names: Collection[str]) -> set[str]:
    """`purchasable_offer` of `purchasable_offer.maximum_retail_price`: a schema names the whole."""
    return {name.split(".")[0] for name in names}


def known(variants: Sequence[Variant], where: Where, *, library: Library | None = None) -> dict[int, Known]:
    """By variant, what is known of it for a place of sale; a number of statements that does not grow with theirs.

    With a `library`, what many goods share is read once for all that are asked with it.
    """
    library = library or Library(where)
    words = library.read(variants)
    makers = {good.maker_id for good in {variant.good_id: variant.good for variant in variants}.values()}
    of_makers = {library.loader.makers[pk].maker.seller_id for pk in makers}
    sellers = {where.seller.pk} if where.seller else of_makers
    read = _Read(library, words, pictures_of(words), library.papers(makers, sellers))
    return {variant.id: _known(variant, variant.good, read) for variant in variants}


@dataclass(frozen=True)
class _Read:
    """What was read of a batch."""

    library: Library
    words: Mapping[int, Mapping[str, Words]]
    shown: Mapping[int, Sequence[Shown]]
    held: HeldBy


def _known(variant: Variant, good: Good, read: _Read) -> Known:
    library, maker_id = read.library, good.maker_id
    where, plan = library.where, library.plan(good.kind)
    standing = library.loader.makers[maker_id]
    maker = standing.maker
    papers = read.held.of(maker_id, where.seller.pk if where.seller else maker.seller_id)
    said = _said(good.attributes, variant.attributes)
    words, shown = read.words[good.id], read.shown[good.id]
    values = library.follower.facts(variant, words, maker)
    if hsn := _hsn(good, said):
        values["hsn"] = hsn
    if fssai := _fssai(papers, maker.seller):
        values["fssai_number"] = fssai
    if (exempt := _exempt(good, said, papers, plan, where)) is not None:
        values["gtin_exempt"] = exempt
    kept = [(slug, values[slug]) for slug in OURS if slug in values]
    values.update(said)
    values.update(kept)
    return Known(
        values=values,
        names=plan.names,
        slugs=plan.slugs,
        pictures=for_channel(shown, where.pictures),
        shown=shown,
        missing=[each for name, each in plan.keyed if not (value := values.get(name)) and value in EMPTY],
        product_type=plan.product_type,
        papers=papers,
        maker=standing,
    )


def _said(of_good: Mapping[str, Any], of_size: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered of a good, and of its size, which knows better; without what says nothing."""
    found = {slug: value for slug, value in of_good.items() if value or value not in EMPTY}
    if of_size:
        found |= {slug: value for slug, value in of_size.items() if value or value not in EMPTY}
    for slug in BY_PAPER:
        found.pop(slug, None)
    return found


def _hsn(good: Good, said: Mapping[str, Any]) -> str:
    """Eight digits: the good's own, else of its kind as the answers have it; empty where nobody knows them."""
    if len(good.hsn) == HSN_DIGITS:
        return good.hsn
    kind = good.kind
    hsn = line_of(kind, said).hsn if kind and kind.rules else kind.hsn if kind else ""
    return hsn if len(hsn) == HSN_DIGITS else ""


def _fssai(papers: Held, seller: Seller) -> str:
    """The number under which her food is made: of a paper that holds, else as her seller has it."""
    numbers = (paper.number for paper in papers.get("fssai", ()) if standing_of(paper, today()) == HOLDS)
    return next(numbers, seller.fssai)


def _exempt(good: Good, said: Mapping[str, Any], papers: Held, plan: Plan, where: Where) -> bool | None:
    """True with the channel's letter for this brand and category; False of what has a number; None: not known."""
    if "gtin" in said:
        return False
    if not papers.get("gtin_exemption"):
        return None
    brand = said.get("brand", "")
    brands = brand.values() if isinstance(brand, Mapping) else [brand]
    kind, craft = good.kind, good.craft
    categories = {plan.product_type, *(kind.names.values() if kind else ()), *craft.names.values()}
    letters = (
        gtin_exemption(papers, brand=str(each), category=category, on=today(), channel=where.channel)
        for each in brands
        if each
        for category in sorted(categories)
    )
    return True if any(letters) else None
