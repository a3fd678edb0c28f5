"""Reads of goods with more than one caller."""

from collections.abc import Collection, Sequence
from functools import cache, reduce
from operator import add, or_

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from haat.catalogue.asking import attributes_for as attributes_for
from haat.catalogue.asking import kinds_for as kinds_for
from haat.catalogue.asking import moved_by as moved_by
from haat.catalogue.asking import questions as questions
from haat.catalogue.asking import standard_sizes as standard_sizes
from haat.catalogue.models import Change, Check, Craft, CraftAsk, Good, GoodText, Photo, Variant
from haat.core.ends import begins
from haat.core.languages import Text, best
from haat.core.prepared import Prepared, Slot, numbered, slots
from haat.makers.models import Maker, MakerQuerySet
from haat.places.models import Mart, Place

MOST_WORDS = 6  # of a search that are looked for
LEAST_LETTERS = 3  # of a word that tells something

FEW = 8  # goods of a basket


def crafts() -> list[Craft]:
    """Every craft in shop order."""
    return list(Craft.objects.order_by("position", "slug"))


def craft_words() -> list[tuple[str, str]]:
    """Slug and name, in the reader's language, of every craft in shop order: for a choice among them."""
    rows = Craft.objects.order_by("position", "slug").values_list("slug", "names")
    return [(slug, best(names).text) for slug, names in rows]


def name(good: Good, language: str | None = None) -> Text:
    """The good's name in `language` (the active one if not given) or the nearest there is, and which that is.

    Reads `texts`; prefetch them when naming many.
    """
    return best({text.language: text.name for text in good.texts.all()}, language)


def for_checking(goods: "QuerySet[Good]") -> "QuerySet[Good]":
    """`goods` with all that the six checks and the desk's page read: a fixed number of queries."""
    return goods.select_related("mart", "craft", "maker__seller", "maker__block", "maker__mart").prefetch_related(
        "texts",
        Prefetch("photos", Photo.objects.select_related("picture").order_by("position")),
        Prefetch("variants", Variant.objects.order_by("position", "pk")),
        "maker__documents",
    )


def waiting(mart: Mart, place: Place) -> "QuerySet[Good]":
    """Goods waiting for a check at or below `place`, the longest wait first."""
    return waiting_within(mart, place).order_by("sent_at", "pk")


def goods_of(maker: Maker) -> "QuerySet[Good]":
    """A maker's goods, the newest first, with texts, pictures and variants."""
    return (
        maker.goods.select_related("craft")
        .prefetch_related(
            "texts",
            "variants",
            Prefetch("photos", Photo.objects.select_related("picture").order_by("position")),
        )
        .order_by("-pk")
    )


def good_by_slug(mart: Mart, slug: str) -> Good | None:
    """A good of the mart by its address, whatever its state."""
    return for_checking(Good.objects.filter(mart=mart, slug=slug)).first()


def variants_called(mart: Mart, words: str, *, most: int) -> "list[Variant]":
    """Variants in the shop whose SKU or good's name (in any language) holds some of these words, the most first."""
    shown = Variant.objects.filter(mart=mart, active=True, good__state=Good.State.LIVE)
    shown = shown.select_related("good__maker").prefetch_related("good__texts")
    telling = [word for word in words.split() if len(word) >= LEAST_LETTERS][:MOST_WORDS] or words.split()[:1]
    if not telling:
        return []
    holds = [
        Q(sku__icontains=word) | Q(Exists(GoodText.objects.filter(good=OuterRef("good"), name__icontains=word)))
        for word in telling
    ]
    score = reduce(add, (Case(When(each, then=1), default=0, output_field=IntegerField()) for each in holds))
    return list(shown.annotate(score=score).filter(score__gt=0).order_by("-score", "sku")[:most])


def variants_shown(mart: Mart, *, good_ids: Sequence[int], sku: str, most: int) -> "list[Variant]":
    """Variants in the shop: those whose SKU begins with `sku`, then those of some goods, good by good."""
    shown = Variant.objects.filter(mart=mart, active=True, good__state=Good.State.LIVE)
    shown = shown.select_related("good__maker").prefetch_related("good__texts").order_by("sku")
    begun = list(shown.filter(begins("sku", sku) | begins("sku", sku.upper()))[:most]) if sku else []
    rank = {pk: at for at, pk in enumerate(good_ids)}
    others = shown.filter(good__in=rank).exclude(pk__in=[row.pk for row in begun])
    return (begun + sorted(others, key=lambda row: rank[row.good_id]))[:most]


def variant_by_sku(mart: Mart, sku: str) -> Variant | None:
    """The mart's variant of this SKU, in the shop or not, with its good and maker."""
    return Variant.objects.filter(mart=mart, sku=sku).select_related("good__maker").first() if sku else None


