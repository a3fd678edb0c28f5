"""A place of stock is closed only when no parcel leaves from it any more."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.locks import hold
from haat.orders.errors import ParcelsLeaveFromThere
from haat.orders.models import Part
from haat.orders.rules import CLOSED_STATES
from haat.stock import actions as stock
from haat.stock.models import StockPlace


@transaction.atomic
def close_place(place: StockPlace, *, by: Actor) -> StockPlace:
    """Close a hub, centre, stall or warehouse. Told twice, it is closed once.

    What has left may come back undelivered and lie there packed: stock counts it as sold. Raises ParcelsLeaveFromThere,
    and what `stock.close_place` raises.
    """
    row = hold(place)
    living = Part.objects.filter(place=row).exclude(state__in=CLOSED_STATES).select_related("order").order_by("pk")
    if row.closed_at is None and (parts := list(living)):
        raise ParcelsLeaveFromThere(row.name, [part.number for part in parts])
    return stock.close_place(row, by=by)
