"""Goods at accounts: what should stand there, what was sent, what is seen, and what stood there before us."""

from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from haat.catalogue.models import Variant
from haat.channels.models.accounts import Account
from haat.places.models import Mart

# Of offers: that something is due. Written out and not as a value, so that SQLite knows that `offer_due` has them all;
# without it every question for what is due reads the offers of all accounts.
IS_DUE = Func(F("due"), template="NOT (%(expressions)s = '')", output_field=models.BooleanField())


class Offer(models.Model):
    """A size at an account. What is wanted, what was sent and what is seen each have their time; `state` follows.

    Digests are in three parts, "listing", "price" and "stock": `wanted`, `sent` and `seen` are {part: digest}. The
    bodies stand beside them: `wanted_body` {part: …} as the channel takes it, `seen_body` as it was read back. What
    an attempt under way carries is in `sending`; it becomes `sent` when the channel has it. `due` is the operation that
    goes next, from `send_at` on. What the catalogue says of it was changed `touched` times, and looked at `made` times.
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

    class Due(models.TextChoices):
        """In this order they go: what is sold out before everything."""

        EMPTY = "empty"  # the stock, and it is none
        CLOSE = "close"
        STOCK = "stock"
        PRICE = "price"
        LISTING = "listing"

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="offers")
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+")
    sku = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=State, default=State.READY)
    since = models.DateTimeField(default=timezone.now)
    open = models.BooleanField(default=True)  # whether it should be there at all
    paused = models.BooleanField(default=False)
    product_type = models.CharField(max_length=80, blank=True)
    # [{code, about, who, hold}]; `hold`: "all" (none may be sold), "listing" (it is not changed), "new" (nor begun).
    reasons = models.JSONField(default=list)
    pieces = models.PositiveIntegerField(default=0)  # how many are offered there
    wanted = models.JSONField(default=dict)
    wanted_body = models.JSONField(default=dict)
    wanted_at = models.DateTimeField(null=True)
    touched = models.PositiveIntegerField(default=1)
    made = models.PositiveIntegerField(default=0)
    sending = models.JSONField(default=dict)
    sent = models.JSONField(default=dict)
    sent_at = models.DateTimeField(null=True)
    attempt = models.ForeignKey("Attempt", models.SET_NULL, null=True, related_name="offers")
    due = models.CharField(max_length=7, choices=Due, blank=True)
    send_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # sendings that changed nothing there, one after the other
    seen = models.JSONField(default=dict)
    seen_body = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True)
    there = models.BooleanField(default=False)  # as it was seen last: the channel has it,
    buyable = models.BooleanField(default=False)  # a buyer can buy it now,
    shown = models.BooleanField(default=False)  # and buyers find it
    live_at = models.DateTimeField(null=True)  # when a buyer could first buy it
    external_id = models.CharField(max_length=60, blank=True)  # the channel's own name of it: an ASIN
    look_at = models.DateTimeField(null=True)  # when it is read back next; NULL: nothing is waited for
    looks = models.PositiveSmallIntegerField(default=0)  # since it was sent last

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "variant"], name="offer_once"),
            models.UniqueConstraint(fields=["account", "sku"], name="offer_sku_once"),
        ]
        indexes = [
            models.Index(fields=["account", "due", "id"], condition=~Q(due=""), name="offer_due"),
            models.Index(fields=["account", "look_at"], condition=Q(look_at__isnull=False), name="offer_look"),
            models.Index(fields=["account", "id"], condition=Q(touched__gt=F("made")), name="offer_touched"),
            models.Index(fields=["mart", "account", "state", "id"], name="offer_state"),
            models.Index(fields=["variant"], name="offer_variant"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} at {self.account_id}"

    @property
    def differs(self) -> bool:
        """Whether something of it waits to be sent."""
        return bool(self.due)


class Attempt(models.Model):
    """One sending to a channel: a feed of thousands or one patch. `ref` is the channel's own number of it.

    Written before the call, so that a process that dies leaves an attempt that is unknown, never one that is forgotten.
    """

    class State(models.TextChoices):
        SENDING = "sending"
        TAKEN = "taken"  # the channel has it and will report
        DONE = "done"  # it reported
        FAILED = "failed"  # it was not taken: nothing of it reached the channel
        UNKNOWN = "unknown"  # nobody answered: its offers are read back, and then it has ended

    account = models.ForeignKey(Account, models.CASCADE, related_name="attempts")
    operation = models.SlugField(max_length=20)  # listing, price, stock, close
    number = models.PositiveIntegerField()  # of offers in it
    state = models.CharField(max_length=8, choices=State, default=State.SENDING)
    ref = models.CharField(max_length=80, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    looks = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "id"], condition=Q(ended_at=None), name="attempt_open")]

    def __str__(self) -> str:
        return f"{self.operation} {self.ref or self.pk}: {self.state}"


class Found(models.Model):
    """Something an account sold before we sent anything there. Nothing is written over it before a person says so."""

    class State(models.TextChoices):
        OPEN = "open"
        ADOPTED = "adopted"  # it is this size of ours
        LEFT = "left"  # it is none of ours, and stays as it is

    account = models.ForeignKey(Account, models.CASCADE, related_name="found")
    sku = models.CharField(max_length=60)
    external_id = models.CharField(max_length=60, blank=True)
    body = models.JSONField(default=dict)
    buyable = models.BooleanField(default=False)
    shown = models.BooleanField(default=False)
    variant = models.ForeignKey(Variant, models.SET_NULL, null=True, related_name="+")  # of this SKU, or as was said
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "sku"], name="found_once")]
        indexes = [models.Index(fields=["account", "state", "id"], name="found_state")]

    def __str__(self) -> str:
        return self.sku
