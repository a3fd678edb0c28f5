"""A place of stock is closed only when no parcel lies there, and none is brought there."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.locks import hold
from haat.delivery.fetch_errors import ParcelAskedAbout, ParcelsLieThere, PickupOnItsWay
from haat.delivery.fetching import parcels_at
from haat.delivery.models import Clash, Pickup
from haat.delivery.rules import LOOKED_FOR
from haat.orders import actions as orders
from haat.stock.models import StockPlace


@transaction.atomic
def close_place(place: StockPlace, *, by: Actor) -> StockPlace:
    """Close a hub, centre, stall or warehouse. Told twice, it is closed once.

    Who plans a pick-up or counts parcels holds the place too. Raises ParcelsLieThere, PickupOnItsWay, ParcelAskedAbout
    (it may be found there), and what `orders.close_place` raises.
    """
    row = hold(place)
    if row.closed_at is None:
        if numbers := list(parcels_at(row).values_list("number", flat=True)):
            raise ParcelsLieThere(row.name, numbers)
        if Pickup.objects.filter(hub=row, state=Pickup.State.OPEN).exists():
            raise PickupOnItsWay(row.name)
        asked = Clash.objects.filter(hub=row, state=Clash.State.OPEN, kind__in=LOOKED_FOR).order_by("pk")
        if number := asked.values_list("parcel__number", flat=True).first():
            raise ParcelAskedAbout(row.name, number)
    return orders.close_place(row, by=by)
