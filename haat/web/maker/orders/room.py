"""Orders: said yes to, packed, given to the rider."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haat.core.dates import today
from haat.orders.models import Part
from haat.orders.queries import days_in_hand
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import BASKET, Room, Tile
from haat.web.ui.dates import weekday_date

S = Part.State


def tile(request: Request) -> Tile:
    """How many are to be accepted, packed or given to the rider, and whether something comes back she has not seen."""
    rows = days_in_hand(request.acting.maker)
    count = {state: sum(1 for row in rows if row[0] == state) for state in (S.PLACED, S.ACCEPTED, S.PACKED)}
    if count[S.PLACED]:
        n = count[S.PLACED]
        todo = ngettext("%(n)s is new, say yes to it", "%(n)s are new, say yes to them", n) % {"n": n}
    elif any(state == S.DELIVERED for state, _day in rows):
        todo = _("A buyer sends back: look")
    elif count[S.ACCEPTED]:
        day = min(promised for state, promised in rows if state == S.ACCEPTED)
        todo = _("Pack today") if day <= today() else _("Pack, to arrive by %(day)s") % {"day": weekday_date(day)}
    elif count[S.PACKED]:
        todo = _("Packed. Give it to the rider")
    else:
        todo = _("Nothing to pack now")
    number = str(count[S.PLACED] + count[S.ACCEPTED] + count[S.PACKED])
    return Tile("maker:orders", "leaf", _("Orders"), number, todo, drawing=BASKET)


ROOM = Room(order=20, tile=tile)
