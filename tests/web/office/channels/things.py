"""One of everything that the room shows, made without asking anybody."""

from typing import Any

from haat.catalogue.models import Variant
from haat.channels import actions
from haat.channels.labels import PURPOSE
from haat.channels.models import Account, Cause, Found, Offer, Refusal, Sale, Settlement, Shipment, ShipmentLabel
from haat.core.models import Event
from haat.core.sealing import seal
from haat.places.models import Mart
from tests.channels.portals.portals import make_portal
from tests.make import BY, make_registered_maker


def channel_things(mart: Mart, variant: Variant) -> dict[str, Any]:
    """What stands in addresses of the room, by the names that `doors.py` gives it."""
    account = Account.objects.create(
        mart=mart, channel="amazon", key="A1SELLER", name="Deoghar shop", seller=make_registered_maker(mart).seller
    )
    actions.publish(account, variants=[variant.pk], by=BY)
    offer = Offer.objects.get(account=account)
    cause = Cause.objects.create(mart=mart, account=account, code="X1", who="desk", said="No.")
    Refusal.objects.create(offer=offer, cause=cause, raw={"code": "X1"}, severity="error", source="seen")
    feed = actions.open_feed(mart, kind="meta", language="hi", base="http://deoghar.localhost", by=BY)
    actions.make_feed(feed)
    sale = Sale.objects.create(mart=mart, account=account, external_id="171-1")
    parcel = Shipment.objects.create(mart=mart, sale=sale, way="fetched", state="booked", slot={"key": "s"})
    Shipment.objects.filter(pk=parcel.pk).update(label_state="kept")
    ShipmentLabel.objects.create(shipment=parcel, content=seal(PURPOSE, b"%PDF-1.7", owner=parcel.pk))
    return {
        "feed": feed.pk,
        "feed_token": feed.token,
        "feed_form": "csv",
        "live_size": variant.pk,
        "photo": variant.good.photos.get().pk,
        "paper_kind": "khadi_mark",
        "paper_rule": "khadi-word",
        "portal": make_portal(mart).pk,
        "account_there": account.pk,
        "offer": offer.pk,
        "ask_key": "size-0-",
        "cause": cause.pk,
        "channel_folder": "amazon",
        "publishing": Event.objects.filter(kind="channels.published").latest("pk").pk,
        "found_there": Found.objects.create(account=account, sku="OLD-1").pk,
        "sale_there": sale.pk,
        "parcel_there": parcel.number,
        "settlement_there": Settlement.objects.create(mart=mart, account=account, key="S-1").pk,
    }
