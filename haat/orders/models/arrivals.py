"""Orders that happened elsewhere, whole as they came, and what became of each of their lines."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.orders.models.orders import Order, OrderLine
from haat.places.models import Mart


class Arrival(models.Model):
    """One telling of an order from elsewhere: `told` is what came, to the letter, and `digest` its SHA-256.

    The `first` telling of (channel, account, external id) makes the order, of those lines that can be taken. The same
    again is the same row; a telling that says something else is kept beside it and waits for the desk: it changes
    nothing by itself.
    """

    class State(models.TextChoices):
        OPEN = "open"  # lines of it wait for the desk
        DONE = "done"
        CHANGED = "changed"  # says something else than the first telling, and nobody has looked
        SEEN = "seen"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="arrivals", db_index=False)
    channel = models.SlugField(max_length=20, db_index=False)
    account = models.CharField(max_length=40, default="")
    external_id = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    told: "models.JSONField[Any]" = models.JSONField()
    first = models.BooleanField()
    order = models.OneToOneField(Order, models.PROTECT, null=True, related_name="arrival")
    state = models.CharField(max_length=8, choices=State)
    answer = models.CharField(max_length=300, blank=True)
    came_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mart", "channel", "account", "external_id", "digest"], name="arrival_once"
            ),
            models.UniqueConstraint(
                fields=["mart", "channel", "account", "external_id"], condition=Q(first=True), name="arrival_first"
            ),
            models.CheckConstraint(
                condition=Q(first=True, state__in=("open", "done"))
                | Q(first=False, state__in=("changed", "seen"), order=None),
                name="arrival_first_makes_the_order",
            ),
        ]
        indexes = [
            models.Index(fields=["mart", "state", "-came_at"], name="arrival_state"),
            models.Index(fields=["mart", "-came_at", "-id"], name="arrival_came"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.external_id}"


class ArrivedLine(models.Model):
    """A line of a first telling: taken into the order, dropped, or open before the desk because of its `problem`.

    `piece_minor` is the price of a piece in the smallest unit of the money it was told in, `piece_paise` the same at
    the order's rate (`orders.conversion`). Lines of one good at one price are one line of the order.
    """

    class State(models.TextChoices):
        OPEN = "open"
        TAKEN = "taken"
        DROPPED = "dropped"

    class Problem(models.TextChoices):
        UNKNOWN = "unknown"  # no good of the mart has this SKU
        NOT_FOR_SALE = "not_for_sale"  # the good, or its maker, is not in the shop now
        SHORT = "short"  # fewer pieces are free than were sold
        TOO_LOW = "too_low"  # tax, fee and packing are more than the price
        NO_RATE = "no_rate"  # no tax rate is known for these goods on the day they were sold

    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="lines", db_index=False)
    external_id = models.CharField(max_length=60)
    sku = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=240, blank=True)
    quantity = models.PositiveIntegerField()
    piece_minor = models.PositiveBigIntegerField()
    piece_paise = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=State)
    problem = models.CharField(max_length=12, choices=Problem, blank=True)
    line = models.ForeignKey(OrderLine, models.PROTECT, null=True, related_name="arrived")
    reason = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrival", "external_id"], name="arrived_line_once"),
            models.CheckConstraint(
                condition=Q(state="open", line=None, reason="") & ~Q(problem="")
                | Q(state="taken", line__isnull=False, reason="")
                | Q(state="dropped", line=None) & ~Q(reason=""),
                name="arrived_line_is_settled_one_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku or self.title}"
