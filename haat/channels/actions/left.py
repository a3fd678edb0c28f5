"""How many pieces an account would offer now: reckoned by the database for many offers, none of which is read."""

from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, Greatest, Least

from haat.channels.goods import offered
from haat.channels.models import Account, Offer
from haat.stock.queries import free_pieces, next_room


def ready_with_left(account: Account, rows: "QuerySet[Offer]") -> "QuerySet[Offer]":
    """Those of the offers that are wanted and whose goods lie ready, each with how many pieces are `left` to offer."""
    free = Coalesce(free_pieces("variant", account.channel, account.key), 0)
    left: Greatest | Least = Greatest(free - account.buffer, Value(0))
    if account.most:
        left = Least(left, Value(account.most))
    return rows.filter(open=True, variant__good__made_to_order=False).annotate(left=left)


def sold_out(account: Account, rows: "QuerySet[Offer]") -> list[int]:
    """The keys of those of the offers of which nothing is left, by their order; two statements, and two more for what
    is made to order."""
    ready: Any = ready_with_left(account, rows)
    keys = list(ready.filter(left=0).order_by("pk").values_list("pk", flat=True))
    return sorted([*keys, *(pk for pk, _pieces, left in made_with_left(account, rows) if not left)])


def made_with_left(account: Account, rows: "QuerySet[Offer]") -> list[tuple[int, int, int]]:
    """(key, pieces offered, pieces left) of those that are made to order.

    What fits into the first week is left, as every buyer there is promised the same days (`stock.queries.offerable`).
    """
    made = rows.filter(open=True, variant__good__made_to_order=True)
    told = list(made.values_list("pk", "pieces", "variant_id", "variant__good__making_days"))
    rooms = next_room({variant_id: days for _pk, _pieces, variant_id, days in told})
    return [(pk, pieces, offered(account, rooms[variant_id])) for pk, pieces, variant_id, _days in told]
