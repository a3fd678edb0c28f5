"""Reading what is photographed of parts, and what comes back to a maker."""

from django.db.models import Exists, Q, QuerySet

from haat.makers.models import Maker
from haat.orders.models import OrderLine, PackingRule, Part, PartPhoto, Return
from haat.places.models import Mart

ENDED = (Part.State.CANCELLED, Part.State.RETURNED)


def asks_food_photo(mart: Mart) -> bool:
    """Whether the mart has food packed only with a photo of its label."""
    return PackingRule.objects.filter(mart=mart, food_photo=True).exists()


def wants_label_photo(part: Part) -> bool:
    """Whether its maker packs it only with a photo of its label: food, where the mart asks for that."""
    rule = PackingRule.objects.filter(mart=part.mart_id, food_photo=True)
    return rule.filter(Exists(OrderLine.objects.filter(part=part.pk, good__craft__food=True))).exists()


def lacks_label_photo(part: Part) -> bool:
    """The same, as long as there is none."""
    return wants_label_photo(part) and not label_photos(part).exists()


def label_photos(part: Part) -> QuerySet[PartPhoto]:
    """The photos of its label, the first first, without what they show."""
    return PartPhoto.objects.filter(part=part, kind=PartPhoto.Kind.LABEL).defer("sealed").order_by("pk")


def photos_of(part: Part) -> QuerySet[PartPhoto]:
    """All photos of a part, the first first, without what they show."""
    return PartPhoto.objects.filter(part=part).defer("sealed").order_by("pk")


def photo_among(parts: QuerySet[Part], pk: int) -> PartPhoto | None:
    """The photo with this id, of one of these parts."""
    rows = PartPhoto.objects.filter(pk=pk, part__in=parts.order_by().values("pk"))
    return rows.select_related("part__order").first()


def returns_of(maker: Maker) -> QuerySet[Return]:
    """What buyers of hers send back, as long as it goes on or she has not seen it; the newest first."""
    rows = Return.objects.filter(Q(state=Return.State.ASKED) | Q(maker_saw_at=None), part__maker=maker)
    return rows.select_related("part__order").prefetch_related("lines__line").order_by("-pk")
