"""What is a buyer's own leaves when the channel allows keeping it no longer."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from haat.channels.channel import find
from haat.channels.models import Account, Attempt, Sale, Shipment, ShipmentLabel
from haat.core.actor import MACHINE, Actor
from haat.core.locks import hold_key
from haat.core.rows import update
from haat.orders import actions as orders
from haat.orders.models import Arrival, Part

AT_ONCE = 200
# What still waits for the desk is kept so many times as long: its channel has ended it by then.
WAITS = 3
# So long an ended sending is kept that is no offer's last one.
KEPT = timedelta(days=90)


def forget_buyers(*, by: Actor = MACHINE) -> int:
    """Forget whose orders have left long enough ago, of every account whose channel says for how long; how many."""
    number = 0
    for account in Account.objects.order_by("pk"):
        channel = find(account.channel)
        if channel is not None and channel.keeps_buyers_days is not None:
            number += _forget_of(account, channel.keeps_buyers_days, by)
    return number


def _forget_of(account: Account, days: int, by: Actor) -> int:
    """Those of an account: every part has left or ended before; what never became an order was told last before."""
    now = timezone.now()
    until, long_ago = now - timedelta(days=days), now - timedelta(days=WAITS * days)
    stays = Part.objects.filter(order=OuterRef("arrival__order")).filter(
        Q(sent_at=None, closed_at=None) | Q(sent_at__gt=until) | Q(sent_at=None, closed_at__gt=until)
    )
    open_ = Q(arrival__state=Arrival.State.OPEN, arrival__order=None)
    waits = open_ | Q(arrival=None) & ~Q(problem="")
    rows = Sale.objects.filter(account=account, forgotten_at=None, changed_at__lte=until)
    rows = rows.exclude(Exists(stays)).exclude(waits & Q(changed_at__gt=long_ago))
    number = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        for key in keys:
            _forget_sale(key, by)
        number += len(keys)
    return number


@transaction.atomic
def _forget_sale(key: int, by: Actor) -> None:
    sale = hold_key(Sale, key, "arrival__order")
    if sale.arrival is not None:
        orders.forget_buyer(sale.arrival.order or sale.arrival, by=by)
    sale.raw, sale.facts, sale.forgotten_at = {}, None, timezone.now()
    if sale.arrival is None:
        sale.problem = ""  # nobody can mend any more what nobody knows
    update(sale, "raw", "facts", "forgotten_at", "problem")
    ShipmentLabel.objects.filter(shipment__sale=sale).delete()
    Shipment.objects.filter(sale=sale).update(label_state="", label_ref="")


def forget_attempts() -> int:
    """Sendings that ended long ago and are no offer's last one; how many."""
    old = Attempt.objects.filter(ended_at__lt=timezone.now() - KEPT, offers=None)
    return old.delete()[0]
