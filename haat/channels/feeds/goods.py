"""The sizes of a mart, a thousand at a time: which may go into a feed, what of it is said, and why others may not.

A fixed number of statements for each batch, however many are in it; nothing is kept of a batch when the next is read.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from haat.catalogue.models import Good, Variant
from haat.channels.feeds.kind import FeedKind, Item
from haat.channels.feeds.words import choices_called, plain, said
from haat.channels.models import Feed
from haat.core.files import square_url
from haat.core.languages import best
from haat.makers.models import Maker
from haat.places.models import Mart
from haat.stock.queries import free_ready, rooms_ahead, week_with_room
from haat.stock.rules import friday_of
from haat.studio.following import EMPTY
from haat.studio.knowing import Known, known
from haat.studio.loading import read_sizes
from haat.studio.readiness import Judge
from haat.studio.where import Reason

AT_ONCE = 1000
# Where the shop shows a good, and a size of it; a test holds it to the shop's own addresses.
GOOD = "/{language}/g/{slug}/?v={variant}&from={source}"
# The reason that says that nobody has answered a question, by its slug.
MISSING = "attribute_missing"
CATEGORY = "google_product_category"


@dataclass(frozen=True)
class Standing:
    """A size with what may be said of it, or with the reasons that keep it out."""

    variant: Variant
    item: Item | None
    reasons: Sequence[Reason] = ()


def for_sale_in(mart: Mart) -> "QuerySet[Variant]":
    """Every size the mart's shop sells, with its good; the rest `known` loads, once for all that share it."""
    sold = {"active": True, "good__state": Good.State.LIVE, "good__maker__state": Maker.State.LIVE}
    return Variant.objects.filter(mart=mart, **sold).select_related("good")


def batches_of(mart: Mart) -> Iterator[list[Variant]]:
    """The same, AT_ONCE at a time in the order of their keys; of each what is judged by (`read_sizes`)."""
    rows, last = for_sale_in(mart).order_by("pk"), 0
    while some := read_sizes(rows.filter(pk__gt=last)[:AT_ONCE]):
        last = some[-1].pk
        yield of_mart(some, mart)


def of_mart(variants: list[Variant], mart: Mart) -> list[Variant]:
    """The same, whose mart is known already and need not be read for each."""
    for variant in variants:
        variant._state.fields_cache["mart"] = variant.good._state.fields_cache["mart"] = mart
    return variants


def standings(feed: Feed, kind: FeedKind, *, on: date) -> Iterator[Standing]:
    """How every size of the feed's mart stands with it."""
    looked = Look(feed, kind, on)
    for some in batches_of(feed.mart):
        yield from looked.at(some)


