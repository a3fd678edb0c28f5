"""Baskets, orders and their parts, what came from elsewhere, returns and ratings."""

from haat.orders.models.arrivals import Arrival, ArrivedLine
from haat.orders.models.orders import (
    ABROAD_CODE,
    TRANSITIONS,
    Basket,
    BasketLine,
    Order,
    OrderLine,
    Part,
)
from haat.orders.models.photos import PackingRule, PartPhoto
from haat.orders.models.ratings import Rating
from haat.orders.models.returns import Return, ReturnLine

__all__ = [
    "ABROAD_CODE",
    "TRANSITIONS",
    "Arrival",
    "ArrivedLine",
    "Basket",
    "BasketLine",
    "Order",
    "OrderLine",
    "PackingRule",
    "Part",
    "PartPhoto",
    "Rating",
    "Return",
    "ReturnLine",
]
