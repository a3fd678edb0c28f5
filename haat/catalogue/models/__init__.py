"""What may be made, and what is."""

from haat.catalogue.models.crafts import Attribute, Craft, GoodKind
from haat.catalogue.models.goods import Change, Check, CraftAsk, Good, GoodText, Photo, Variant

__all__ = ["Attribute", "Change", "Check", "Craft", "CraftAsk", "Good", "GoodKind", "GoodText", "Photo", "Variant"]
