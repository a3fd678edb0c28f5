"""Portals for tests."""

from typing import Any

from haat.channels import actions
from haat.channels.models import Portal
from haat.channels.portals.told import Column, PortalTold
from haat.places.models import Mart
from tests.make import BY, make_mart

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
    """The same, written down."""
    return actions.set_portal(mart or make_mart(), portal_told(**told), by=BY)
