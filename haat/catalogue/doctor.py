"""What must hold of goods in the shop."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef

from haat.catalogue.models import Good, GoodText, Photo, Variant
from haat.core.doctor import check
from haat.places.models import Mart

LIVE = Good.objects.filter(state=Good.State.LIVE)


@check("every good in the shop has a main picture")
def main_pictures() -> Iterable[str]:
    """A card without a picture."""
    main = Photo.objects.filter(good=OuterRef("pk"), position=0)
    for good in LIVE.filter(~Exists(main)):
        yield f"good {good.pk} ({good}) has no main picture"


@check("every good in the shop can be bought")
def variants() -> Iterable[str]:
    """A page without a price."""
    active = Variant.objects.filter(good=OuterRef("pk"), active=True)
    for good in LIVE.filter(~Exists(active)):
        yield f"good {good.pk} ({good}) has no active variant"


@check("every good in the shop has a name in its mart's first language")
def names() -> Iterable[str]:
    """A page its own people cannot read."""
    for mart in Mart.objects.all():
        language = mart.default_language
        text = GoodText.objects.filter(good=OuterRef("pk"), language=language)
        for good in LIVE.filter(~Exists(text), mart=mart):
            yield f"good {good.pk} ({good}) has no text in {language}"


@check("goods, variants and makers belong to one mart")
def marts() -> Iterable[str]:
    """A row that would be lost when the marts are spread over machines."""
    for good in Good.objects.exclude(mart_id=F("maker__mart_id")):
        yield f"good {good.pk} ({good}) is of another mart than its maker"
    for variant in Variant.objects.exclude(mart_id=F("good__mart_id")):
        yield f"variant {variant.pk} ({variant}) is of another mart than its good"
