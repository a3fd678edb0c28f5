"""A buyer's name and address leave, also what was told of them, where the channel lets nobody keep them longer."""

from typing import Any

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold_all
from haat.core.rows import update
from haat.orders.actions.parts import held
from haat.orders.actions.receiving import arrival_facts
from haat.orders.facts import digest_of
from haat.orders.models import Arrival, Order

NOBODY = "—"
HERS = ("phone", "address", "landmark", "pin", "postcode")


@transaction.atomic
def forget_buyer(order: Order, *, by: Actor) -> Order:
    """Forget who ordered it elsewhere: of her stays in which district, state or country she is. Told twice, once done.

    Papers that the law keeps are not touched.
    """
    same = {name: getattr(order, name) for name in ("mart_id", "channel", "account", "external_id")}
    arrivals = hold_all(Arrival.objects.filter(**same))
    row = held(order.pk)
    if not arrivals or row.name == NOBODY:
        return row
    for arrival in arrivals:
        arrival.told = _without(arrival)
        arrival.digest = digest_of(arrival.told)
        update(arrival, "told", "digest")
        record("orders.buyer_forgotten", arrival, by=by, **arrival_facts(arrival))
    row.name = NOBODY
    for name in HERS:
        setattr(row, name, "")
    update(row, "name", *HERS)
    return row


def _without(arrival: Arrival) -> dict[str, Any]:
    """What was told, without her; two tellings that differed in nothing else stay two."""
    kept = {name: value for name, value in arrival.told.items() if name not in (*HERS, "more")}
    return kept | {"name": NOBODY, "more": {"forgotten": arrival.pk}}
