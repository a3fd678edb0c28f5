"""One ledger of stock: append-only movements; the database itself refuses to oversell."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.makers.models import Maker
from haat.places.models import Mart


class StockPlace(models.Model):
    """Where stock lies: with the maker, or in a centre of the mart (no maker)."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    maker = models.OneToOneField(Maker, models.CASCADE, null=True, related_name="stock_place")
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class StockItem(models.Model):
    """Pieces of a variant at a place. `on_hand` and `reserved` are kept by the actions from movements.

    Made-to-order goods have no pieces: they reserve weekly capacity instead.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="stock")
    place = models.ForeignKey(StockPlace, models.CASCADE, related_name="items")
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "place"], name="stock_item_once"),
            models.CheckConstraint(
                condition=Q(on_hand__gte=0) & Q(reserved__gte=0) & Q(reserved__lte=F("on_hand")),
                name="stock_never_oversold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.on_hand - self.reserved}"

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


class OrdinaryWeek(models.Model):
    """How many of a made-to-order variant its maker makes in a week about which nothing else is said."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    variant = models.OneToOneField(Variant, models.CASCADE, related_name="ordinary_week")
    capacity = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.capacity} a week"


class WeekCapacity(models.Model):
    """How many of a made-to-order variant its maker can make in a week (Monday); how many are promised."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="weeks")
    week = models.DateField()
    capacity = models.PositiveIntegerField()
    reserved = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "week"], name="week_once"),
            models.CheckConstraint(condition=Q(reserved__lte=F("capacity")), name="week_never_overpromised"),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} week {self.week}: {self.room}"

    @property
    def room(self) -> int:
        return self.capacity - self.reserved


class Movement(models.Model):
    """One change of one item or week, once per `cause`. `on_hand` and `reserved` are signed. Never edited.

    Causes end in the variant and the kind: `order:7:31:reserved`, so that what follows finds it.
    """

    class Kind(models.TextChoices):
        COUNTED = "counted"
        MADE = "made"
        RESERVED = "reserved"
        RELEASED = "released"
        SOLD = "sold"
        RETURNED = "returned"
        SPOILT = "spoilt"

    item = models.ForeignKey(StockItem, models.CASCADE, null=True, related_name="movements")
    week = models.ForeignKey(WeekCapacity, models.CASCADE, null=True, related_name="movements")
    kind = models.CharField(max_length=10, choices=Kind)
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    cause = models.CharField(max_length=80, unique=True)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, week__isnull=True) | Q(item__isnull=True, week__isnull=False),
                name="movement_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on_hand:+d}/{self.reserved:+d}"
