"""Cost sheets, and dated rules for tax, the mart's fee and what channels take: no rate stands in code."""

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


class ChannelFee(models.Model):
    """What a channel takes of a piece from a day on, at a price from `from_paise` up to, not with, `to_paise` (None: no
    end). Of a mart what its office has written down; without one what the project's list knows.

    `category`: a kind of goods by its slug, or what the channel calls it; "" is all of them. `referral_bp` of the
    price, `closing_paise` a piece, and by its weight `slabs` ([grams up to which, paise], from light to heavy) with
    `further_kg_paise` for each kilogram begun above. `tax_bp`: the tax on all these. None is "nobody has told";
    what takes nothing by weight has no slabs and 0 for a further kilogram.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, null=True, related_name="+")
    channel = models.SlugField(max_length=20, db_index=False)
    category = models.CharField(max_length=80, blank=True)
    from_paise = models.PositiveBigIntegerField(default=0)
    to_paise = models.PositiveBigIntegerField(null=True)
    referral_bp = models.PositiveIntegerField(null=True)
    closing_paise = models.PositiveIntegerField(null=True)
    slabs = models.JSONField(default=list)
    further_kg_paise = models.PositiveIntegerField(null=True)
    tax_bp = models.PositiveIntegerField(null=True)
    from_date = models.DateField()
    source = models.CharField(max_length=200)
    sure = models.BooleanField(default=True)

    # What somebody writes down of it; where it holds is its name.
    SET = (
        *("to_paise", "referral_bp", "closing_paise", "slabs", "further_kg_paise"),
        *("tax_bp", "source", "sure"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mart", "channel", "category", "from_paise", "from_date"], name="channel_fee_once"
            ),
            models.UniqueConstraint(
                fields=["channel", "category", "from_paise", "from_date"],
                condition=Q(mart=None),
                name="channel_fee_listed_once",
            ),
            models.CheckConstraint(
                condition=Q(to_paise=None) | Q(to_paise__gt=models.F("from_paise")), name="channel_fee_has_a_band"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.category or 'all'} from {self.from_paise}"


class Withholding(models.Model):
    """What a marketplace must keep back of a sale for the tax offices from a day on, in the seller's name."""

    class Kind(models.TextChoices):
        TCS = "tcs"  # of the value without tax, where a registered seller's goods are taxed
        TDS = "tds"  # of the price
        TDS_WITHOUT_PAN = "tds_without_pan"

    kind = models.CharField(max_length=15, choices=Kind)
    rate_bp = models.PositiveIntegerField()
    from_date = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "from_date"], name="withholding_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.rate_bp / 100:g}%"
