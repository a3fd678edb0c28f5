"""Portals for tests."""

from typing import Any

from haat.catalogue.models import Attribute
from haat.channels import actions
from haat.channels.models import Portal
from haat.channels.portals.told import Column, PortalTold
from haat.places.models import Mart
from tests.channels.feeds.items import make_feed, make_questions
from tests.make import BY, make_mart
from tests.studio.goods import make_attribute

COLUMNS = (
    Column("Item code", "sku"),
    Column("Item name", "title"),
    Column("Rate", "price"),
    Column("Stock", "pieces_free"),
    Column("Material", "material"),
    Column("Seller", "", "Deoghar Mart Society"),
    Column("Image 1", "picture_1"),
)
ORDERS = {
    "order": "Order No.",
    "placed_on": "Order Date",
    "name": "Customer",
    "phone": "Mobile",
    "address": "Ship To",
    "pin": "Pincode",
    "sku": "Item code",
    "quantity": "Qty",
    "price": "Unit price",
    "delivery": "Shipping",
}


def portal_told(**told: Any) -> PortalTold:
    """eSARAS with seven columns, and its list of orders."""
    usual = {"slug": "esaras", "title": "eSARAS", "language": "en", "columns": COLUMNS, "orders": ORDERS}
    return PortalTold(**(usual | told))


def make_portal(mart: Mart | None = None, **told: Any) -> Portal:
    """The same, written down; what its columns are filled from is asked."""
    make_questions()
    if not Attribute.objects.filter(slug="material").exists():
        make_attribute("material", required_for=[])
    return actions.set_portal(mart or make_mart(), portal_told(**told), by=BY)


def published(mart: Mart) -> dict[str, Any]:
    """A feed and a portal of the mart, as addresses name them."""
    feed = make_feed(mart, "meta", "hi")
    return {"feed": feed.pk, "feed_token": feed.token, "feed_form": "csv", "portal": make_portal(mart).pk}
