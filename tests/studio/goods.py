"""Goods that may be sold at a bazaar run by somebody else, for tests of what keeps one from it."""

from typing import Any

from haat.catalogue.models import Attribute, Good, GoodKind, GoodText, Variant
from haat.makers.models import Maker
from haat.studio.models import PictureMeasure
from haat.studio.where import Where
from tests.make import BY
from tests.make_rooms import make_good, make_maker, make_seller, make_tax_rule, make_variant

GSTIN = "20AAATC1234D1ZS"


def make_where(**told: Any) -> Where:
    """An account at a bazaar that sells to all states."""
    usual = {"channel": "bazaar", "title": "Bazaar", "asks_as": "bazaar", "delivery_days": 7}
    return Where(**(usual | told))


def make_kind(slug: str = "baskets", **told: Any) -> GoodKind:
    """A kind of goods; the same one when it is there."""
    usual = {"names": {"en": "Baskets", "hi": "टोकरी"}, "hsn": "46021100", "tax_slug": "bamboo-basket"}
    found, _made = GoodKind.objects.get_or_create(slug=slug, defaults=usual | told)
    return found


def make_attribute(slug: str, kind: GoodKind | None = None, **told: Any) -> Attribute:
    """A question that the bazaar requires to be answered."""
    usual = {"labels": {"en": slug.replace("_", " ").capitalize()}, "type": "text", "required_for": ["bazaar"]}
    return Attribute.objects.create(slug=slug, kind=kind, **(usual | told))


def make_sellable(maker: Maker | None = None, *, good: dict[str, Any] | None = None, **told: Any) -> Variant:
    """A size of a live good of a registered maker with its kind, tax rule, and a picture on white."""
    maker = maker or Maker.objects.filter(seller__gstin=GSTIN).first() or make_maker(seller=make_seller(gstin=GSTIN))
    made = make_good(maker=maker, **({"kind": make_kind()} | (good or {})))
    GoodText.objects.filter(good=made).update(description="Split bamboo, smoked.")
    variant = make_variant(made, **told)
    for photo in made.photos.all():
        box = {"left": 0, "top": 0, "right": 1150, "bottom": 1150}
        looked = {"letters": False, "letters_by_id": BY.user_id or 1}
        PictureMeasure.objects.create(picture=photo.picture, white_bp=10_000, **box, **looked)
    if not maker.mart.goods.exclude(pk=made.pk).exists():
        make_tax_rule()
    return read(variant)


def read(variant: Variant) -> Variant:
    """A size as somebody reads it now, with nothing loaded that hangs on it."""
    return Variant.objects.get(pk=variant.pk)


def change(variant: Variant, **told: Any) -> Variant:
    """The size again, with these fields of its good changed."""
    Good.objects.filter(pk=variant.good_id).update(**told)
    return read(variant)
