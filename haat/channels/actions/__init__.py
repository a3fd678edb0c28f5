"""The only writes to channels."""

from haat.channels.actions.feeds import change_address, close_feed, make_feed, note_fetched, open_feed
from haat.channels.actions.portals import close_portal, set_portal

__all__ = [
    "change_address",
    "close_feed",
    "close_portal",
    "make_feed",
    "note_fetched",
    "open_feed",
    "set_portal",
]
