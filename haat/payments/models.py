"""Money asked of a buyer, and money given back. One folder a method."""

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

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    order = models.OneToOneField(Order, models.PROTECT, related_name="payment")
    gateway = models.SlugField(max_length=20)
    amount_paise = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reference = models.CharField(max_length=40, blank=True)
    claimed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

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
    """Money owed back to a buyer once per `cause`, then sent: `cancelled:9` (a part), `return:4` (pieces)."""

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
