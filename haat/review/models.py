"""Targets against facts: what the officers who review the mart look at."""

from django.db import models

from haat.places.models import Mart, Place


class Target(models.Model):
    """What should be reached at a place by a day: vendors live, groups live, rupees to makers, parcels in time."""

    class Measure(models.TextChoices):
        VENDORS = "vendors"
        GROUPS = "groups"
        REACHED = "reached_paise"
        IN_TIME = "in_time_bp"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="targets")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    measure = models.CharField(max_length=14, choices=Measure)
    value = models.PositiveBigIntegerField()
    by_day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "place", "measure", "by_day"], name="target_once")]

    def __str__(self) -> str:
        return f"{self.measure} {self.value} by {self.by_day}"


class DailyFact(models.Model):
    """What happened in a day for a (block, maker, craft, channel); a review page never scans orders."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    block_id = models.BigIntegerField()
    maker_id = models.BigIntegerField()
    craft_id = models.BigIntegerField()
    channel = models.SlugField(max_length=20)
    orders = models.PositiveIntegerField(default=0)
    pieces = models.PositiveIntegerField(default=0)
    sales_paise = models.PositiveBigIntegerField(default=0)
    maker_paise = models.PositiveBigIntegerField(default=0)
    delivered = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    paid_paise = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mart", "day", "block_id", "maker_id", "craft_id", "channel"], name="fact_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.maker_id}"
