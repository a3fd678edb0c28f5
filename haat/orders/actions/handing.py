"""Open orders of a maker that was found to be another one."""

from collections.abc import Collection

from django.db import transaction

from haat.core.actor import Actor
from haat.core.locks import hold_all, hold_keys
from haat.core.rows import update
from haat.makers.models import Maker
from haat.orders.actions.parts import record_part
from haat.orders.models import Order, Part
from haat.orders.rules import CLOSED_STATES


@transaction.atomic
def hand_over_parts(maker: Maker, *, to: Maker, only: Collection[int] | None = None, by: Actor) -> list[int]:
    """`to` makes what of `maker`'s parts is not closed yet (or of those of `only`); which they are.

    Both makers are held. The seller stays: who invoices is who the buyer ordered from. What is closed stays as it was.
    """
    rows = Part.objects.filter(maker=maker).exclude(state__in=CLOSED_STATES)
    rows = rows if only is None else rows.filter(pk__in=only)
    orders = hold_keys(Order, rows.values_list("order_id", flat=True))
    parts = hold_all(rows.filter(order__in=orders))  # read again: some may have been closed until now
    by_key = Order.objects.in_bulk({part.order_id for part in parts})
    for part in parts:
        part.order, part.maker = by_key[part.order_id], to
        update(part, "maker")
        record_part("orders.handed_on", part, by=by, was=maker.pk)
    return [part.pk for part in parts]
