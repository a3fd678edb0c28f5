"""What buyers send back."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.orders.models.orders import OrderLine, Part
from haat.places.models import Mart


class Return(models.Model):
    """A buyer sends pieces of a part back: asked, agreed and received, or refused. One at a time.

    Its maker says that she saw it, and in her words (`maker_words`) what the desk reads beside it.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        RECEIVED = "received"
        REFUSED = "refused"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, models.PROTECT, related_name="returns")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    reason = models.CharField(max_length=300)
    answer = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    maker_saw_at = models.DateTimeField(null=True)
    maker_words = models.CharField(max_length=300, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part"], condition=Q(state="asked"), name="return_one_at_a_time")
        ]

    def __str__(self) -> str:
        return f"return of {self.part_id}"

    @property
    def cause(self) -> str:
        """The name under which its pieces, its money and its paper come back."""
        return f"return:{self.pk}"


class ReturnLine(models.Model):
    """How many pieces of a line come back with a return."""

    ret = models.ForeignKey(Return, models.PROTECT, related_name="lines", db_index=False)
    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="returned")
    pieces = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ret", "line"], name="return_line_once"),
            models.CheckConstraint(condition=Q(pieces__gte=1), name="return_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.pieces} of line {self.line_id}"