class Look:
    """A look at sizes for a feed on a day; what is the same for all is read once."""

    def __init__(self, feed: Feed, kind: FeedKind, on: date) -> None:
        self.feed, self.kind, self.called = feed, kind, choices_called()
        self.judge = Judge(kind.where(feed.mart, base=feed.base), on)
        self.reads, self.source = kind.reads | {CATEGORY}, kind.slug
        self._crafts: dict[int, str] = {}
        self._names: dict[int, tuple[Mapping[str, str], list[tuple[str, str]]]] = {}

    def at(self, variants: list[Variant]) -> Iterator[Standing]:
        """How these sizes, whose mart is known, stand with the feed."""
        facts = known(variants, self.judge.where, library=self.judge.library)
        reasons = self.judge.of(variants, facts)
        stopped = {pk: stops for pk, found in reasons.items() if (stops := _kept_back(found, self.kind))}
        sizes = [(variant.id, variant, variant.good) for variant in variants]
        going = [(variant, good) for pk, variant, good in sizes if pk not in stopped]
        pieces, several = _pieces(going), _of_several_sizes({variant.good_id for variant, _good in going})
        for pk, variant, good in sizes:
            if pk in stopped:
                yield Standing(variant, None, stopped[pk])
                continue
            free, ready_on = pieces[pk]
            group = good.slug if variant.good_id in several else ""
            yield Standing(variant, self._item(variant, good, facts[pk], free=free, ready_on=ready_on, group=group))

    def _item(
        self, variant: Variant, good: Good, facts: Known, *, free: int, ready_on: date | None, group: str
    ) -> Item:
        feed = self.feed
        raw: dict[str, Any] = {}
        texts: dict[str, str] = {}
        values, language, called = facts.values, feed.language, self.called
        for name, slug in self._read_of(facts.slugs):
            value = values.get(slug)
            if value or value not in EMPTY:
                raw[name] = value
                texts[name] = said(slug, value, language, called)
        link = GOOD.format(language=language, slug=good.slug, variant=variant.id, source=self.source)
        return Item(
            sku=variant.sku,
            group=group,
            said=texts,
            raw=raw,
            price_paise=variant.price_paise,
            mrp_paise=variant.mrp_paise,
            free=free,
            ready_on=ready_on,
            link=feed.base + link,
            pictures=[_full(picture.digest, feed.base) for picture in facts.pictures],
            category=_category(good, raw),
            craft=self._craft(good),
            weight_g=variant.weight_g,
        )

    def _read_of(self, slugs: Mapping[str, str]) -> list[tuple[str, str]]:
        """Those of the feed's names of answers that its columns read, each with our slug; of a kind worked out once."""
        known_of = self._names.get(id(slugs))
        if known_of is None or known_of[0] is not slugs:
            found = [(name, slug) for name, slug in slugs.items() if name in self.reads]
            known_of = self._names[id(slugs)] = slugs, found
        return known_of[1]

    def _craft(self, good: Good) -> str:
        """What its craft is called, as one line."""
        if good.craft_id not in self._crafts:
            self._crafts[good.craft_id] = plain(best(good.craft.names, self.feed.language).text)
        return self._crafts[good.craft_id]


def _kept_back(reasons: Sequence[Reason], kind: FeedKind) -> list[Reason]:
    """Those that stop it, without questions that this feed answers itself."""
    if not reasons:
        return []
    return [each for each in reasons if each.stops and not (each.code == MISSING and each.about in kind.knows)]


def _full(digest: str, base: str) -> str:
    """The square of a picture, which was made when it was measured: a plain address that ends in .jpg."""
    address = square_url(digest)
    return base + address if address.startswith("/") else address


def _category(good: Good, raw: dict[str, Any]) -> int:
    """Google's number of what it is: as answered, or of its kind; 0 where nobody knows."""
    kind = good.kind
    told = kind.channels.get("google", {}) if kind else {}
    said = raw.get(CATEGORY, "")
    if type(said) is int and said > 0:  # as its kind has it
        return said
    for each in (said, told.get("id", "") if isinstance(told, dict) else ""):
        number = str(each)
        if number.isascii() and number.isdigit():
            return int(number)
    return 0


def _pieces(sizes: Sequence[tuple[Variant, Good]]) -> dict[int, tuple[int, date | None]]:
    """How many of each one order may take now, and the day one that is made to order is ready."""
    made = [variant for variant, good in sizes if good.made_to_order]
    there = free_ready([variant.id for variant, good in sizes if not good.made_to_order]) if sizes else {}
    found: dict[int, tuple[int, date | None]] = {pk: (free, None) for pk, free in there.items()}
    for pk, rooms in rooms_ahead(made).items():
        week = week_with_room(rooms, 1)
        found[pk] = (max(rooms.values(), default=0), friday_of(week) if week else None)
    return found


def _of_several_sizes(goods: Collection[int]) -> Collection[int]:
    """Those of the goods that are made in more than one size."""
    sizes = Variant.objects.filter(good__among=goods, active=True).order_by().values("good")
    return set(sizes.annotate(n=Count("pk")).filter(n__gt=1).values_list("good", flat=True)) if goods else set()
