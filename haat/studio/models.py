"""What is known of pictures beside their pixels, and pictures that were laid on white for marketplaces."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.catalogue.models import Good
from haat.core.models import Picture
from haat.places.models import Mart


class PictureMeasure(models.Model):
    """What a machine measured of a picture, and whether a person saw letters on it. It goes when its picture goes.

    `white_bp`: how much of its border is pure white. `left` … `bottom`: where the good lies, in pixels of the master;
    None unless it stands on white. Its square (`core.files.square_path`) was made with it, at `measured_at`.
    """

    picture = models.OneToOneField(Picture, models.CASCADE, primary_key=True, related_name="measure")
    white_bp = models.PositiveSmallIntegerField()
    left = models.PositiveSmallIntegerField(null=True)
    top = models.PositiveSmallIntegerField(null=True)
    right = models.PositiveSmallIntegerField(null=True)
    bottom = models.PositiveSmallIntegerField(null=True)
    letters = models.BooleanField(null=True)  # None: nobody has said
    letters_by_id = models.BigIntegerField(null=True)
    measured_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left=None, top=None, right=None, bottom=None)
                | Q(left__lt=models.F("right"), top__lt=models.F("bottom")),
                name="measure_of_a_place",
            ),
            models.CheckConstraint(
                condition=Q(letters=None) | Q(letters_by_id__isnull=False), name="measure_letters_seen_by_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"measures of picture {self.picture_id}"


class WhitePicture(models.Model):
    """A good's picture laid on white by the machine. Marketplaces see it first, once a person has looked and used it.

    It stands for `picture` as long as the good shows that; the shop goes on showing the picture itself.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        PROPOSED = "proposed"  # made, and nobody has looked
        USED = "used"
        REFUSED = "refused"  # a person looked, and keeps it as it is
        FAILED = "failed"  # no edge was found

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    good = models.ForeignKey(Good, models.CASCADE, related_name="whites")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+")
    proposed = models.ForeignKey(Picture, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["good", "picture"], name="white_once"),
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "used"), proposed__isnull=False)
                | Q(state__in=("asked", "refused", "failed"), proposed=None),
                name="white_there_when_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(state="used") | Q(decided_by_id__isnull=False), name="white_used_by_a_person"
            ),
        ]
        indexes = [models.Index(fields=["mart", "state", "asked_at"], name="white_waiting")]

    def __str__(self) -> str:
        return f"{self.picture_id} on white: {self.state}"
