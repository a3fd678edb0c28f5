"""Money asked of a buyer, and money given back. One folder per gateway: cod/, upi/."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.orders.models import Order, SellerOrder
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
    """Money owed back to a buyer for a seller order (cancelled after payment, or returned), then sent."""

    class State(models.TextChoices):
        OWED = "owed"
        SENT = "sent"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    part = models.OneToOneField(SellerOrder, models.PROTECT, related_name="refund")
    amount_paise = models.PositiveBigIntegerField()
    state = models.CharField(max_length=5, choices=State, default=State.OWED)
    reference = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"refund {self.amount_paise} {self.state}"
