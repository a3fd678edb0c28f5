"""One ledger of stock: append-only movements; the database itself refuses to oversell."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.makers.models import Maker
from haat.places.models import Mart, Place


class StockPlace(models.Model):
    """Where stock lies: with its maker, or elsewhere: at a hub, a sale centre, a stall, in a marketplace's warehouse.

    Every maker has one of her own, which is where she is. Wherever her pieces lie, they are hers until they are sold
    (docs/decisions/stock-places.md). A closed place holds nothing any more.
    """

    class Kind(models.TextChoices):
        MAKER = "maker"
        HUB = "hub"  # where goods are gathered and packed
        CENTRE = "centre"
        STALL = "stall"
        WAREHOUSE = "warehouse"  # a marketplace's own, of one account with it

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MAKER)
    maker = models.OneToOneField(Maker, models.CASCADE, null=True, related_name="stock_place")
    name = models.CharField(max_length=80)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=240, blank=True)
    pin = models.CharField(max_length=6, blank=True)
    keeper = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    channel = models.SlugField(max_length=20, blank=True, db_index=False)
    account = models.CharField(max_length=40, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="maker", maker__isnull=False) | (~Q(kind="maker") & Q(maker__isnull=True)),
                name="stock_place_of_its_maker",
            ),
            models.CheckConstraint(
                condition=Q(kind="warehouse") & ~Q(channel="") | ~Q(kind="warehouse") & Q(channel="", account=""),
                name="stock_place_of_its_marketplace",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("maker", "warehouse")) | Q(place__isnull=False), name="stock_place_is_somewhere"
            ),
            models.UniqueConstraint(
                fields=["mart", "name"], condition=Q(maker=None, closed_at=None), name="stock_place_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def away(self) -> bool:
        """True when it is not a maker's own."""
        return self.kind != self.Kind.MAKER


class SellsFrom(models.Model):
    """A channel sells what lies at a place that is not a maker's own, until `stopped_at`; promises made are kept."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    place = models.ForeignKey(StockPlace, models.CASCADE, related_name="sold_by")
    channel = models.SlugField(max_length=20, db_index=False)
    account = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "channel", "account"], name="sells_from_once")]

    def __str__(self) -> str:
        return f"{self.channel} from {self.place_id}"


class StockItem(models.Model):
    """Pieces of a variant at a place. `on_hand` and `reserved` are kept by the actions from movements.

    Made-to-order goods have no pieces: they reserve weekly capacity instead.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="stock", db_index=False)
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
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="weeks", db_index=False)
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

    Causes end in the variant and the kind: `order:7:31:reserved`. What is done with promised pieces also says whose
    promise it is (`owner_cause`: `order:7`, or `part:9` once an order was divided) and how many `pieces` it speaks of.
    """

    class Kind(models.TextChoices):
        COUNTED = "counted"
        MADE = "made"
        RESERVED = "reserved"
        RELEASED = "released"
        SOLD = "sold"
        RETURNED = "returned"
        SPOILT = "spoilt"
        DIVIDED = "divided"  # promised to another part of the same order from now on
        DISPATCHED = "dispatched"  # sent to another place
        RECEIVED = "received"  # come from another place

    item = models.ForeignKey(StockItem, models.CASCADE, null=True, related_name="movements")
    week = models.ForeignKey(WeekCapacity, models.CASCADE, null=True, related_name="movements")
    kind = models.CharField(max_length=10, choices=Kind)
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    pieces = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=80, unique=True)
    owner_cause = models.CharField(max_length=40, default="", blank=True)
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["owner_cause"], name="movement_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, week__isnull=True) | Q(item__isnull=True, week__isnull=False),
                name="movement_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on_hand:+d}/{self.reserved:+d}"


class Move(models.Model):
    """Pieces on their way from one place to another, on one delivery challan; counted when they come.

    Until then they lie nowhere. Told twice under one `key`, it is sent once.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    number = models.CharField(max_length=16)
    source = models.ForeignKey(StockPlace, models.PROTECT, related_name="moves_out")
    target = models.ForeignKey(StockPlace, models.PROTECT, related_name="moves_in")
    key = models.CharField(max_length=60)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mart", "number"], name="move_number"),
            models.UniqueConstraint(fields=["mart", "key"], name="move_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="move_goes_somewhere"),
        ]
        indexes = [models.Index(fields=["mart", "received_at"], name="move_open")]

    def __str__(self) -> str:
        return self.number

    @property
    def cause(self) -> str:
        """The name under which its pieces leave and come."""
        return f"move:{self.pk}"


class MoveLine(models.Model):
    """Pieces of a variant in a move: sent, and when it was counted those that came, came spoilt, or are missing.

    Of the missing ones somebody says later how many were `found`; the rest is written off for a `reason`. `piece_paise`
    and `hsn` are what stood on the challan when it was sent: that paper never changes.
    """

    move = models.ForeignKey(Move, models.CASCADE, related_name="lines", db_index=False)
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+")
    sent = models.PositiveIntegerField()
    piece_paise = models.PositiveBigIntegerField()
    hsn = models.CharField(max_length=8, blank=True)
    received = models.PositiveIntegerField(default=0)
    spoilt = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["move", "variant"], name="move_line_once"),
            models.CheckConstraint(
                condition=Q(sent__gte=1)
                & (Q(received=0, spoilt=0, missing=0) | Q(sent=F("received") + F("spoilt") + F("missing"))),
                name="move_line_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(found=0, settled_at=None) | Q(found__lte=F("missing"), settled_at__isnull=False),
                name="move_line_found_was_missing",
            ),
        ]
        indexes = [models.Index(fields=["move"], condition=Q(missing__gt=0, settled_at=None), name="move_line_missing")]

    def __str__(self) -> str:
        return f"{self.sent} × {self.variant_id}"

    @property
    def written_off(self) -> int:
        """How many of the missing ones were given up."""
        return self.missing - self.found if self.settled_at else 0

    @property
    def lost(self) -> bool:
        """True while pieces are missing and nobody has said what became of them."""
        return self.missing > 0 and self.settled_at is None
