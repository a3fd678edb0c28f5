"""The read model of the shop: one row per good and language, and stored counts for facets."""

from django.db import models

from haat.catalogue.models import Good
from haat.places.models import Mart


class Shelf(models.Model):
    """All a listing card and search need of one live good in one language. Made only by `shelf.build`."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    good = models.ForeignKey(Good, models.CASCADE, related_name="shelf")
    language = models.CharField(max_length=5)
    slug = models.SlugField(max_length=100)
    name = models.CharField(max_length=120)
    name_language = models.CharField(max_length=5)
    maker_id = models.BigIntegerField()
    maker_slug = models.CharField(max_length=80)
    maker_name = models.CharField(max_length=120)
    place_name = models.CharField(max_length=80)
    craft = models.CharField(max_length=40)
    block = models.CharField(max_length=60)
    price_paise = models.PositiveBigIntegerField()
    top_paise = models.PositiveBigIntegerField()
    maker_paise = models.PositiveBigIntegerField()
    picture = models.CharField(max_length=64)
    drawn = models.BooleanField(default=False)
    ground = models.CharField(max_length=10)
    available = models.PositiveIntegerField(default=0)
    made_to_order = models.BooleanField(default=False)
    making_days = models.PositiveSmallIntegerField(default=0)
    can_buy = models.BooleanField(default=True)
    stars_sum = models.PositiveIntegerField(default=0)
    stars_count = models.PositiveIntegerField(default=0)
    sold = models.PositiveIntegerField(default=0)
    live_at = models.DateTimeField()
    keys = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["good", "language"], name="shelf_once")]
        indexes = [
            models.Index(fields=["mart", "language", "-live_at", "-good"], name="shelf_new"),
            models.Index(fields=["mart", "language", "craft", "-live_at", "-good"], name="shelf_craft"),
            models.Index(fields=["mart", "language", "price_paise", "good"], name="shelf_price"),
            models.Index(fields=["mart", "language", "craft", "price_paise", "good"], name="shelf_craft_price"),
            models.Index(fields=["mart", "language", "maker_id", "-live_at"], name="shelf_maker"),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.name}"


class ShelfCount(models.Model):
    """How many live goods a mart shows for a craft, block and readiness: facets without COUNT(*)."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    craft = models.CharField(max_length=40)
    block = models.CharField(max_length=60)
    made_to_order = models.BooleanField()
    goods = models.PositiveIntegerField()
    makers = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "craft", "block", "made_to_order"], name="shelf_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.craft} {self.block}: {self.goods}"