def variants_by_sku(mart: Mart, skus: Collection[str]) -> dict[str, Variant]:
    """The mart's variants of these SKUs, with their goods' names."""
    rows = Variant.objects.filter(mart=mart, sku__in=skus).select_related("good__maker").prefetch_related("good__texts")
    return {variant.sku: variant for variant in rows}


def variant_of(mart: Mart, pk: int) -> Variant | None:
    """The mart's variant with this key."""
    return Variant.objects.filter(mart=mart, pk=pk).first()


def has_good(maker: Maker, key: str) -> bool:
    """Whether the maker has a good of this key, her phone's own id of it."""
    return Good.objects.filter(maker=maker, key=key).exists()


def shows_picture(maker: Maker, key: str) -> bool:
    """Whether the maker's good of this key has a picture already."""
    return Good.objects.filter(maker=maker, key=key, photos__isnull=False).exists()


def craft(slug: str) -> Craft | None:
    """A craft by its short name."""
    return Craft.objects.filter(slug=slug).first()


def craft_uses() -> dict[int, tuple[int, int]]:
    """Craft → its goods and their makers, in all marts."""
    rows = (
        Good.objects.order_by().values_list("craft").annotate(goods=Count("pk"), makers=Count("maker", distinct=True))
    )
    return {craft_id: (goods, makers) for craft_id, goods, makers in rows}


def open_craft_asks(mart: Mart, place: Place) -> "QuerySet[CraftAsk]":
    """Crafts that makers at or below `place` asked for and nobody has answered."""
    return CraftAsk.objects.filter(place.reach(mart, "maker__block"), mart=mart, answered_at=None)


def craft_asks(mart: Mart) -> "QuerySet[CraftAsk]":
    """Every craft asked for in a mart, answered or not, with who asked."""
    return CraftAsk.objects.filter(mart=mart).select_related("maker__block")


def crafts_by_slug() -> "QuerySet[Craft]":
    """Every craft, to find one of."""
    return Craft.objects.all()


def crafts_of(maker: Maker) -> list[Craft]:
    """What the maker makes, the last used first."""
    return list(Craft.objects.filter(goods__maker=maker).annotate(last=Max("goods__pk")).order_by("-last"))


def goods_at(mart: Mart, place: Place) -> "QuerySet[Good]":
    """The mart's goods of makers at or below `place`, whatever their state."""
    return Good.objects.filter(place.reach(mart, "maker__block"), mart=mart)


def for_listing(goods: "QuerySet[Good]") -> "QuerySet[Good]":
    """`goods` with what a row of the desk's list shows: three queries beside their own."""
    return goods.select_related("maker__block", "craft").prefetch_related(
        "texts",
        Prefetch("photos", Photo.objects.filter(position=0).select_related("picture"), to_attr="main"),
        Prefetch("variants", Variant.objects.filter(active=True).order_by("position", "pk"), to_attr="sizes"),
    )


def goods_within(mart: Mart, place: Place) -> "QuerySet[Good]":
    """The mart's goods of makers at or below `place`, whatever their state, as they are checked."""
    return for_checking(goods_at(mart, place))


def waiting_within(mart: Mart, place: Place) -> "QuerySet[Good]":
    """The mart's goods waiting for a check at or below `place`."""
    return Good.objects.filter(place.reach(mart, "maker__block"), mart=mart, state=Good.State.WAITING)


def changes_of_place(mart: Mart, place: Place) -> "QuerySet[Change]":
    """What makers at or below `place` ever wanted changed of goods in the shop."""
    return Change.objects.filter(place.reach(mart, "good__maker__block"), mart=mart)


def changes_within(mart: Mart, place: Place) -> "QuerySet[Change]":
    """Those nobody has looked at."""
    return changes_of_place(mart, place).filter(state=Change.State.WAITING)


def changes_to_look_at(mart: Mart, place: Place) -> "QuerySet[Change]":
    """The same with the goods as they are now; two queries beside their own."""
    main = Photo.objects.filter(position=0).select_related("picture")
    return (
        changes_within(mart, place)
        .select_related("good__maker__block", "picture")
        .prefetch_related("good__texts", Prefetch("good__photos", main, to_attr="main"))
    )


def last_changes(good: Good) -> list[Change]:
    """Of each kind, the change of a good that was asked for last, unless it is in the shop by now."""
    found: dict[str, Change] = {}
    for change in Change.objects.filter(good=good).select_related("picture").order_by("pk"):
        found[change.kind] = change
    return [change for change in found.values() if change.state in (Change.State.WAITING, Change.State.SENT_BACK)]


