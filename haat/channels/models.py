"""Goods at marketplaces: whose account, what should stand there, what was sent and is seen, and what keeps it back."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.channels.feed_models import Feed as Feed
from haat.channels.feed_models import Portal as Portal
from haat.makers.models import Seller
from haat.places.models import Mart
from haat.stock.models import StockPlace


class Account(models.Model):
    """A seller's account at a channel (`channel` is its folder's name), `key` is what the channel calls the account.

    It sells from its pick-up place, `place` (None: each good from its maker). `keys` are sealed (`core.sealing`).
    `facts` is what the channel said of the account when it was checked. `buffer` pieces are kept back of each size,
    `most` is the most that is offered of one (0: no limit). `cursor` is how far orders were read.
    """

    class State(models.TextChoices):
        OPEN = "open"  # it was checked, and works
        STOPPED = "stopped"  # the channel lets us in no more: see `trouble`
        CLOSED = "closed"  # ended by an officer

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
    paused_at = models.DateTimeField(null=True)
    paused_by_id = models.BigIntegerField(null=True)
    paused_why = models.CharField(max_length=200, blank=True)
    trouble = models.CharField(max_length=40, blank=True)  # a word of `channels.troubles`; empty while all is well
    trouble_since = models.DateTimeField(null=True)
    contact_at = models.DateTimeField(null=True)
    cursor = models.JSONField(default=dict)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mart", "channel", "key"], name="channel_account_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"


class Offer(models.Model):
    """A size at an account. What is wanted, what was sent and what is seen each have their time; `state` follows.

    Digests are in three parts, "listing", "price" and "stock": `wanted`, `sent` and `seen` are {part: digest}. The
    bodies stand beside them: `wanted_body` {part: …} as the channel takes it, `seen_body` as it was read back.
    """

    class State(models.TextChoices):
        CLOSED = "closed"  # not wanted there; or taken off
        BLOCKED = "blocked"  # we hold it back here: `reasons`
        READY = "ready"  # it differs, and goes with the next batch
        SENDING = "sending"  # an attempt is under way
        UNKNOWN = "unknown"  # an attempt went out and nobody answered: it is read before anything is sent
        REFUSED = "refused"  # the channel said no: see its refusals
        ACCEPTED = "accepted"  # the channel has it, and no buyer can buy it yet
        LIVE = "live"
        HIDDEN = "hidden"  # live, and the channel shows it to nobody
        PAUSED = "paused"  # an officer holds it back; what stands there keeps its stock true

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="offers")
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+")
    sku = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State, default=State.CLOSED)
    since = models.DateTimeField(default=timezone.now)
    open = models.BooleanField(default=True)  # whether it should be there at all
    paused = models.BooleanField(default=False)
    product_type = models.CharField(max_length=80, blank=True)
    reasons = models.JSONField(default=list)  # codes of what blocks it, with whose work each is
    wanted = models.JSONField(default=dict)
    wanted_body = models.JSONField(default=dict)
    wanted_at = models.DateTimeField(null=True)
    sent = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True)
    attempt = models.ForeignKey("Attempt", models.SET_NULL, null=True, related_name="offers")
    seen = models.JSONField(default=dict)
    seen_body = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True)
    live_at = models.DateTimeField(null=True)  # when a buyer could first buy it
    external_id = models.CharField(max_length=60, blank=True)  # the channel's own name of it: an ASIN
    look_at = models.DateTimeField(null=True)  # when it is read back next; NULL: nothing is waited for
    differs = models.BooleanField(default=False)  # wanted is not what is seen or sent

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "variant"], name="offer_once"),
            models.UniqueConstraint(fields=["account", "sku"], name="offer_sku_once"),
        ]
        indexes = [
            models.Index(fields=["account", "id"], condition=Q(differs=True), name="offer_differs"),
            models.Index(fields=["account", "look_at"], condition=Q(look_at__isnull=False), name="offer_look"),
            models.Index(fields=["mart", "account", "state", "id"], name="offer_state"),
            models.Index(fields=["variant"], name="offer_variant"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} at {self.account_id}"


class Attempt(models.Model):
    """One sending to a channel: a feed of thousands or one patch. `ref` is the channel's own number of it.

    Written before the call, so that a process that dies leaves an attempt that is unknown, never one that is forgotten.
    """

    class State(models.TextChoices):
        SENDING = "sending"
        TAKEN = "taken"  # the channel has it and will report
        DONE = "done"  # it reported
        FAILED = "failed"  # it was not taken: nothing of it reached the channel
        UNKNOWN = "unknown"  # nobody answered: its offers are read back

    account = models.ForeignKey(Account, models.CASCADE, related_name="attempts")
    operation = models.SlugField(max_length=20)  # listing, price, stock, close
    number = models.PositiveIntegerField()  # of offers in it
    state = models.CharField(max_length=8, choices=State, default=State.SENDING)
    ref = models.CharField(max_length=80, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "state", "look_at"], name="attempt_open")]

    def __str__(self) -> str:
        return f"{self.operation} {self.ref or self.pk}: {self.state}"


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
    used = models.BigIntegerField(default=0)
    throttled = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "operation"], name="quota_once"),
            models.CheckConstraint(condition=Q(left_micro__gte=0), name="quota_never_overdrawn"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} of {self.account_id}"


class Cause(models.Model):
    """Why goods are kept back at an account: one code of the channel about one attribute, and whose work it is."""

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
    who = models.CharField(max_length=11, choices=Who)
    said = models.TextField(blank=True)  # the channel's own words, of the first refusal
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    answer = models.JSONField(default=dict)  # what mended it, when one answer mended all

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "code", "about"], name="cause_once")]
        indexes = [models.Index(fields=["mart", "closed_at", "opened_at"], name="cause_open")]

    def __str__(self) -> str:
        return f"{self.code} {self.about}"


class Refusal(models.Model):
    """What a channel said against an offer, as it said it (`raw`). It ends when the channel says so no more."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="refusals")
    cause = models.ForeignKey(Cause, models.CASCADE, related_name="refusals")
    raw = models.JSONField()
    severity = models.CharField(max_length=8)  # error, warning, info
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "cause"], condition=Q(ended_at=None), name="refusal_stands_once")
        ]

    def __str__(self) -> str:
        return f"{self.cause_id} of {self.offer_id}"


class Schema(models.Model):
    """What an account's channel asks for a product type, as its own schema says, with the version it was read in."""

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
    """An attribute that a channel asked for of a product type (in a preview, or in a refusal) and no table knew of."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="asked")
    product_type = models.CharField(max_length=80)
    name = models.CharField(max_length=120)  # as the channel calls it
    said = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "product_type", "name"], name="asked_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.product_type}"
