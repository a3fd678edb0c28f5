"""What is made: goods, variants, photos, a row of text per language, the desk's checks, and what makers ask."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.catalogue.models.crafts import Craft, GoodKind
from haat.core.models import Picture
from haat.makers.models import Maker
from haat.places.models import Mart


class CraftAsk(models.Model):
    """A maker's craft that is not on the list, in her own words; an office answers it, with a craft or without."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    maker = models.ForeignKey(Maker, models.CASCADE, related_name="+")
    words = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    craft = models.ForeignKey(Craft, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["mart", "answered_at", "at"], name="craft_ask_open")]

    def __str__(self) -> str:
        return self.words


class Good(models.Model):
    """A product of a maker. `key` is the maker's phone's own id of it, so that sending twice makes one."""

    class State(models.TextChoices):
        DRAFT = "draft"
        WAITING = "waiting"
        SENT_BACK = "sent_back"
        LIVE = "live"
        PAUSED = "paused"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="goods")
    maker = models.ForeignKey(Maker, models.PROTECT, related_name="goods")
    craft = models.ForeignKey(Craft, models.PROTECT, related_name="goods")
    kind = models.ForeignKey(GoodKind, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    slug = models.SlugField(max_length=100)
    key = models.CharField(max_length=40)
    attributes = models.JSONField(default=dict)
    ground = models.CharField(max_length=10, default="khadi")
    made_to_order = models.BooleanField(default=False)
    making_days = models.PositiveSmallIntegerField(default=0)
    tax_slug = models.SlugField(max_length=60)
    hsn = models.CharField(max_length=8, blank=True)
    packed_and_labelled = models.BooleanField(default=False)
    shelf_life_days = models.PositiveSmallIntegerField(null=True)
    fragile = models.BooleanField(default=False)
    length_mm = models.PositiveIntegerField(null=True)
    width_mm = models.PositiveIntegerField(null=True)
    height_mm = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    live_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "slug"], name="good_slug"),
            models.UniqueConstraint(fields=["maker", "key"], name="good_key"),
        ]
        indexes = [
            models.Index(fields=["mart", "state", "sent_at"], name="good_waiting"),
            models.Index(fields=["maker", "state"], name="good_maker"),
            models.Index(fields=["mart", "changed_at", "id"], name="good_changed"),
            models.Index(fields=["mart", "state", "changed_at", "id"], name="good_state_changed"),
        ]

    def __str__(self) -> str:
        return self.slug


class Variant(models.Model):
    """One size, weight or colour of a good, with its price (paise, tax included) and weight (grams)."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    good = models.ForeignKey(Good, models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=40)
    labels = models.JSONField(default=dict)
    attributes = models.JSONField(default=dict)  # what this size has of its own, of what is asked of its good
    price_paise = models.PositiveBigIntegerField()
    mrp_paise = models.PositiveBigIntegerField()
    weight_g = models.PositiveIntegerField(null=True)
    net_quantity = models.PositiveIntegerField(default=1)
    net_unit = models.CharField(max_length=10, default="piece")
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "sku"], name="variant_sku"),
            models.CheckConstraint(
                condition=Q(price_paise__gt=0) & Q(price_paise__lte=models.F("mrp_paise")),
                name="variant_price_within_mrp",
            ),
        ]

    def __str__(self) -> str:
        return self.sku


class Photo(models.Model):
    """A picture of a good; position 0 is the main one."""

    good = models.ForeignKey(Good, models.CASCADE, related_name="photos")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["good", "position"], name="photo_position")]

    def __str__(self) -> str:
        return f"photo {self.position} of {self.good_id}"


class GoodText(models.Model):
    """A good's words in one language, where they came from, and who read them over."""

    class Origin(models.TextChoices):
        PERSON = "person"
        MACHINE = "machine"

    good = models.ForeignKey(Good, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    care = models.TextField(blank=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.PERSON)
    reviewed_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["good", "language"], name="good_text_language")]

    def __str__(self) -> str:
        return f"{self.language}: {self.name}"


class Check(models.Model):
    """One look of the desk at a good: approved, or sent back with reasons the maker understands."""

    class Outcome(models.TextChoices):
        APPROVED = "approved"
        SENT_BACK = "sent_back"

    good = models.ForeignKey(Good, models.CASCADE, related_name="checks")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reasons = models.JSONField(default=list)
    note = models.TextField(blank=True)
    by_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["good", "-at"], name="check_good")]

    def __str__(self) -> str:
        return f"{self.outcome} {self.good_id}"


class Change(models.Model):
    """What a maker wants changed of a good in the shop: another name, other words or another main picture. The shop
    shows the old one till the desk has looked. One of a kind waits at a time: the newest.
    """

    class Kind(models.TextChoices):
        NAME = "name"
        WORDS = "words"
        PICTURE = "picture"

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        SENT_BACK = "sent_back"
        DROPPED = "dropped"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    good = models.ForeignKey(Good, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=7, choices=Kind)
    language = models.CharField(max_length=5, blank=True)
    name = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by_id = models.BigIntegerField(null=True)
    reasons = models.JSONField(default=list)
    note = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["good", "kind"], condition=Q(state="waiting"), name="change_waits_once"),
            models.CheckConstraint(
                condition=Q(kind="name", words="", picture=None) & ~Q(name="")
                | Q(kind="words", name="", picture=None) & ~Q(words="")
                | Q(kind="picture", name="", words="", picture__isnull=False),
                name="change_of_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["mart", "state", "asked_at"], name="change_waiting")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.good_id}: {self.state}"
