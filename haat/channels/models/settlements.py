"""What channels paid and kept, as their settlements say it; nothing of it is posted to the ledger here."""

from django.db import models
from django.utils import timezone

from haat.channels.models.accounts import Account
from haat.channels.models.sales import Sale
from haat.places.models import Mart


class Settlement(models.Model):
    """A settlement that an account's channel has closed; `refs` are the channel's numbers of the reports it stands in.

    Amounts are in the smallest unit of `currency`. `lacks_minor` is what was paid out and no line explains (None: an
    amount cannot be read). With a `problem` it could not be read, and is tried again; `said` names why.
    """

    class Problem(models.TextChoices):
        UNREADABLE = "unreadable"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="settlements")
    key = models.CharField(max_length=120)
    refs = models.JSONField(default=list)
    currency = models.CharField(max_length=8, blank=True)
    begins = models.DateTimeField(null=True)
    ends = models.DateTimeField(null=True)
    paid_on = models.DateTimeField(null=True)
    total_minor = models.BigIntegerField(null=True)
    lacks_minor = models.BigIntegerField(null=True)
    number = models.PositiveIntegerField(default=0)  # of lines
    problem = models.CharField(max_length=10, choices=Problem, blank=True)
    said = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="channel_settlement_once")]

    def __str__(self) -> str:
        return self.key


class SettlementLine(models.Model):
    """One line of a settlement, in the channel's own words: see `channels.finances.Amount`.

    `external_id` is the order's number as it stands there, `sale` that order where we know it.
    """

    settlement = models.ForeignKey(Settlement, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=80, blank=True)
    external_id = models.CharField(max_length=60, blank=True)
    item = models.CharField(max_length=60, blank=True)
    sku = models.CharField(max_length=60, blank=True)
    called = models.CharField(max_length=80, blank=True)
    described = models.CharField(max_length=160, blank=True)
    head = models.CharField(max_length=8)
    minor = models.BigIntegerField(null=True)
    quantity = models.PositiveIntegerField(null=True)
    posted = models.DateField(null=True)
    told = models.JSONField(default=dict)
    sale = models.ForeignKey(Sale, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["settlement", "number"], name="channel_settlement_line_once")]
        indexes = [
            models.Index(fields=["settlement", "external_id"], name="channel_settlement_order"),
            models.Index(fields=["sku"], name="channel_settlement_sku"),
        ]

    def __str__(self) -> str:
        return f"{self.called} {self.described}"
