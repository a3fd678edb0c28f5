"""What tests of parcels share: an order that is to be handed over, times that were offered, one that is booked."""

from dataclasses import replace
from typing import Any

from haat.channels import actions
from haat.channels.models import Account, Sale, Shipment
from haat.channels.parcels import Packed
from haat.core.models import Event
from tests.channels.make import live, make_good, told, turn
from tests.channels.toy import Bazaar
from tests.make import BY

SIZE = Packed(350, 125, 120, 40)


def sold(
    bazaar: Bazaar, account: Account, *, pieces: int = 1, way: str = "fetched", carrier: str | None = "own", **more: Any
) -> Shipment:
    """An order that is to be handed over, and its parcel; without a `carrier` the channel's own takes it."""
    good = make_good()
    live(account, good)
    one = told({good: pieces}, raw={"way": way}, **more)
    facts = {name: value for name, value in (one.facts or {}).items() if name != "carrier"}
    bazaar.tell(account.key, replace(one, facts=facts | ({"carrier": carrier} if carrier else {})))
    turn(account)
    return Shipment.objects.latest("pk")


def offered(bazaar: Bazaar, account: Account, **more: Any) -> Shipment:
    """Times were asked for."""
    return actions.offer_times(sold(bazaar, account, **more), packed=SIZE, by=BY)


def booked(bazaar: Bazaar, account: Account, **more: Any) -> Shipment:
    """The first of them is booked."""
    return actions.book_pickup(offered(bazaar, account, **more), slot="slot-1", by=BY)


def now(row: Shipment) -> Shipment:
    """As it stands now."""
    return Shipment.objects.get(pk=row.pk)


def happened(kind: str) -> int:
    """How many events say so."""
    return Event.objects.filter(kind=f"channels.{kind}").count()


def told_of(bazaar: Bazaar, sale: Sale, **more: Any) -> None:
    """The channel tells of the order again."""
    line = {"facts": dict(sale.facts or {}), "raw": sale.raw} | more
    bazaar.tell(sale.account.key, told({}, key=sale.external_id, **line))
    turn(sale.account)
