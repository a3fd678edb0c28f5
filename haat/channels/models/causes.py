"""What keeps goods back at accounts."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.channels.models.accounts import Account
from haat.channels.models.offers import Offer
from haat.places.models import Mart


class Cause(models.Model):
    """Why goods are kept back at an account: one code about one attribute, and whose work it is.

    `ours`: we hold them back here, and `code` and `about` are those of a `studio.where.Reason`. Else the channel's own,
    and `slug` is what `about` is called here, when a table knows it.
    """

    class Who(models.TextChoices):
        MAKER = "maker"
        COORDINATOR = "coordinator"
        DESK = "desk"
        FEDERATION = "federation"
        CHANNEL = "channel"  # nobody here can do anything but wait

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="causes")
    code = models.CharField(max_length=40)
    about = models.CharField(max_length=80, blank=True)  # the attribute, as the channel calls it
    ours = models.BooleanField(default=False)
    slug = models.CharField(max_length=40, blank=True)
    who = models.CharField(max_length=11, choices=Who)
    said = models.TextField(blank=True)  # the channel's own words, of the first refusal
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    answer = models.JSONField(default=dict)  # what mended it, when one answer mended all

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "ours", "code", "about"], name="cause_once")]
        indexes = [models.Index(fields=["mart", "closed_at", "opened_at"], name="cause_open")]

    def __str__(self) -> str:
        return f"{self.code} {self.about}"


class Refusal(models.Model):
    """What a channel said against an offer, as it said it (`raw`). It ends when the channel says so no more.

    `source`: it was answered to a sending, seen when it was read back, or is a reason of our own.
    """

    class Source(models.TextChoices):
        ANSWER = "answer"
        SEEN = "seen"
        OURS = "ours"

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="refusals")
    cause = models.ForeignKey(Cause, models.CASCADE, related_name="refusals")
    raw = models.JSONField()
    severity = models.CharField(max_length=8)  # error, warning, info
    source = models.CharField(max_length=6, choices=Source)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "cause"], condition=Q(ended_at=None), name="refusal_stands_once")
        ]

    def __str__(self) -> str:
        return f"{self.cause_id} of {self.offer_id}"
