"""A place of stock is closed only when no parcel leaves from it any more."""

from django.db import transaction
from django.db.models import Q

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

    What has left may come back undelivered and lie there packed, or cancelled: stock counts it as sold. Raises
    ParcelsLeaveFromThere, and what `stock.close_place` raises.
    """
    row = hold(place)
    going = ~Q(state__in=CLOSED_STATES) | Q(pieces=Part.Pieces.AWAY)
    there = Part.objects.filter(going, place=row).select_related("order").order_by("pk")
    if row.closed_at is None and (parts := list(there)):
        raise ParcelsLeaveFromThere(row.name, [part.number for part in parts])
    return stock.close_place(row, by=by)
