"""The only writes to zones, parcels and rounds."""

from haat.delivery.actions.parcels import call_back, hand_over, new_code, not_delivered, pack
from haat.delivery.actions.post import post_delivered, send_by_post
from haat.delivery.actions.rounds import close_round, drop_round, end_round, plan_round, start_round, take_from_round
from haat.delivery.actions.zones import set_zone

__all__ = [
    "call_back",
    "close_round",
    "drop_round",
    "end_round",
    "hand_over",
    "new_code",
    "not_delivered",
    "pack",
    "plan_round",
    "post_delivered",
    "send_by_post",
    "set_zone",
    "start_round",
    "take_from_round",
]
