"""What buyers say of what they have."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.catalogue.models import Good
from haat.orders.models.orders import OrderLine
from haat.places.models import Mart


class Rating(models.Model):
    """What a buyer says of a line she received: 1 to 5 stars and a few words, and what the mart answers.

    The stars count however its words stand: shown, held until the desk has looked, or hidden by it.
    """

    class Words(models.TextChoices):
        """How the words stand."""

        SHOWN = "shown"
        HELD = "held"
        HIDDEN = "hidden"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    line = models.OneToOneField(OrderLine, models.CASCADE, related_name="rating")
    good = models.ForeignKey(Good, models.CASCADE, related_name="ratings")
    stars = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500, blank=True)
    words_state = models.CharField(max_length=6, choices=Words, default=Words.SHOWN, db_default=Words.SHOWN)
    language = models.CharField(max_length=5)
    buyer_name = models.CharField(max_length=60)
    place = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=500, blank=True, db_default="")
    answer_language = models.CharField(max_length=5, blank=True, db_default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(stars__gte=1) & Q(stars__lte=5), name="rating_one_to_five")]
        indexes = [
            models.Index(fields=["good", "-at"], name="rating_good"),
            models.Index(fields=["mart", "at"], name="rating_held", condition=Q(words_state="held")),
        ]

    def __str__(self) -> str:
        return f"{self.stars} for {self.good_id}"

    @property
    def said_at(self) -> str:
        """When the buyer said this, to the microsecond: other words of hers have another."""
        return self.at.isoformat()
