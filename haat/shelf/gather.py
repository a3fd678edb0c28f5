"""What ought to be on the shelf, read from catalogue, stock, prices and ratings. Writes nothing.

A fixed number of queries for any number of goods.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Sum, prefetch_related_objects

from haat.catalogue.models import Good, GoodText, Photo, Variant
from haat.core.dates import today
from haat.core.languages import best
from haat.core.prepared import made
from haat.makers.models import Maker
from haat.orders.models import OrderLine, Part, Rating
from haat.places.models import Mart
from haat.pricing.errors import NoTaxRule, PriceTooLow
from haat.pricing.queries import LineRules, rules_for
from haat.shelf.matching import document, filter_keys, keys_of, price_keys
from haat.shelf.models import Shelf, ShelfText, ShelfWords
from haat.shelf.ranking import places
from haat.stock import queries as stock


@dataclass(frozen=True)
class Rows:
    """The rows of one good."""

    shelf: Shelf
    texts: list[ShelfText]
    words: ShelfWords


Text = tuple[str, str, str]


@dataclass(frozen=True)
class _Read:
    """What is read for many goods at once, by good or (available, rules) by variant. `for_sale`: the cheapest first.

    `kept` holds what many goods share, worked out once: the names and keys of a maker or a craft.
    """

    texts: Mapping[int, list[Text]]
    for_sale: Mapping[int, list[Variant]]
    pictures: Mapping[int, tuple[str, bool]]
    available: Mapping[int, int]
    rules: Mapping[int, LineRules]
    stars: Mapping[int, tuple[int, int]]
    sold: Mapping[int, int]
    kept: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def once(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """What `make` gave the first time it was asked for under `key`."""
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]


def on_sale(goods: "QuerySet[Good]") -> "QuerySet[Good]":
    """Those of `goods` that belong on the shelf: live, of a live maker, with something to buy and a name."""
    return _live(goods).filter(pk__in=Variant.objects.filter(active=True).values("good")).exclude(texts=None)


def _live(goods: "QuerySet[Good]") -> "QuerySet[Good]":
    return goods.filter(state=Good.State.LIVE, maker__state=Maker.State.LIVE)


def wanted_rows(good_ids: Collection[int]) -> list[Rows]:
    """The rows these goods ought to have, in the order of their ids; none for a good not on sale."""
    texts: dict[int, list[Text]] = defaultdict(list)
    words = GoodText.objects.filter(good__among=good_ids).order_by("pk")
    for good_id, *text in words.values_list("good_id", "language", "name", "description"):
        texts[good_id].append((text[0], text[1], text[2]))
    for_sale: dict[int, list[Variant]] = defaultdict(list)
    variants = Variant.objects.filter(good__among=good_ids, active=True)
    for variant in variants.order_by("price_paise", "position", "pk"):
        for_sale[variant.good_id].append(variant)
    # Which of them have both is known by now: `on_sale` would look for it once more, among all there are.
    live = _live(Good.objects.filter(pk__among=good_ids)).order_by("pk")
    goods = [good for good in live if good.pk in texts and good.pk in for_sale]
    for good in goods:
        for variant in for_sale[good.pk]:
            variant.good = good
    # Makers, places and crafts are prefetched, not joined: many goods share them, and reading names is dear.
    prefetch_related_objects(goods, "mart", "craft", "maker__seller", "maker__place", "maker__block")
    read = _read(goods, texts, for_sale)
    return [_rows(good, read) for good in goods]


def _read(goods: Sequence[Good], texts: Mapping[int, list[Text]], for_sale: Mapping[int, list[Variant]]) -> _Read:
    ids = [good.pk for good in goods]
    photos = Photo.objects.filter(good__among=ids).order_by("-position")
    pictures = photos.values_list("good_id", "picture__digest", "picture__drawn")
    ratings = Rating.objects.filter(good__among=ids).values_list("good").annotate(Sum("stars"), Count("pk"))
    delivered = OrderLine.objects.filter(good__among=ids, part__state=Part.State.DELIVERED)
    return _Read(
        texts=texts,
        for_sale=for_sale,
        pictures={good_id: (digest, drawn) for good_id, digest, drawn in pictures},
        available=stock.available([variant.pk for good_id in ids for variant in for_sale[good_id]]),
        rules=_rules(goods, for_sale),
        stars={good_id: (total, count) for good_id, total, count in ratings.order_by()},
        sold=dict(delivered.values_list("good").annotate(Sum("quantity")).order_by()),
    )


def _rules(goods: Sequence[Good], for_sale: Mapping[int, list[Variant]]) -> dict[int, LineRules]:
    """How the price of each good's cheapest variant is shared, by variant; no entry when no rate is known."""
    by_mart: dict[Mart, list[Variant]] = defaultdict(list)
    for good in goods:
        by_mart[good.mart].append(for_sale[good.pk][0])
    found: dict[int, LineRules] = {}
    for mart, cheapest in by_mart.items():
        try:
            found |= rules_for(mart, cheapest, today())
        except NoTaxRule:
            found |= _rules_one_by_one(mart, cheapest)
    return found


