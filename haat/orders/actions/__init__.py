"""The doors of this room: everything that changes baskets, orders, returns and ratings."""

from haat.orders.actions.baskets import change_line, make_basket, put_in_basket, see_prices, set_pin
from haat.orders.actions.parts import (
    accept,
    cancel,
    cancel_all,
    held,
    mark_delivered,
    mark_not_delivered,
    mark_on_the_way,
    mark_packed,
    mark_paid,
)
from haat.orders.actions.placing import place_order
from haat.orders.actions.returns import ask_return, rate, receive_return, refuse_return

__all__ = [
    "accept",
    "ask_return",
    "cancel",
    "cancel_all",
    "change_line",
    "held",
    "make_basket",
    "mark_delivered",
    "mark_not_delivered",
    "mark_on_the_way",
    "mark_packed",
    "mark_paid",
    "place_order",
    "put_in_basket",
    "rate",
    "receive_return",
    "refuse_return",
    "see_prices",
    "set_pin",
]
