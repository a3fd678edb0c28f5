"""Help: what we told her, and whom to call."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.messages.queries import unread
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import Room, Tile


def tile(request: Request) -> Tile:
    """How many messages she has not read."""
    new = unread(request.user)
    todo = ngettext("%(n)s new message to read", "%(n)s new messages to read", new) % {"n": new}
    return Tile(
        "maker:help", "indigo", _("Help"), str(new), todo if new else _("Ask us, we call you back"), drawing="help.svg"
    )


ROOM = Room(order=40, tile=tile)
