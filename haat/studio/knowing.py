"""What is known of goods for one place of sale, in our own words, and what is asked there and nobody has said."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from haat.catalogue.models import Attribute, Good, GoodKind, Variant
from haat.catalogue.taxing import line_of
from haat.core.dates import today
from haat.core.models import Picture
from haat.makers.paper_book import Held, HeldBy, held_by
from haat.makers.paper_proofs import HOLDS, standing_of
from haat.makers.paper_rules import gtin_exemption
from haat.stock.models import StockPlace
from haat.studio.following import EMPTY, Follower
from haat.studio.loading import BATCH, attributes_of, in_batches, load
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


@dataclass(frozen=True)
class Known:
    """All that is known of a size for a place of sale.

    `values`: attribute slug → answer or fact (see `following`). `names`: slug → what the place calls it; `slugs`: each
    of its names → our slug. `pictures`: those it gets, the main one first; `shown`: all there are, as measured.
    `product_type`: what the place calls the kind of goods, empty where nobody knows. `papers`: kind → what maker and
    seller hold.
    """

    values: Mapping[str, Any]
    names: Mapping[str, str]
    slugs: Mapping[str, str]
    pictures: Sequence[Picture]
    shown: Sequence[Shown]
    missing: Sequence[Missing]
    product_type: str
    papers: Held


@dataclass(frozen=True)
class Plan:
    """What a place asks of goods of one kind, and how it calls what we know."""

    asks: Sequence[Missing]
    names: Mapping[str, str]
    slugs: Mapping[str, str]
    product_type: str


class Library:
    """What is the same for all goods at one place of sale: read once, for many batches."""

    def __init__(self, where: Where) -> None:
        self.where = where
        self._of_all: list[Attribute] | None = None
        self._plans: dict[int | None, Plan] = {}
        self._follower: Follower | None = None

    def plan(self, kind: GoodKind | None) -> Plan:
        """What is asked of goods of a kind that `read` has read."""
        return self._plans[kind.pk if kind else None]

    @property
    def follower(self) -> Follower:
        """What follows of goods here; one statement the first time, where the account sells from one place."""
        if self._follower is None:
            place = StockPlace.objects.select_related("place").filter(pk=self.where.place_id or 0).first()
            asked = next((each for each in self._of_all or () if each.slug == "country_of_origin"), None)
            origin = next((each for each in (asked.choices if asked else ()) if _is_india(each)), "India")
            self._follower = Follower(self.where, origin, place)
        return self._follower

    def read(self, variants: Sequence[Variant]) -> None:
        """Read what is asked of the kinds of these sizes, of those that are new; one statement or none."""
        kinds = {variant.good.kind for variant in variants if variant.good.kind is not None}
        new = [kind for kind in kinds if kind.pk not in self._plans]
        if self._of_all is not None and not new:
            return
        found = attributes_of(new)
        of_all = self._of_all = found[None]
        self._plans[None] = plan_of(None, of_all, self.where)
        for kind in new:
            own = {attribute.slug for attribute in found[kind.pk]}
            asked = [*found[kind.pk], *(each for each in of_all if each.slug not in own)]
            self._plans[kind.pk] = plan_of(kind, asked, self.where)


def _is_india(choice: str) -> bool:
    return choice.casefold() in ("in", "india")


def plan_of(kind: GoodKind | None, attributes: Sequence[Attribute], where: Where) -> Plan:
    """What a place asks of goods of a kind, of which `attributes` are all questions."""
    product_type = str(kind.channels.get(where.asks_as, {}).get("type") or "") if kind else ""
    schema = where.asked.get(product_type) if product_type else None
    asks: list[Missing] = []
    names: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for attribute in attributes:
        called = [str(name) for name in attribute.maps.get(where.asks_as) or ()]
        slugs |= dict.fromkeys(called, attribute.slug)
        if called:
            names[attribute.slug] = called[0]
        need = _need(attribute, where.asks_as, called, schema)
        if need and attribute.slug not in (*ON_THE_PACK, *OTHERWISE):
            asks.append(Missing(attribute, attribute.slug, called[0] if called else "", need, attribute.sure))
    mapped = {*slugs, *_roots(slugs)}
    for name in schema or ():
        if name not in mapped:
            asks.append(Missing(None, "", name, MUST))
            names[name] = slugs[name] = name  # whoever says it says it under this name
    return Plan(asks, names, slugs, product_type)


def _need(attribute: Attribute, asks_as: str, called: Sequence[str], schema: Sequence[str] | None) -> str:
    """MUST, ASK or "" (nobody asks); what the channel's own schema says of its own asking wins over the table."""
    by_others = {"law", "rule"} & set(attribute.required_for)
    if schema is not None and called:
        if set(schema) & {*called, *_roots(called)}:
            return MUST
        by_channel, expected = False, False
    else:
        by_channel, expected = asks_as in attribute.required_for, asks_as in attribute.expected_by
    if by_others or by_channel:
        return MUST if attribute.sure else ASK
    return ASK if expected else ""


