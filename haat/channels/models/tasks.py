"""What was asked of makers about their goods, and what they said to it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.catalogue.models import Good, Variant
from haat.places.models import Mart


class MakerTask(models.Model):
    """One question to a maker about a good, or one size of it: see `channels.asks`. No row: nobody has told her of it.

    `about`: the attribute, the kind of paper, or the key of what only its channel can name. She is told of it once
    (`told_at`), answers it (`answered_at`), or hands it on to whoever can find out (`handed_at`, `why`); what was
    said later holds.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer"
        WEIGHT = "weight"
        SIZE = "size"  # length, width and height, packed
        PICTURE = "picture"
        PAPER = "paper"
        OTHER = "other"  # what a channel says of it, in its own words

    class Why(models.TextChoices):
        UNKNOWN = "unknown"  # she does not know
        RIGHT = "right"  # she says that it is right as it stands
        HELP = "help"  # she wants it done for her

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    good = models.ForeignKey(Good, models.CASCADE, related_name="tasks")
    variant = models.ForeignKey(Variant, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind)
    about = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.BigIntegerField(null=True)
    handed_at = models.DateTimeField(null=True)
    handed_by_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=7, choices=Why, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["good", "kind", "about"], condition=Q(variant=None), name="maker_task_of_good_once"
            ),
            models.UniqueConstraint(
                fields=["good", "variant", "kind", "about"],
                condition=Q(variant__isnull=False),
                name="maker_task_of_size_once",
            ),
            models.CheckConstraint(
                condition=Q(handed_at=None, why="") | Q(handed_at__isnull=False) & ~Q(why=""),
                name="maker_task_handed_on_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about} of {self.good_id}"

    @property
    def waits(self) -> bool:
        """Whether it was handed on, and nobody has answered it on the phone since."""
        return self.handed_at is not None and (self.answered_at is None or self.answered_at < self.handed_at)
