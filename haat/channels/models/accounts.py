"""Sellers' accounts at marketplaces, their quotas, and what their channels ask for."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.makers.models import Seller
from haat.places.models import Mart
from haat.stock.models import StockPlace


class Account(models.Model):
    """A seller's account at a channel (`channel` is its folder's name), `key` is what the channel calls the account.

    It sells from its pick-up place, `place` (None: each good from its maker). `keys` are sealed (`core.sealing`).
    `facts` is what the channel said of the account when it was checked. `buffer` pieces are kept back of each size,
    `most` is the most that is offered of one (0: no limit). `cursor` is how far orders were read, `orders_at` when they
    are asked for next, `settlements_at` when settlements are, and why they cannot be is in `settlements_trouble`.
    Nothing is sent before all it sells was read once (`listed_at`). Steps of a turn that its keys do not allow are in
    `lacking`, {step: since when}, the eldest at `lacking_since`; the others go on. One turn runs at a time: `turn`
    counts them, `turn_by` runs it until `turn_until` (`actions.leasing`).
    """

    class State(models.TextChoices):
        OPEN = "open"  # it was checked, and works
        STOPPED = "stopped"  # the channel lets us in no more: see `trouble`
        CLOSED = "closed"  # ended by an officer; what still stands there is taken off

    class Prices(models.TextChoices):
        SAME_TO_MAKER = "same_to_maker"  # what leaves the maker as much as in the shop
        UNIFORM = "uniform"  # the shop's price

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    channel = models.SlugField(max_length=20, db_index=False)
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    seller = models.ForeignKey(Seller, models.PROTECT, related_name="+")
    place = models.ForeignKey(StockPlace, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    keys = models.BinaryField(default=b"")
    keys_end = models.DateField(null=True)
    facts = models.JSONField(default=dict)
    buffer = models.PositiveSmallIntegerField(default=1)
    most = models.PositiveIntegerField(default=0)
    handling_days = models.PositiveSmallIntegerField(default=2)
    prices = models.CharField(max_length=13, choices=Prices, default=Prices.UNIFORM)
    paused_at = models.DateTimeField(null=True)
    paused_by_id = models.BigIntegerField(null=True)
    paused_why = models.CharField(max_length=200, blank=True)
    trouble = models.CharField(max_length=40, blank=True)  # a word of `channels.troubles`; empty while all is well
    trouble_said = models.CharField(max_length=300, blank=True)
    trouble_since = models.DateTimeField(null=True)
    rest_until = models.DateTimeField(null=True)  # a stopped one is not checked before
    lacking = models.JSONField(default=dict)
    lacking_since = models.DateTimeField(null=True)
    waits = models.JSONField(default=dict)  # what of a turn → until when it waits: for a token, or ("!…") for an end
    contact_at = models.DateTimeField(null=True)
    listed_at = models.DateTimeField(null=True)
    cursor = models.JSONField(default=dict)
    orders_at = models.DateTimeField(null=True)
    settlements_at = models.DateTimeField(null=True)
    settlements_trouble = models.CharField(max_length=40, blank=True, default="")
    turn = models.PositiveBigIntegerField(default=0)
    turn_by = models.CharField(max_length=120, blank=True)
    turn_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "channel", "key"], name="channel_account_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"


class Quota(models.Model):
    """Tokens left for an operation of an account, shared by all workers: taken by one guarded UPDATE.

    `left_micro` millionths of a call were there at `at`; `rate_micro` come back each second, up to `burst_micro`.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="quotas")
    operation = models.CharField(max_length=40)
    left_micro = models.BigIntegerField()
    rate_micro = models.BigIntegerField()
    burst_micro = models.BigIntegerField()
    at_micro = models.BigIntegerField()  # microseconds since 1970, by the database's clock
    used = models.BigIntegerField(default=0)  # on the day of `at_micro` (UTC)
    throttled = models.PositiveIntegerField(default=0)
    lowered_until_micro = models.BigIntegerField(default=0)  # until then the rate is what a refusal taught

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "operation"], name="quota_once"),
            models.CheckConstraint(condition=Q(left_micro__gte=0), name="quota_never_overdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} of {self.account_id}"


class Schema(models.Model):
    """What an account's channel asks for a product type, as its own schema says, with the version it was read in.

    `body` is the channel's own; its `asks` name, as the channel calls them, what is always required.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="schemas")
    product_type = models.CharField(max_length=80)
    version = models.CharField(max_length=80)
    body = models.JSONField()
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "product_type"], name="schema_once")]

    def __str__(self) -> str:
        return f"{self.product_type} {self.version}"


class Asked(models.Model):
    """An attribute that a channel asked for of a product type (in a preview, or in a refusal) and no table knew of.

    `kind` is the slug of the kind of good of which it was asked: others of the type are not asked it (empty: all are).
    It is dropped when the channel's schema of the type changes: what is still asked then is asked anew.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="asked")
    product_type = models.CharField(max_length=80)
    kind = models.CharField(max_length=40, blank=True, default="")
    name = models.CharField(max_length=120)  # as the channel calls it
    said = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "product_type", "kind", "name"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.product_type}"