def _roots(names: Collection[str]) -> set[str]:
    """`purchasable_offer` of `purchasable_offer.maximum_retail_price`: a schema names the whole."""
    return {name.split(".")[0] for name in names}


def known(variants: Sequence[Variant], where: Where, *, library: Library | None = None) -> dict[int, Known]:
    """By variant, what is known of it for a place of sale; a number of statements that does not grow with theirs."""
    load(variants)
    library = library or Library(where)
    library.read(variants)
    pictures = pictures_of({variant.good_id for variant in variants})
    sellers = {variant.good.maker.seller_id for variant in variants} | ({where.seller.pk} if where.seller else set())
    held = held_by({variant.good.maker_id for variant in variants}, sellers)
    return {variant.pk: _known(variant, library, pictures[variant.good_id], held) for variant in variants}


def known_in_batches(
    variants: "QuerySet[Variant]", where: Where, *, size: int = BATCH
) -> Iterator[tuple[list[Variant], dict[int, Known]]]:
    """The same of any number of sizes, some at a time: the sizes, loaded, and what is known of each."""
    library = Library(where)
    for batch in in_batches(variants, size):
        yield batch, known(batch, where, library=library)


def _known(variant: Variant, library: Library, shown: Sequence[Shown], held: HeldBy) -> Known:
    good, where = variant.good, library.where
    plan = library.plan(good.kind)
    papers = held.of(good.maker_id, (where.seller or good.maker.seller).pk)
    answers = {**good.attributes, **variant.attributes}
    said = {slug: value for slug, value in answers.items() if value not in EMPTY and slug not in BY_PAPER}
    facts = library.follower.facts(
        variant, hsn=_hsn(good, said), fssai=_fssai(good, papers), exempt=_exempt(good, said, papers, plan, where)
    )
    values = {**facts, **said, **{slug: facts[slug] for slug in OURS if slug in facts}}
    return Known(
        values=values,
        names=plan.names,
        slugs=plan.slugs,
        pictures=for_channel(shown, where.pictures),
        shown=shown,
        missing=[each for each in plan.asks if values.get(each.slug or each.name) in EMPTY],
        product_type=plan.product_type,
        papers=papers,
    )


def _hsn(good: Good, said: Mapping[str, Any]) -> str:
    """Eight digits: the good's own, else of its kind as the answers have it; empty where nobody knows them."""
    if len(good.hsn) == HSN_DIGITS:
        return good.hsn
    hsn = line_of(good.kind, said).hsn if good.kind else ""
    return hsn if len(hsn) == HSN_DIGITS else ""


def _fssai(good: Good, papers: Held) -> str:
    """The number under which her food is made: of a paper that holds, else as her seller has it."""
    numbers = (paper.number for paper in papers.get("fssai", ()) if standing_of(paper, today()) == HOLDS)
    return next(numbers, good.maker.seller.fssai)


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