def _rules_one_by_one(mart: Mart, variants: list[Variant]) -> dict[int, LineRules]:
    """As `rules_for`, leaving out goods without a rate: one of them must not keep its neighbours away."""
    found: dict[int, LineRules] = {}
    for variant in variants:
        try:
            found |= rules_for(mart, [variant], today())
        except NoTaxRule:
            continue
    return found


def _rows(good: Good, read: _Read) -> Rows:
    shelf = _shelf(good, read)
    words = made(ShelfWords, good_id=good.pk, mart_id=good.mart_id, keys=_keys(good, shelf, read))
    return Rows(shelf, list(_texts(good, read)), words)


def _shelf(good: Good, read: _Read) -> Shelf:
    variants = read.for_sale[good.pk]
    cheapest, dearest = variants[0], variants[-1]
    picture, drawn = read.pictures.get(good.pk, ("", False))
    stars_sum, stars_count = read.stars.get(good.pk, (0, 0))
    available = sum(read.available.get(variant.pk, 0) for variant in variants)
    maker_paise = _maker_paise(cheapest.price_paise, read.rules.get(cheapest.pk))
    ordered_by: dict[str, Any] = {
        "price_paise": cheapest.price_paise,
        "stars_sum": stars_sum,
        "stars_count": stars_count,
        "sold": read.sold.get(good.pk, 0),
        "can_buy": available > 0 and maker_paise is not None,
        "live_at": good.live_at or good.made_at,
    }
    return made(
        Shelf,
        good_id=good.pk,
        mart_id=good.mart_id,
        slug=good.slug,
        maker_id=good.maker_id,
        maker_slug=good.maker.slug,
        artisan=good.maker.kind == Maker.Kind.ARTISAN,
        home_only=not good.maker.seller.registered,
        craft=good.craft.slug,
        block=good.maker.block.slug,
        top_paise=dearest.price_paise,
        maker_paise=maker_paise or 0,
        picture=picture,
        drawn=drawn,
        ground=good.ground,
        available=available,
        made_to_order=good.made_to_order,
        making_days=good.making_days,
        **ordered_by,
        **places(good.pk, **ordered_by),
    )


def _maker_paise(price_paise: int, rules: LineRules | None) -> int | None:
    """What the maker gets of one piece; None when the price cannot be split, and so the good not be sold."""
    if rules is None:
        return None
    try:
        return rules.split(price_paise).maker
    except PriceTooLow:
        return None


def _texts(good: Good, read: _Read) -> Iterator[ShelfText]:
    names = {language: name for language, name, _about in read.texts[good.pk]}
    for language in good.mart.languages:
        name = best(names, language)
        maker, place = read.once(("names", good.maker_id, language), lambda: _called(good.maker, language))  # noqa: B023
        yield made(
            ShelfText,
            id=None,
            mart_id=good.mart_id,
            good_id=good.pk,
            language=language,
            name=name.text,
            name_language=name.language,
            maker_name=maker,
            place_name=place,
        )


def _called(maker: Maker, language: str) -> tuple[str, str]:
    """What a maker and its place are called, as long as fits on a card."""
    place = maker.place
    return (
        (best(maker.names, language).text or maker.slug)[:120],
        (best(place.names, language).text or place.slug)[:80],
    )


def _keys(good: Good, shelf: Shelf, read: _Read) -> str:
    """The index text of a good, from its words in every language."""
    maker, texts = good.maker, read.texts[good.pk]
    of_maker = [maker.names, maker.place.names, maker.block.names]
    own = [good.attributes, *(variant.labels for variant in read.for_sale[good.pk])]
    return document(
        good.mart_id,
        names=[name for _language, name, _about in texts],
        more=[
            read.once(("craft", good.craft_id), lambda: keys_of(_strings(good.craft.names))),
            read.once(("maker", good.maker_id), lambda: keys_of(_strings(of_maker))),
            keys_of(_strings(own)),
        ],
        far=[about for _language, _name, about in texts],
        filters=filter_keys(
            craft=shelf.craft,
            block=shelf.block,
            maker_id=good.maker_id,
            made_to_order=shelf.made_to_order,
            can_buy=shelf.can_buy,
        )
        + list(price_keys(shelf.price_paise, shelf.price_paise)),
    )


def _strings(value: Any) -> Iterator[str]:
    """Every text in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _strings(list(value.values()))
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _strings(inner)
