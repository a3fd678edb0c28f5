"""The only writes to stock. The database, not Python, refuses to oversell."""

from haat.stock.actions.first import count_first, set_first_capacity
from haat.stock.actions.handing import hand_over_items
from haat.stock.actions.moves import dispatch, receive, settle_missing
from haat.stock.actions.pieces import count, make
from haat.stock.actions.places import change_place, close_place, open_place, sell_from, stop_selling_from
from haat.stock.actions.promises import divide, release, reserve, sell, take_back
from haat.stock.actions.saying import say_one, say_pieces
from haat.stock.actions.weeks import set_capacity

__all__ = [
    "change_place",
    "close_place",
    "count",
    "count_first",
    "dispatch",
    "divide",
    "hand_over_items",
    "make",
    "open_place",
    "receive",
    "release",
    "reserve",
    "say_one",
    "say_pieces",
    "sell",
    "sell_from",
    "set_capacity",
    "set_first_capacity",
    "settle_missing",
    "stop_selling_from",
    "take_back",
]
