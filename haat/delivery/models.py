"""Zones and promises, parcels, and riders' rounds. One folder a carrier."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.orders.models import Part
from haat.people.models import User
from haat.places.models import Mart, Place


class Zone(models.Model):
    """How a mart delivers to a place and below: who carries, in how many days, for how much (paise). The most
    specific place wins; no place means all of India."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="zones")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    carrier = models.SlugField(max_length=20)
    days = models.PositiveSmallIntegerField()
    charge_paise = models.PositiveIntegerField()
    free_from_paise = models.PositiveBigIntegerField(null=True)
    cod = models.BooleanField(default=True)
    cod_limit_paise = models.PositiveBigIntegerField(default=500_000)
    fresh_food = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "place"], name="zone_once"),
            models.UniqueConstraint(fields=["mart"], condition=Q(place__isnull=True), name="zone_one_for_india"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id or 'India'} {self.days} d"


class Round(models.Model):
    """A rider's round of a day: parcels out, cash in, closed when the cash is handed over and counted."""

    class State(models.TextChoices):
        PLANNED = "planned"
        OUT = "out"
        BACK = "back"
        CLOSED = "closed"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="rounds")
    rider = models.ForeignKey(User, models.PROTECT, related_name="rounds")
    day = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    cash_paise = models.PositiveBigIntegerField(default=0)
    counted_paise = models.PositiveBigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["mart", "state", "day"], name="round_state"),
            # Rounds that brought less cash than they took: few, and asked for on every page about money.
            models.Index(
                fields=["mart", "closed_at"],
                condition=models.Q(counted_paise__lt=models.F("cash_paise")),
                name="round_short",
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.pk} {self.day}"


class Parcel(models.Model):
    """A part packed: weight, the cash to collect (paise), and the code the buyer tells the rider."""

    class State(models.TextChoices):
        PACKED = "packed"
        OUT = "out"
        DELIVERED = "delivered"
        NOT_DELIVERED = "not_delivered"
        BACK = "back"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    part = models.OneToOneField(Part, models.PROTECT, related_name="parcel")
    number = models.CharField(max_length=24)
    state = models.CharField(max_length=14, choices=State, default=State.PACKED)
    carrier = models.SlugField(max_length=20)
    article = models.CharField(max_length=30, blank=True)
    weight_g = models.PositiveIntegerField()
    collect_paise = models.PositiveBigIntegerField(default=0)
    collected_paise = models.PositiveBigIntegerField(default=0)
    code = models.CharField(max_length=6)
    tries = models.PositiveSmallIntegerField(default=0)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="parcels")
    stop = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    packed_at = models.DateTimeField(default=timezone.now)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "number"], name="parcel_number"),
            models.UniqueConstraint(fields=["mart", "article"], condition=~Q(article=""), name="parcel_article_once"),
            models.CheckConstraint(
                condition=Q(collected_paise=0) | Q(collected_paise=models.F("collect_paise")),
                name="parcel_collects_all_or_nothing",
            ),
        ]
        indexes = [models.Index(fields=["mart", "state", "packed_at"], name="parcel_state")]

    def __str__(self) -> str:
        return self.number
