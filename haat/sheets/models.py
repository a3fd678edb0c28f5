"""A table somebody brought, what was found in it, and what was kept of it."""

from django.db import models
from django.utils import timezone

from haat.people.models import User
from haat.places.models import Mart


class Sheet(models.Model):
    """One file. `content` is sealed and empty once it is forgotten; `refusals` are [row, column, sentence].

    `page` is the sheet of the workbook that is read, empty for a CSV. BROKEN: it could not be read to its end.
    `converted` are cells of new rows that were typed in an old font: [row, column, before, after].
    """

    class State(models.TextChoices):
        LOOKING = "looking"
        LOOKED = "looked"
        BRINGING = "bringing"
        BROUGHT = "brought"
        BROKEN = "broken"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    kind = models.SlugField(max_length=20)
    name = models.CharField(max_length=120)
    page = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=8, choices=State, default=State.LOOKING)
    content = models.BinaryField(default=b"")
    rows = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    refusals = models.JSONField(default=list)
    same_rows = models.JSONField(default=list)
    converted = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["mart", "-id"], name="sheet_of_mart")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def working(self) -> bool:
        """Whether the worker has it."""
        return self.state in (self.State.LOOKING, self.State.BRINGING)

    @property
    def looked_through(self) -> bool:
        """Whether it is known of every row what becomes, or became, of it."""
        return self.state in (self.State.LOOKED, self.State.BROUGHT)