def good_ids(mart: Mart, slugs: Sequence[str]) -> list[int]:
    """The ids of the mart's goods at these addresses, in this order; addresses of none are left out."""
    found = dict(Good.objects.filter(mart=mart, slug__in=slugs).values_list("slug", "pk"))
    return [found[slug] for slug in slugs if slug in found]


def making(makers: MakerQuerySet, craft: str) -> MakerQuerySet:
    """Those of `makers` who have a good of this craft."""
    return makers.filter(Exists(Good.objects.filter(maker=OuterRef("pk"), craft__slug=craft)))


def with_live_goods(makers: "QuerySet[Maker]") -> "QuerySet[Maker]":
    """`makers` with the number of goods each has in the shop, as `live_goods`."""
    live = Good.objects.filter(maker=OuterRef("pk"), state=Good.State.LIVE).order_by().values("maker")
    return makers.annotate(live_goods=Coalesce(Subquery(live.annotate(n=Count("pk")).values("n")), 0))


def states_of(maker: Maker) -> list[str]:
    """The state of every good of a maker."""
    return list(Good.objects.filter(maker=maker).values_list("state", flat=True))


def main_photo(good: Good) -> Photo | None:
    """Its first picture, with the picture itself; None while it has none."""
    return Photo.objects.filter(good=good, position=0).select_related("picture").first()


def newest_photo(maker: Maker) -> Photo | None:
    """The main picture of the maker's newest good that has one, with its craft."""
    photos = Photo.objects.filter(good__maker=maker, position=0).select_related("picture", "good__craft")
    return photos.order_by("-good_id").first()


def main_pictures(good_ids: Collection[int]) -> dict[int, str]:
    """Good → digest of its main picture."""
    ids = sorted(good_ids)
    if not 0 < len(ids) <= FEW:
        return dict(Photo.objects.filter(good__in=ids, position=0).values_list("good_id", "picture__digest"))
    return {photo.good_id: photo.picture.digest for photo in _main_pictures(len(ids)).all(**numbered(ids))}


@cache
def _main_pictures(goods: int) -> Prepared[Photo]:
    def written() -> "QuerySet[Photo]":
        either = reduce(or_, (Q(good=slot) for slot in slots(goods, BigIntegerField())))
        photos = Photo.objects.filter(either, position=0)
        return photos.select_related("picture").only("good_id", "picture__digest")

    return Prepared(written)


def last_sent_back(goods: Sequence[Good]) -> dict[int, Check]:
    """Good → the last check that sent it back."""
    checks = Check.objects.filter(good__in=goods, outcome=Check.Outcome.SENT_BACK).order_by("pk")
    return {check.good_id: check for check in checks}


def weights_of(maker: Maker) -> dict[str, tuple[int, int]]:
    """Craft (slug) → the lightest and the heaviest good the maker has of it, in grams."""
    weighed = Variant.objects.filter(good__maker=maker, active=True, weight_g__gt=0)
    rows = weighed.values_list("good__craft__slug").annotate(least=Min("weight_g"), most=Max("weight_g"))
    return {slug: (least, most) for slug, least, most in rows.order_by("good__craft__slug")}


def variants_of(mart: Mart) -> "QuerySet[Variant]":
    """The mart's variants with good and maker, whatever their state."""
    return Variant.objects.filter(mart=mart).select_related("good__maker")


def variant_with_good(mart: Mart, pk: int) -> Variant | None:
    """A variant of the mart with good and maker, whatever its state."""
    return _variants.first(mart=mart.pk, pk=pk)


@Prepared
def _variants() -> "QuerySet[Variant]":
    variants = Variant.objects.filter(mart=Slot("mart", BigIntegerField()), pk=Slot("pk", BigIntegerField()))
    return variants.select_related("good__maker")


def sizes_of(good: Good) -> "QuerySet[Variant]":
    """The sizes a good is made in now, with good and maker."""
    return Variant.objects.filter(good=good, active=True).select_related("good__maker")


def first_for_sale(mart: Mart, slug: str) -> Variant | None:
    """The first variant of a good in the shop with maker and seller: what a promise to a PIN is asked for."""
    live = Q(good__state=Good.State.LIVE, good__maker__state=Maker.State.LIVE, active=True)
    found = Variant.objects.filter(live, mart=mart, good__slug=slug)
    return found.select_related("good__maker__seller").order_by("position", "pk").first()


def variants_named(ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Variant id → its good's names by language; none of those that are gone."""
    found: dict[int, dict[str, str]] = {}
    texts = GoodText.objects.filter(good__variants__in=list(ids))
    for variant, language, name in texts.values_list("good__variants", "language", "name"):
        found.setdefault(variant, {})[language] = name
    return found
