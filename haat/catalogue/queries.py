"""Reads of goods with more than one caller."""

from django.db.models import Prefetch, QuerySet

from haat.catalogue.models import Craft, Good, Photo, Variant
from haat.core.languages import Text, best
from haat.makers.models import Maker
from haat.places.models import Mart, Place


def crafts() -> list[Craft]:
    """Every craft in shop order."""
    return list(Craft.objects.order_by("position", "slug"))


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
    return Good.objects.filter(place.range("maker__block__path"), mart=mart, state=Good.State.WAITING).order_by(
        "sent_at", "pk"
    )


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
