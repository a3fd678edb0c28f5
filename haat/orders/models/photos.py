"""What is photographed of a parcel: its label when it is packed, and what is wrong with it when it comes back."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.orders.models.orders import Part
from haat.orders.models.returns import Return
from haat.places.models import Mart


class PackingRule(models.Model):
    """What a mart asks of who packs. `food_photo`: food is packed only with a photo of its label."""

    mart = models.OneToOneField(Mart, models.CASCADE, related_name="+")
    food_photo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.mart_id} {self.food_photo}"


class PartPhoto(models.Model):
    """A photo that stays with a part, sealed: an address may be read on it.

    `kind`: the label as it was packed; of a return (`ret`), what its buyer shows, and what its maker answers with.
    The same photo is kept once. `verdict`: what the office said of a label when it looked, "" until then.
    """

    class Kind(models.TextChoices):
        LABEL = "label"
        BUYER = "buyer"
        MAKER = "maker"

    class Verdict(models.TextChoices):
        RIGHT = "right"
        WRONG = "wrong"

    mart = models.ForeignKey(Mart, models.PROTECT, related_name="+")
    part = models.ForeignKey(Part, models.PROTECT, related_name="photos", db_index=False)
    ret = models.ForeignKey(Return, models.PROTECT, null=True, related_name="photos")
    kind = models.CharField(max_length=5, choices=Kind)
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    verdict = models.CharField(max_length=5, choices=Verdict, blank=True, default="", db_default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "kind", "digest"], name="part_photo_once"),
            models.CheckConstraint(
                condition=Q(kind="label", ret=None) | ~Q(kind="label") & Q(ret__isnull=False),
                name="part_photo_of_a_return",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.part_id}"
