"""Parcels of channels' orders on their way out: what was booked or told there, and their labels."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.channels.models.sales import Sale
from haat.places.models import Mart


class Shipment(models.Model):
    """A parcel of a channel's order: fetched by the channel at a time that is booked, or given to a carrier and told.

    `number` is ours of it within the order, from 1. Sides are in mm. `slots` are the times that were offered
    (`channels.parcels.Slot` as JSON, instants as texts), `asked` the one that a call under way asks for, `slot` the one
    that stands there, from `begins` to `ends`. `key` is the channel's number of it, `there` its own word for where it
    is. `carrier`, `tracking`, `left_at` and `pieces` {line: pieces} are what is told of a parcel that others carry.
    `compared_at` is the order's change it was last compared with. `look_at`: when it is read next, `looks` how often it
    was since nobody answered.
    """

    class Way(models.TextChoices):
        FETCHED = "fetched"
        CARRIED = "carried"

    class State(models.TextChoices):
        WAITS = "waits"  # nobody has booked a time, or told that it left
        ASKING = "asking"  # a call is under way
        UNKNOWN = "unknown"  # a call went out and nobody answered: it is read before anything is asked again
        BOOKED = "booked"  # the channel fetches it
        LEFT = "left"
        OVER = "over"  # nothing is to be handed over any more: cancelled, or told of by somebody else

    class Label(models.TextChoices):
        WANTED = "wanted"
        ASKED = "asked"  # the channel makes it: `label_ref`
        KEPT = "kept"
        FAILED = "failed"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    sale = models.ForeignKey(Sale, models.CASCADE, related_name="shipments")
    number = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(max_length=7, choices=Way)
    state = models.CharField(max_length=7, choices=State, default=State.WAITS)
    weight_g = models.PositiveIntegerField(null=True)
    length_mm = models.PositiveIntegerField(null=True)
    width_mm = models.PositiveIntegerField(null=True)
    height_mm = models.PositiveIntegerField(null=True)
    slots = models.JSONField(default=list)
    slots_at = models.DateTimeField(null=True)
    asked = models.JSONField(default=dict)
    asked_at = models.DateTimeField(null=True)
    asked_by_id = models.BigIntegerField(null=True)
    slot = models.JSONField(default=dict)
    begins = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    key = models.CharField(max_length=120, blank=True)
    there = models.CharField(max_length=40, blank=True)
    stage = models.CharField(max_length=10, blank=True)
    invoice = models.CharField(max_length=60, blank=True)
    carrier = models.CharField(max_length=60, blank=True)
    tracking = models.CharField(max_length=80, blank=True)
    left_at = models.DateTimeField(null=True)
    pieces = models.JSONField(default=dict)
    said = models.CharField(max_length=300, blank=True)  # what the channel refused last, in its own words
    seen_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)
    label_state = models.CharField(max_length=6, choices=Label, blank=True)
    label_ref = models.CharField(max_length=60, blank=True)
    label_said = models.CharField(max_length=300, blank=True)
    label_tries = models.PositiveSmallIntegerField(default=0)
    label_at = models.DateTimeField(null=True)  # when it was kept, or is asked after next
    compared_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sale", "number"], name="shipment_once")]
        indexes = [
            models.Index(fields=["mart", "id"], condition=Q(state__in=("waits", "unknown")), name="shipment_waits"),
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="shipment_looked_at"),
            models.Index(fields=["label_at"], condition=Q(label_state__in=("wanted", "asked")), name="shipment_label"),
        ]

    def __str__(self) -> str:
        return f"parcel {self.number} of {self.sale_id}"

    @property
    def standing(self) -> str:
        """How it stands, in short: who acts on it says what she saw."""
        return f"{self.state}:{self.slot.get('key', '')}"

    @property
    def movable(self) -> bool:
        """Whether another time may be asked for: it is booked, and waits for the channel."""
        return self.state == self.State.BOOKED and self.stage in ("", "awaited")


class ShipmentLabel(models.Model):
    """The label of a parcel, a PDF as the channel made it, sealed: buyers' names and addresses stand on it."""

    shipment = models.OneToOneField(Shipment, models.CASCADE, related_name="label")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"label of {self.shipment_id}"
