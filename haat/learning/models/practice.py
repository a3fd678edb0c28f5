"""What is practised: a shop of its own that no buyer sees, and the check of a craft before a parcel is packed.

A practice good is no good of the catalogue: it has no row there, and so no price, no pieces, no order and no money.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.makers.models import Maker
from haat.orders.models import Part
from haat.people.models import User
from haat.places.models import Mart


class Practice(models.Model):
    """One turn through a maker's practice shop: a good, a marketplace that refuses it, an order, a return.

    `case`: what is the matter with what comes back. `price_paise` and `weight_g` (grams) are what she typed.
    """

    class Step(models.TextChoices):
        REFUSED = "refused"  # the practice marketplace refused it: it waits to be mended
        ORDERED = "ordered"  # mended, and ordered at once: it waits for her yes
        ACCEPTED = "accepted"  # to be packed
        BACK = "back"  # it arrived, and the buyer sends it back
        DONE = "done"

    class Case(models.TextChoices):
        WHOLE = "whole"  # sound: it may be sold again
        FOOD = "food"  # never sold again
        SWAPPED = "swapped"  # another thing lies in the parcel: nothing is done before the office was called

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    maker = models.ForeignKey(Maker, models.CASCADE, related_name="practices")
    turn = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=8, choices=Step, default=Step.REFUSED)
    case = models.CharField(max_length=7, choices=Case)
    name = models.CharField(max_length=60)
    price_paise = models.PositiveIntegerField()
    weight_g = models.PositiveIntegerField(null=True)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["maker", "turn"], name="practice_turn_once"),
            models.UniqueConstraint(fields=["maker"], condition=~Q(step="done"), name="practice_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(step="done", ended_at__isnull=False) | ~Q(step="done") & Q(ended_at=None),
                name="practice_end_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"practice {self.turn} of {self.maker_id}"


class PracticePhoto(models.Model):
    """A photo of a practice, sealed: the good, the label, what came back closed and opened. One of each."""

    class Kind(models.TextChoices):
        GOOD = "good"
        LABEL = "label"
        CLOSED = "closed"
        OPENED = "opened"

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="photos")
    kind = models.CharField(max_length=6, choices=Kind)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "kind"], name="practice_photo_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.practice_id}"


class CraftCheck(models.Model):
    """A part was checked by the card of its craft before it was packed: `yes` of `asked` points; or passed over."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    part = models.OneToOneField(Part, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    card = models.SlugField(max_length=20)
    yes = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    passed_over = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(yes__lte=models.F("asked")), name="craft_check_counts")]

    def __str__(self) -> str:
        return f"check of part {self.part_id}"
