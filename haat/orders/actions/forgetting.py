"""A buyer's name and address leave, also what was told of them, where the channel lets nobody keep them longer."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold_all
from haat.core.rows import update
from haat.orders.actions.parts import held
from haat.orders.actions.receiving import arrival_facts
from haat.orders.facts import digest_of
from haat.orders.models import Arrival, Order, PartPhoto

NOBODY = "—"
HERS = ("phone", "address", "landmark", "pin", "postcode")


@transaction.atomic
def forget_buyer(of: Order | Arrival, *, by: Actor) -> Order | None:
    """Forget who ordered it elsewhere: of her stays in which district, state or country she is. Told twice, once done.

    `of`: the order, or what was told where nothing was made of it (then the answer is None). Papers that the law keeps
    are not touched.
    """
    same = {name: getattr(of, name) for name in ("mart_id", "channel", "account", "external_id")}
    arrivals = hold_all(Arrival.objects.filter(**same))
    made = next((arrival.order_id for arrival in arrivals if arrival.order_id is not None), None)
    row = held(of.pk) if isinstance(of, Order) else held(made) if made is not None else None
    if not arrivals or (row is not None and row.name == NOBODY):
        return row
    for arrival in arrivals:
        if arrival.told.get("name") != NOBODY:
            _forget_told(arrival, by)
    if row is not None:
        _empty(row)
    return row


def _empty(row: Order) -> None:
    row.name = NOBODY
    for name in HERS:
        setattr(row, name, "")
    update(row, "name", *HERS)
    PartPhoto.objects.filter(part__order=row).delete()  # a label shows her address


@transaction.atomic
def forget_orders(keys: Sequence[int], by: Actor) -> None:
    """The same of the orders of these keys, ended long enough ago for their buyer to be erased, wherever placed."""
    for order in Order.objects.filter(pk__in=keys).order_by("pk"):
        row = forget_buyer(order, by=by)
        if row is not None and row.name != NOBODY:
            _empty(row)


def _forget_told(arrival: Arrival, by: Actor) -> None:
    arrival.told = _without(arrival)
    arrival.digest = digest_of(arrival.told)
    update(arrival, "told", "digest")
    record("orders.buyer_forgotten", arrival, by=by, **arrival_facts(arrival))


def _without(arrival: Arrival) -> dict[str, Any]:
    """What was told, without her; two tellings that differed in nothing else stay two."""
    kept = {name: value for name, value in arrival.told.items() if name not in (*HERS, "more")}
    return kept | {"name": NOBODY, "more": {"forgotten": arrival.pk}}
