"""The read model of the shop: a row per good, its words in each language, search keys, and stored counts.

Made only by `shelf.build` and `shelf.counts`; read only by `shelf.queries`.
"""

from django.db import models
from django.utils import timezone

from haat.catalogue.models import Good
from haat.places.models import Mart

SORTS = ("new", "cheap", "dear", "best", "loved")


def _orders(*fields: str, name: str) -> list[models.Index]:
    """An index for every order a listing may have, after `fields`."""
    return [models.Index(fields=[*fields, f"by_{sort}"], name=f"shelf_{name}_{sort}") for sort in SORTS]


class Shelf(models.Model):
    """All a listing sorts, filters and shows of one live good, but for words (money in paise).

    `by_<sort>` holds the good's place in that order: smaller comes first, sold-out goods last, no two alike
    (`shelf.ranking`). So a page is one range of one index, and its cursor one number.
    """

    good = models.OneToOneField(Good, models.CASCADE, primary_key=True, related_name="shelf")
    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    slug = models.CharField(max_length=100)
    maker_id = models.BigIntegerField()
    maker_slug = models.CharField(max_length=80)
    artisan = models.BooleanField(default=False)  # made by one person, not by a group
    home_only = models.BooleanField(default=False)  # its seller may not send it beyond the state
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
    by_new = models.BigIntegerField()
    by_cheap = models.BigIntegerField()
    by_dear = models.BigIntegerField()
    by_best = models.BigIntegerField()
    by_loved = models.BigIntegerField()

    class Meta:
        indexes = [
            *_orders("mart", name="all"),
            *_orders("mart", "craft", name="craft"),
            *_orders("mart", "block", name="block"),
            models.Index(fields=["maker_id", "by_new"], name="shelf_maker"),
        ]

    def __str__(self) -> str:
        return self.slug


class ShelfText(models.Model):
    """The words a card of a good shows in one language of its mart."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    good = models.ForeignKey(Good, models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=5)
    name = models.CharField(max_length=120)
    name_language = models.CharField(max_length=5)
    maker_name = models.CharField(max_length=120)
    place_name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["good", "language"], name="shelf_text_once")]

    def __str__(self) -> str:
        return f"{self.language}: {self.name}"


class ShelfWords(models.Model):
    """What a good is found by: ASCII keys of its words in all languages, and of what it may be filtered by.

    The full-text index lies over `keys` (docs/decisions/search-index.md); `shelf.matching` explains them.
    """

    good = models.OneToOneField(Good, models.CASCADE, primary_key=True, related_name="+")
    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    keys = models.TextField()

    def __str__(self) -> str:
        return f"keys of {self.good_id}"


class ShelfCount(models.Model):
    """Goods and makers a mart shows for a craft, block and readiness: facets without COUNT(*).

    "" means all: crafts, blocks, goods made to order and ready ones alike. The row of all has an `edition`, another
    number whenever any count of its mart has changed; 0 says nothing.
    """

    class Readiness(models.TextChoices):
        READY = "ready"
        ORDER = "order"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    craft = models.CharField(max_length=40, blank=True)
    block = models.CharField(max_length=60, blank=True)
    readiness = models.CharField(max_length=5, blank=True, choices=Readiness)
    craft_names = models.JSONField(default=dict)
    block_names = models.JSONField(default=dict)
    goods = models.PositiveIntegerField()
    makers = models.PositiveIntegerField()
    edition = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "craft", "block", "readiness"], name="shelf_count_once")]

    def __str__(self) -> str:
        return f"{self.craft or '*'} {self.block or '*'}: {self.goods}"

    @property
    def cell(self) -> tuple[str, str, str]:
        """What it counts."""
        return self.craft, self.block, self.readiness

    def same_as(self, other: "ShelfCount") -> bool:
        """True when both say the same."""
        names = ("cell", "goods", "makers", "craft_names", "block_names")
        return all(getattr(self, name) == getattr(other, name) for name in names)


class ShelfMark(models.Model):
    """A good whose rows may be stale: handlers mark it, the next sweep brings all marked goods up to date."""

    good_id = models.BigIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"mark {self.good_id}"
