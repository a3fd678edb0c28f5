"""Money asked of a buyer, her word for cash, and money given back. One folder a method."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.orders.models import Order, Part
from haat.places.models import Mart


class Payment(models.Model):
    """One asking for one order's money. Confirmed at most once; a bank reference counts once per gateway."""

    class State(models.TextChoices):
        WAITING = "waiting"
        CLAIMED = "claimed"
        CONFIRMED = "confirmed"
        REFUSED = "refused"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+", db_index=False)
    order = models.OneToOneField(Order, models.PROTECT, related_name="payment")
    gateway = models.SlugField(max_length=20)
    amount_paise = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reference = models.CharField(max_length=40, blank=True)
    claimed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    # When an order that waits for this, or for its buyer's word, is let go; None: UNPAID_HOURS after it was made.
    lapses_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mart", "gateway", "reference"],
                condition=~Q(reference=""),
                name="payment_reference_once",
            )
        ]
        indexes = [models.Index(fields=["mart", "state", "made_at"], name="payment_state")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.amount_paise} {self.state}"


class Refund(models.Model):
    """Money owed back to a buyer once per `cause`, then sent: `cancelled:9` (a part), `return:4` (pieces).

    One person may write down first by which `road` (refund_roads) and to `whom` it goes; without, it goes back as the
    method says. The reference is one of that road.
    """

    class State(models.TextChoices):
        OWED = "owed"
        SENT = "sent"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    part = models.ForeignKey(Part, models.PROTECT, related_name="refunds")
    cause = models.CharField(max_length=40, unique=True)
    amount_paise = models.PositiveBigIntegerField()
    state = models.CharField(max_length=5, choices=State, default=State.OWED)
    reference = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    road = models.CharField(max_length=8, blank=True)
    whom = models.CharField(max_length=160, blank=True)
    prepared_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mart", "reference"], condition=~Q(reference=""), name="refund_reference_once"
            )
        ]
        indexes = [
            # Few are owed, so that the oldest of them are found at once.
            models.Index(fields=["mart", "made_at"], condition=Q(state="owed"), name="refund_owed"),
        ]

    def __str__(self) -> str:
        return f"refund {self.amount_paise} {self.state}"

    @property
    def way(self) -> str:
        """Road and whom as one word: empty until they are written down."""
        return f"{self.road} {self.whom}".strip()


class CashRule(models.Model):
    """What a mart asks of buyers before makers pack for them; a mart without one asks nothing.

    `asks` whose first cash order must be confirmed, from `above_paise` on or always; it waits `lapse_hours` for that,
    as an unpaid one does, and `last_minutes` when it holds the last pieces of a good. At most `most_orders` unpaid
    orders and `most_pieces` pieces may be open for a phone, and as many for an address (None: any number). What a
    buyer says she paid is let go when it was not found for `claim_hours` (None: never). Refunds of more than
    `two_above_paise` take two people (None: none does).
    """

    class Asks(models.TextChoices):
        NEVER = "never"
        ABOVE = "above"
        ALWAYS = "always"

    mart = models.OneToOneField(Mart, models.CASCADE, related_name="cash_rule")
    asks = models.CharField(max_length=6, choices=Asks, default=Asks.NEVER)
    above_paise = models.PositiveBigIntegerField(default=0)
    lapse_hours = models.PositiveSmallIntegerField(default=24)
    last_minutes = models.PositiveSmallIntegerField(null=True)
    most_orders = models.PositiveSmallIntegerField(null=True)
    most_pieces = models.PositiveSmallIntegerField(null=True)
    claim_hours = models.PositiveSmallIntegerField(null=True)
    two_above_paise = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return f"cash rule of {self.mart_id}"


class Word(models.Model):
    """The buyer's word for a cash order: she writes the code that was sent to her phone, or says it when called."""

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    order = models.OneToOneField(Order, models.PROTECT, related_name="word")
    code = models.CharField(max_length=6)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    codes_sent = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(default=timezone.now)
    kept_at = models.DateTimeField(null=True)
    by_call = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["mart", "asked_at"], condition=Q(kept_at=None), name="word_waits")]

    def __str__(self) -> str:
        return f"word for {self.order_id}"
