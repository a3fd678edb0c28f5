"""What ought to be on the shelf, read from catalogue, stock, prices and ratings. Writes nothing.

A fixed number of queries for any number of goods.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, QuerySet, Sum

from haat.catalogue.models import Good, Photo, Variant
from haat.core.dates import today
from haat.core.languages import best
from haat.makers.models import Maker
from haat.orders.models import OrderLine, Rating, SellerOrder
from haat.places.models import Mart
from haat.pricing.errors import NoTaxRule, PriceTooLow
from haat.pricing.queries import LineRules, rules_for
from haat.pricing.split import split_line
from haat.shelf.matching import document, filter_keys
from haat.shelf.models import Shelf, ShelfText, ShelfWords
from haat.shelf.ranking import places
from haat.stock import queries as stock


@dataclass(frozen=True)
class Rows:
    """The rows of one good."""

    shelf: Shelf
    texts: list[ShelfText]
    words: ShelfWords


@dataclass(frozen=True)
class _Figures:
    """What is summed up for many goods at once, by good or variant."""

    available: Mapping[int, int]
    rules: Mapping[int, LineRules]
    stars: Mapping[int, tuple[int, int]]
    sold: Mapping[int, int]


def on_sale(goods: "QuerySet[Good]") -> "QuerySet[Good]":
    """Those of `goods` that belong on the shelf: live, of a live maker, with something to buy and a name."""
    return goods.filter(
        state=Good.State.LIVE,
        maker__state=Maker.State.LIVE,
        pk__in=Variant.objects.filter(active=True).values("good"),
    ).exclude(texts=None)


def wanted_rows(good_ids: Collection[int]) -> list[Rows]:
    """The rows these goods ought to have, in the order of their ids; none for a good not on sale."""
    # Makers, places and crafts are prefetched, not joined: many goods share them, and reading names is dear.
    goods = list(
        on_sale(Good.objects.filter(pk__in=good_ids))
        .prefetch_related(
            "mart",
            "craft",
            "maker__seller",
            "maker__place",
            "maker__block",
            "texts",
            Prefetch("variants", Variant.objects.filter(active=True).order_by("price_paise", "position", "pk")),
            Prefetch("photos", Photo.objects.select_related("picture").order_by("position")),
        )
        .order_by("pk")
    )
    figures = _figures(goods)
    return [_rows(good, figures) for good in goods]


def _figures(goods: list[Good]) -> _Figures:
    variants = [variant.pk for good in goods for variant in good.variants.all()]
    ratings = Rating.objects.filter(good__in=goods).values_list("good").annotate(Sum("stars"), Count("pk"))
    delivered = OrderLine.objects.filter(good__in=goods, part__state=SellerOrder.State.DELIVERED)
    return _Figures(
        available=stock.available(variants),
        rules=_rules(goods),
        stars={good_id: (total, count) for good_id, total, count in ratings.order_by()},
        sold=dict(delivered.values_list("good").annotate(Sum("quantity")).order_by()),
    )


def _rules(goods: list[Good]) -> dict[int, LineRules]:
    """How the price of each good's cheapest variant is shared, by variant; no entry when no rate is known."""
    by_mart: dict[Mart, list[Variant]] = defaultdict(list)
    for good in goods:
        by_mart[good.mart].append(good.variants.all()[0])
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


def _rows(good: Good, figures: _Figures) -> Rows:
    shelf = _shelf(good, figures)
    words = ShelfWords(good_id=good.pk, mart_id=good.mart_id, keys=_keys(good, shelf))
    return Rows(shelf, list(_texts(good)), words)


def _shelf(good: Good, figures: _Figures) -> Shelf:
    variants = list(good.variants.all())
    cheapest, dearest = variants[0], variants[-1]
    photo = next(iter(good.photos.all()), None)
    stars_sum, stars_count = figures.stars.get(good.pk, (0, 0))
    available = sum(figures.available.get(variant.pk, 0) for variant in variants)
    maker_paise = _maker_paise(cheapest.price_paise, figures.rules.get(cheapest.pk))
    kept: dict[str, Any] = {
        "price_paise": cheapest.price_paise,
        "stars_sum": stars_sum,
        "stars_count": stars_count,
        "sold": figures.sold.get(good.pk, 0),
        "can_buy": available > 0 and maker_paise is not None,
        "live_at": good.live_at or good.made_at,
    }
    return Shelf(
        good_id=good.pk,
        mart_id=good.mart_id,
        slug=good.slug,
        maker_id=good.maker_id,
        maker_slug=good.maker.slug,
        craft=good.craft.slug,
        block=good.maker.block.slug,
        top_paise=dearest.price_paise,
        maker_paise=maker_paise or 0,
        picture=photo.picture.digest if photo else "",
        drawn=bool(photo and photo.picture.drawn),
        ground=good.ground,
        available=available,
        made_to_order=good.made_to_order,
        making_days=good.making_days,
        **kept,
        **places(good.pk, **kept),
    )


def _maker_paise(price_paise: int, rules: LineRules | None) -> int | None:
    """What the maker gets of one piece; None when the price cannot be split, and so the good not be sold."""
    if rules is None:
        return None
    try:
        return split_line(
            price_paise,
            1,
            tax_bp=rules.tax_bp,
            fee_bp=rules.fee_bp,
            packing_paise=rules.packing_paise,
            charges_tax=rules.charges_tax,
        ).maker
    except PriceTooLow:
        return None


def _texts(good: Good) -> Iterator[ShelfText]:
    names = {text.language: text.name for text in good.texts.all()}
    for language in good.mart.languages:
        name = best(names, language)
        yield ShelfText(
            mart_id=good.mart_id,
            good_id=good.pk,
            language=language,
            name=name.text,
            name_language=name.language,
            maker_name=(best(good.maker.names, language).text or good.maker.slug)[:120],
            place_name=(best(good.maker.place.names, language).text or good.maker.place.slug)[:80],
        )


def _keys(good: Good, shelf: Shelf) -> str:
    """The index text of a good, from its words in every language."""
    maker = good.maker
    texts = list(good.texts.all())
    belongs = [good.craft.names, maker.names, maker.place.names, maker.block.names, good.attributes]
    labels = [variant.labels for variant in good.variants.all()]
    return document(
        names=[text.name for text in texts],
        more=_strings([*belongs, *labels]),
        far=[text.description for text in texts],
        filters=filter_keys(
            mart_id=good.mart_id,
            craft=shelf.craft,
            block=shelf.block,
            maker_id=good.maker_id,
            made_to_order=shelf.made_to_order,
            can_buy=shelf.can_buy,
        ),
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
