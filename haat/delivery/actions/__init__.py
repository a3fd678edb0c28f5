"""The only writes to zones, parcels, rounds, pick-ups, clashes and wishes."""

from haat.delivery.actions.clashes import answer_clash, tell_refused
from haat.delivery.actions.parcels import bring_home, call_back, hand_over, new_code, not_delivered, pack
from haat.delivery.actions.pickups import drop_pickup, not_there, plan_pickup, receive_back, receive_pickup, take
from haat.delivery.actions.places import close_place
from haat.delivery.actions.post import post_delivered, send_by_post
from haat.delivery.actions.rounds import close_round, drop_round, end_round, plan_round, start_round, take_from_round
from haat.delivery.actions.wishes import answer_wish, wish
from haat.delivery.actions.zones import remove_zone, set_zone

__all__ = [
    "answer_clash",
    "answer_wish",
    "bring_home",
    "call_back",
    "close_place",
    "close_round",
    "drop_pickup",
    "drop_round",
    "end_round",
    "hand_over",
    "new_code",
    "not_delivered",
    "not_there",
    "pack",
    "plan_pickup",
    "plan_round",
    "post_delivered",
    "receive_back",
    "receive_pickup",
    "remove_zone",
    "send_by_post",
    "set_zone",
    "start_round",
    "take",
    "take_from_round",
    "tell_refused",
    "wish",
]
