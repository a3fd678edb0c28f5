"""Work and earnings by maker and month, kept so that a page never scans orders; and what a mart calls a day of work."""

from django.db import models
from django.utils import timezone

from haat.makers.models import Maker
from haat.places.models import Mart


class DayRule(models.Model):
    """By which rule a mart shows hours as days, since when and by whom: the newest holds. Hours are kept, not days."""

    class Rule(models.TextChoices):
        FOUR = "four"  # four hours are a day
        EIGHT = "eight"  # eight hours are a day
        NSS = "nss"  # four hours are a day, one to four are half a day, less is none (National Sample Survey)

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    rule = models.CharField(max_length=5, choices=Rule)
    by_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["mart", "-id"], name="day_rule_last")]

    def __str__(self) -> str:
        return self.rule


class MonthWork(models.Model):
    """A maker's month: pieces that were delivered and stayed sold, minutes of work in them, what they earned.

    A sale counts in the month in which it was delivered, with the hours and materials her cost sheet said when it was
    placed. `unknown_pieces`: without hours told by then; `uncosted_pieces`: without a cost sheet. `halves`: half days
    by the rule of the National Sample Survey, of the month's minutes. `earned_paise` is hers, paid or owed, less what
    came back; `materials_paise` of it paid for materials and other costs, as far as she told.
    """

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+", db_index=False)
    maker = models.ForeignKey(Maker, models.CASCADE, related_name="work_months", db_index=False)
    month = models.DateField()  # its first day
    orders = models.PositiveIntegerField(default=0)
    pieces = models.PositiveIntegerField(default=0)
    minutes = models.PositiveBigIntegerField(default=0)
    halves = models.PositiveIntegerField(default=0)
    unknown_pieces = models.PositiveIntegerField(default=0)
    uncosted_pieces = models.PositiveIntegerField(default=0)
    earned_paise = models.PositiveBigIntegerField(default=0)
    materials_paise = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["maker", "month"], name="month_work_once")]
        indexes = [models.Index(fields=["mart", "month"], name="month_work_month")]

    def __str__(self) -> str:
        return f"{self.maker_id} {self.month:%Y-%m}"
