"""Pairs of makers that were looked at: not the same, or made one."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from haat.makers.models import Maker
from haat.places.models import Mart

WAY_BACK = timedelta(days=90)


class Apart(models.Model):
    """Two makers that somebody looked at and found to be two; `one` is the one enrolled first."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    one = models.ForeignKey(Maker, models.CASCADE, related_name="+")
    two = models.ForeignKey(Maker, models.CASCADE, related_name="+")
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "two"], name="apart_once"),
            models.CheckConstraint(condition=Q(one__lt=F("two")), name="apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} is not {self.two_id}"


class Proposal(models.Model):
    """One person says that `gone` is `kept` (or, `back`, that they are two after all), and money would move with it: it
    waits for a second person until `ended_at`."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    kept = models.ForeignKey(Maker, models.CASCADE, related_name="+")
    gone = models.ForeignKey(Maker, models.CASCADE, related_name="+")
    back = models.BooleanField(default=False)
    by_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kept", "gone"], condition=Q(ended_at=None), name="proposal_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} {'is not' if self.back else 'is'} {self.kept_id}?"


class Merge(models.Model):
    """`gone` was found to be `kept`; `undo` is what the way back needs. It stands until `undone_at`."""

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    kept = models.ForeignKey(Maker, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Maker, models.PROTECT, related_name="+")
    undo = models.JSONField()
    by_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merge_stands_once"),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} is {self.kept_id}"

    @property
    def back_until(self) -> datetime:
        """Until when it can be undone."""
        return self.at + WAY_BACK
