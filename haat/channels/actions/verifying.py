"""Sweeps only verify: what a change should have marked, and what was not read back for long.

The database compares; of what agrees nothing is read. Some thousand offers are looked through at a time, so that a
million take as much memory as ten.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from haat.channels.actions.left import made_with_left, ready_with_left
from haat.channels.actions.wanting import STANDS, mark
from haat.channels.models import Account, Offer
from haat.channels.states import ALL, hold_of
from haat.core.rows import KEYS, batches

# What stands there is read once in so long, however quiet it is: a part of it with each sweep.
SEEN = timedelta(days=1)


def verify(account: Account, *, reads: int = 0) -> int:
    """Mark offers whose goods changed or whose stock is another than is offered; how many those are.

    `reads`: of those that nobody has read back for a day, so many are read with the next turns. Five statements for
    some thousand offers.
    """
    found = 0
    for rows in _parts(account):
        stale = _stale(account, rows)
        if stale:
            mark(stale)
        found += len(stale)
    if reads:
        read_seldom_seen(account, reads)
    return found


def _parts(account: Account) -> "Iterator[QuerySet[Offer]]":
    """What stands at the account and nobody has marked, in the order of the keys: so many offers in each part."""
    every = Offer.objects.filter(account=account).order_by("pk")
    last: int | None = 0
    while last is not None:
        begins = last
        last = next(iter(every.filter(pk__gt=begins).values_list("pk", flat=True)[KEYS - 1 : KEYS]), None)
        part = every.filter(STANDS, pk__gt=begins, touched=F("made"))
        yield part if last is None else part.filter(pk__lte=last)


def _stale(account: Account, rows: "QuerySet[Offer]") -> list[int]:
    """Those of the offers that are not as the catalogue and the stock are."""
    changed = Q(wanted_at=None) | Q(variant__good__changed_at__gt=F("wanted_at"))
    stale = set(rows.filter(changed).values_list("pk", flat=True))
    each = (ready_with_left(account, rows), made_with_left(account, rows))
    other = [pk for found in each for pk in found.exclude(pieces=F("left")).values_list("pk", flat=True)]
    return sorted(stale | _not_held([pk for pk in other if pk not in stale]))


def _not_held(keys: list[int]) -> set[int]:
    """Those of which pieces could be offered: of what is held back as a whole none are, and that is right."""
    found = set(keys)
    for some in batches(keys):
        none = Offer.objects.filter(pk__in=some, pieces=0).values_list("pk", "reasons")
        found -= {pk for pk, reasons in none if hold_of(reasons) == ALL}
    return found


def read_seldom_seen(account: Account, most: int) -> int:
    """What stands there and was not read for a day is read with the next turns, the longest unseen first."""
    now = timezone.now()
    rows = Offer.objects.filter(Q(seen_at__lt=now - SEEN) | Q(seen_at=None), account=account, there=True, look_at=None)
    keys = list(rows.order_by(F("seen_at").asc(nulls_first=True), "pk").values_list("pk", flat=True)[:most])
    for some in batches(keys):
        Offer.objects.filter(pk__in=some, look_at=None).update(look_at=now)
    return len(keys)
