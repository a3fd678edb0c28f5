"""Orders as channels tell of them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from haat.channels.models.accounts import Account
from haat.orders.models import Arrival
from haat.places.models import Mart

UNTOLD = "-"  # how `read_state` writes that the channel told no state at all


class Sale(models.Model):
    """An order as an account's channel tells of it: raw, and how it stands there. `arrival` is what came of it here.

    `facts` is what is to be received (None: not yet), `cancelled` {line: pieces} all told. A `problem` waits for a
    person. Of a state that the channel's folder does not know (`Channel.order_states`) nobody guesses whether it is to
    be packed: a person reads it (`read_state`, UNTOLD where the channel said none) and says so (`to_pack`). What is the
    buyer's own is forgotten when the channel wants it so (`forgotten_at`). What waits is tried again in turns, those
    first that were tried longest ago (`tried_at`).
    """

    class Problem(models.TextChoices):
        UNREADABLE = "unreadable"  # `said` names the fields
        RATE = "rate"  # told in another money, and not what that is worth
        WAITS = "waits"  # cancelled there, while its line waits before the desk here
        PACKED = "packed"  # some pieces cancelled there, and they are packed with others here
        GONE = "gone"  # cancelled there after it left here
        STATE = "state"  # in a state that nobody here knows: `said` is the channel's own word for it

    mart = models.ForeignKey(Mart, models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="sales")
    external_id = models.CharField(max_length=60)
    state = models.CharField(max_length=40, blank=True)
    told_at = models.DateTimeField(null=True)  # when the channel changed it last
    raw = models.JSONField(default=dict)
    facts = models.JSONField(null=True)
    cancelled = models.JSONField(default=dict)
    asks_cancel = models.BooleanField(default=False)
    read_state = models.CharField(max_length=40, blank=True, default="")
    to_pack = models.BooleanField(default=False)
    ship_by = models.DateTimeField(null=True)
    arrival = models.ForeignKey(Arrival, models.PROTECT, null=True, related_name="+")
    problem = models.CharField(max_length=10, choices=Problem, blank=True)
    said = models.CharField(max_length=300, blank=True)
    tried_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "external_id"], name="sale_once")]
        indexes = [
            models.Index(fields=["account", "state"], name="sale_state"),
            models.Index(fields=["mart", "id"], condition=~Q(problem="") | Q(asks_cancel=True), name="sale_waits"),
            models.Index(fields=["account", "id"], condition=Q(forgotten_at=None), name="sale_remembered"),
        ]

    def __str__(self) -> str:
        return self.external_id
