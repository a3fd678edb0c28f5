"""How many pieces an account would offer now: reckoned by the database for many offers, none of which is read."""

from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least

from haat.channels.models import Account, Offer
from haat.stock.queries import FirstWeek, first_room, free_above, free_pieces


def ready_with_left(account: Account, rows: "QuerySet[Offer]") -> "QuerySet[Offer]":
    """Those of the offers that are wanted and whose goods lie ready, each with how many pieces are `left` to offer."""
    free = Coalesce(free_pieces("variant", account.channel, account.key), 0)
    return rows.filter(open=True, variant__good__made_to_order=False).annotate(left=_offered(account, free))


def made_with_left(account: Account, rows: "QuerySet[Offer]") -> "QuerySet[Offer]":
    """Those that are made to order, likewise: what fits into the first week is left, as every buyer there is promised
    the same days (`stock.queries.offerable`)."""
    made = rows.filter(open=True, variant__good__made_to_order=True)
    weeks = made.annotate(first_week=FirstWeek("variant__good__making_days"))
    return weeks.annotate(left=_offered(account, first_room("variant", "first_week")))


def _offered(account: Account, free: Combinable) -> Greatest | Least:
    """As `goods.offered` reckons it."""
    left = Greatest(free - account.buffer, Value(0))
    return Least(left, Value(account.most)) if account.most else left


def sold_out(account: Account, rows: "QuerySet[Offer]") -> list[int]:
    """The keys of those of the offers of which nothing is left, by their order; two statements."""
    more = free_above(account.buffer, "variant", account.channel, account.key)
    ready = rows.filter(~more, open=True, variant__good__made_to_order=False)
    made: Any = made_with_left(account, rows)
    return sorted(key for found in (ready, made.filter(left=0)) for key in found.values_list("pk", flat=True))
