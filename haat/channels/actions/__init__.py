"""The doors of this room: accounts, offers, what keeps them back, orders that were told, and a turn of an account.

Also what follows an order: its parcels, and what was settled.
"""

from haat.channels.actions.accounts import (
    change_account,
    check_account,
    close_account,
    connect_account,
    pause_account,
    pause_channel,
    resume_account,
    resume_channel,
)
from haat.channels.actions.asks import answer_ask, answer_paper, hand_on_ask, tell_makers
from haat.channels.actions.causes import answer_cause, send_again, tell_rate
from haat.channels.actions.feeds import change_address, close_feed, make_feed, note_fetched, open_feed
from haat.channels.actions.finding import adopt, leave
from haat.channels.actions.forgetting import forget_attempts, forget_buyers
from haat.channels.actions.odd_states import read_state
from haat.channels.actions.offers import (
    close_offers,
    pause_offer,
    pause_offers,
    publish,
    read_again,
    rename_offer,
    resume_offer,
    resume_offers,
)
from haat.channels.actions.portals import close_portal, set_portal
from haat.channels.actions.settling import ask_for_settlements
from haat.channels.actions.shipping import book_pickup, offer_times, tell_left, want_label
from haat.channels.actions.steps import turn
from haat.channels.actions.verifying import verify
from haat.channels.actions.wanting import touch, touch_all

__all__ = [
    "adopt",
    "answer_ask",
    "answer_cause",
    "answer_paper",
    "ask_for_settlements",
    "book_pickup",
    "change_account",
    "change_address",
    "check_account",
    "close_account",
    "close_feed",
    "close_offers",
    "close_portal",
    "connect_account",
    "forget_attempts",
    "forget_buyers",
    "hand_on_ask",
    "leave",
    "make_feed",
    "note_fetched",
    "offer_times",
    "open_feed",
    "pause_account",
    "pause_channel",
    "pause_offer",
    "pause_offers",
    "publish",
    "read_again",
    "read_state",
    "rename_offer",
    "resume_account",
    "resume_channel",
    "resume_offer",
    "resume_offers",
    "send_again",
    "set_portal",
    "tell_left",
    "tell_makers",
    "tell_rate",
    "touch",
    "touch_all",
    "turn",
    "verify",
    "want_label",
]
