"""The doors of this room: everything that changes baskets, orders, returns and ratings."""

from haat.orders.actions.baskets import begin_basket, change_line, make_basket, put_in_basket, see_prices, set_pin
from haat.orders.actions.bringing_home import pieces_home, pieces_lost
from haat.orders.actions.dividing import accept_some, cancel_pieces, divide, end_hold, hold_until
from haat.orders.actions.forgetting import forget_buyer
from haat.orders.actions.handing import hand_over_parts
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
    mark_promised,
)
from haat.orders.actions.photos import judge_label, keep_photo, open_photo, set_packing_rule
from haat.orders.actions.places import close_place
from haat.orders.actions.placing import place_order
from haat.orders.actions.ratings import answer_rating, hide_words, rate, show_words
from haat.orders.actions.receiving import receive_order
from haat.orders.actions.returns import (
    ask_return,
    receive_return,
    refuse_return,
    see_return,
    take_back_pieces,
    tell_of_return,
)
from haat.orders.actions.settling import drop_line, see_change, settle_line

__all__ = [
    "accept",
    "accept_some",
    "answer_rating",
    "ask_return",
    "begin_basket",
    "cancel",
    "cancel_all",
    "cancel_pieces",
    "change_line",
    "close_place",
    "divide",
    "drop_line",
    "end_hold",
    "forget_buyer",
    "hand_over_parts",
    "held",
    "hide_words",
    "hold_until",
    "judge_label",
    "keep_photo",
    "make_basket",
    "mark_delivered",
    "mark_not_delivered",
    "mark_on_the_way",
    "mark_packed",
    "mark_paid",
    "mark_promised",
    "open_photo",
    "pieces_home",
    "pieces_lost",
    "place_order",
    "put_in_basket",
    "rate",
    "receive_order",
    "receive_return",
    "refuse_return",
    "see_change",
    "see_prices",
    "see_return",
    "set_packing_rule",
    "set_pin",
    "settle_line",
    "show_words",
    "take_back_pieces",
    "tell_of_return",
]
