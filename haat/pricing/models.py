"""Cost sheets, and dated rules for tax and the mart's fee: no rate stands in code."""

from django.db import models
from django.db.models import Q

from haat.catalogue.models import Variant
from haat.places.models import Mart, Place


class TaxRule(models.Model):
    """A GST rate for a line of goods from a date, under a condition. `rate_bp`: 500 = 5%."""

    slug = models.SlugField(max_length=60)
    hsn = models.CharField(max_length=8)
    names = models.JSONField(default=dict)
    rate_bp = models.PositiveIntegerField()
    packed_and_labelled = models.BooleanField(null=True)
    over_paise = models.PositiveBigIntegerField(null=True)
    up_to_paise = models.PositiveBigIntegerField(null=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["slug", "from_date"], name="tax_slug")]

    def __str__(self) -> str:
        return f"{self.slug} {self.rate_bp / 100:g}%"


class FeeRule(models.Model):
    """What the mart keeps from a sale through a channel from a date: a share of it, and packing a piece."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="fee_rules")
    channel = models.SlugField(max_length=20, default="mart")
    fee_bp = models.PositiveIntegerField()
    packing_paise = models.PositiveIntegerField(default=0)
    from_date = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "channel", "from_date"], name="fee_rule_once"),
            models.CheckConstraint(condition=Q(fee_bp__lte=5000), name="fee_at_most_half"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.fee_bp / 100:g}%"


class Wage(models.Model):
    """A fair day's pay in a state from a date (paise for eight hours)."""

    state = models.ForeignKey(Place, models.PROTECT, related_name="+")
    day_paise = models.PositiveIntegerField()
    from_date = models.DateField()
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.state_id} {self.day_paise}"


class CostSheet(models.Model):
    """What one piece cost its maker: materials [{slug, names?, paise}], minutes of work, other paise."""

    variant = models.OneToOneField(Variant, models.CASCADE, related_name="cost")
    materials = models.JSONField(default=list)
    minutes = models.PositiveIntegerField(default=0)
    other_paise = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"cost of {self.variant_id}"

    @property
    def materials_paise(self) -> int:
        return sum(int(line["paise"]) for line in self.materials) + self.other_paise
