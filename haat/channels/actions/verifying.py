"""Sweeps only verify: what a change should have marked, and what was not read back for long."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from haat.channels.actions.wanting import STANDS, mark
from haat.channels.goods import offered
from haat.channels.models import Account, Offer
from haat.channels.states import ALL, hold_of
from haat.core.rows import batches
from haat.stock.queries import offerable

AT_ONCE = 1000
# What stands there is read once in so long, however quiet it is: a part of it with each sweep.
SEEN = timedelta(days=1)


def verify(account: Account, *, reads: int = 0) -> int:
    """Mark offers whose goods changed or whose stock is another than is offered; how many those are.

    `reads`: of those that nobody has read back for a day, so many are read with the next turns. Memory does not grow
    with the number of offers.
    """
    found = last = 0
    rows = Offer.objects.filter(STANDS, account=account, touched=F("made")).order_by("pk")
    while some := list(
        rows.filter(pk__gt=last).select_related("variant__good").defer("wanted_body", "seen_body")[:AT_ONCE]
    ):
        last = some[-1].pk
        stale = _stale(account, some)
        mark(stale)
        found += len(stale)
    if reads:
        read_seldom_seen(account, reads)
    return found


def _stale(account: Account, offers: list[Offer]) -> list[int]:
    """Those of the offers that are not as the catalogue and the stock are."""
    free = offerable([offer.variant_id for offer in offers], account.channel, account.key)
    return [
        offer.pk
        for offer in offers
        if offer.wanted_at is None
        or offer.variant.good.changed_at > offer.wanted_at
        or (offer.open and offer.pieces != _pieces(account, offer, free[offer.variant_id]))
    ]


def _pieces(account: Account, offer: Offer, free: int) -> int:
    return 0 if hold_of(offer.reasons) == ALL else offered(account, free)


def read_seldom_seen(account: Account, most: int) -> int:
    """What stands there and was not read for a day is read with the next turns, the longest unseen first."""
    now = timezone.now()
    rows = Offer.objects.filter(Q(seen_at__lt=now - SEEN) | Q(seen_at=None), account=account, there=True, look_at=None)
    keys = list(rows.order_by("seen_at", "pk").values_list("pk", flat=True)[:most])
    for some in batches(keys):
        Offer.objects.filter(pk__in=some, look_at=None).update(look_at=now)
    return len(keys)
