"""Zones and promises, parcels, and riders' rounds. One folder a carrier."""

from hashlib import sha256

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.orders.models import Part
from haat.people.models import User
from haat.places.models import Mart, Place
from haat.stock.models import StockPlace


class Zone(models.Model):
    """How a mart delivers to a place and below: who carries, in how many days, for how much (paise). The most
    specific place wins; no place means all of India.

    Without `slabs` an order costs `charge_paise`, whatever it weighs. With them every parcel costs what its weight
    does: `slabs` are [grams up to which, paise] from light to heavy, and above the last each kilogram begun costs
    `further_kg_paise` more (None: nothing heavier goes). Free from a sum, but no parcel above `free_up_to_g`."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="zones")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    carrier = models.SlugField(max_length=20)
    days = models.PositiveSmallIntegerField()
    charge_paise = models.PositiveIntegerField()
    slabs = models.JSONField(default=list)
    further_kg_paise = models.PositiveIntegerField(null=True)
    free_from_paise = models.PositiveBigIntegerField(null=True)
    free_up_to_g = models.PositiveIntegerField(null=True)
    cod = models.BooleanField(default=True)
    cod_limit_paise = models.PositiveBigIntegerField(default=500_000)
    fresh_food = models.BooleanField(default=True)

    # What an office sets of a zone; the place and the mart stay.
    SET = (
        *("carrier", "days", "charge_paise", "free_from_paise", "cod", "cod_limit_paise", "fresh_food"),
        *("free_up_to_g", "slabs", "further_kg_paise"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "place"], name="zone_once"),
            models.UniqueConstraint(fields=["mart"], condition=Q(place__isnull=True), name="zone_one_for_india"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id or 'India'} {self.days} d"

    @property
    def told(self) -> dict[str, object]:
        """What is set of it."""
        return {name: getattr(self, name) for name in self.SET}

    @property
    def standing(self) -> str:
        """How it stands, in short: who changes it says what she read."""
        return sha256(repr(self.told).encode()).hexdigest()[:16]


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


# Where the goods of several makers go as one parcel, its number stands once with each: "366001", "366001/2".
SHARED = "/"


class Parcel(models.Model):
    """A part packed: weight, the cash to collect (paise), and the code the buyer tells the rider."""

    class State(models.TextChoices):
        PACKED = "packed"
        OUT = "out"
        DELIVERED = "delivered"
        NOT_DELIVERED = "not_delivered"
        BACK = "back"
        LOST = "lost"  # until it is counted somewhere
        HOME = "home"  # cancelled under way, and brought back to where it was packed

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+", db_index=False)
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
    # Where it lies since it was counted there; None: where it was packed.
    hub = models.ForeignKey(StockPlace, models.PROTECT, null=True, related_name="+")
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

    @property
    def tracked(self) -> str:
        """The number it is followed by there: of what goes as one with others of its order, all have the same."""
        return self.article.partition(SHARED)[0]


class Pickup(models.Model):
    """A rider's way of a day to makers, for what they have packed. It ends at a hub, where somebody else counts."""

    class State(models.TextChoices):
        OPEN = "open"
        RECEIVED = "received"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    rider = models.ForeignKey(User, models.PROTECT, related_name="pickups")
    hub = models.ForeignKey(StockPlace, models.PROTECT, related_name="+")
    day = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    counted = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    received_at = models.DateTimeField(null=True)
    received_by_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["mart", "state", "day"], name="pickup_state")]

    def __str__(self) -> str:
        return f"pick-up {self.pk} {self.day}"


class Fetch(models.Model):
    """One parcel of a pick-up: due, taken by the rider or not there, then counted at the hub or missing."""

    class State(models.TextChoices):
        DUE = "due"
        TAKEN = "taken"
        NOT_THERE = "not_there"
        RECEIVED = "received"
        MISSING = "missing"
        LOST = "lost"
        LEFT = "left"  # the rider said nothing of it, and it did not come

    pickup = models.ForeignKey(Pickup, models.CASCADE, related_name="fetches", db_index=False)
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="fetches")
    stop = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DUE)
    reason = models.CharField(max_length=200, blank=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pickup", "parcel"], name="fetch_once"),
            models.UniqueConstraint(
                fields=["parcel"],
                condition=Q(state__in=("due", "taken", "missing", "lost")),
                name="fetch_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} on pick-up {self.pickup_id}"


class Clash(models.Model):
    """What two people tell differently of a parcel, or could not be done any more when it was told: somebody asks
    them, and writes down what holds."""

    class Kind(models.TextChoices):
        MISSING = "missing"  # taken on a pick-up, and did not come to the hub
        UNTOLD = "untold"  # came to the hub, and nobody had said that it was taken
        LEFT = "left"  # neither taken nor said to be missing
        NOT_BACK = "not_back"  # not delivered, and not brought back to the desk
        REFUSED = "refused"  # done on the road without net, and refused when it was told

    class Deed(models.TextChoices):
        TAKE = "take"
        NOT_THERE = "not_there"
        HAND_OVER = "hand_over"
        NOT_DELIVERED = "not_delivered"

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"

    class Outcome(models.TextChoices):
        HUB = "hub"  # it lies at the hub after all
        MAKER = "maker"  # it lies with its maker
        LOST = "lost"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="clashes")
    who = models.ForeignKey(User, models.PROTECT, related_name="+")
    hub = models.ForeignKey(StockPlace, models.PROTECT, null=True, related_name="+")
    # Of what was refused: which deed, why (as its doer was told), and when he did it.
    deed = models.CharField(max_length=13, choices=Deed, blank=True)
    words = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(default=timezone.now)
    asked_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=5, choices=Outcome, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "key"], name="delivery_clash_once")]
        indexes = [models.Index(fields=["mart", "state", "asked_at"], name="clash_state")]

    def __str__(self) -> str:
        return f"clash {self.pk} {self.kind}"


class Wish(models.Model):
    """What a buyer would have and no parcel brings her: too heavy or too large for her PIN. The desk calls her."""

    class State(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    phone = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    pin = models.CharField(max_length=6)
    words = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=8)
    # [variant id, pieces] and what they weigh together, as far as it is known.
    pieces = models.JSONField(default=list)
    weight_g = models.PositiveIntegerField()
    goods_paise = models.PositiveBigIntegerField()
    wished_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "key"], name="wish_once")]
        indexes = [models.Index(fields=["mart", "state", "wished_at"], name="wish_state")]

    def __str__(self) -> str:
        return f"wish {self.pk} {self.state}"
