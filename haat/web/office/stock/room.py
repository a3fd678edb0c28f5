"""Stock: the places besides the makers, what lies there, and what is on the way."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.places.models import Mart, Place
from haat.review import stuck
from haat.stock.holdings import waiting_moves
from haat.web.office.desk.rooms import Field, Room, Trouble
from haat.web.office.stock.words import PLACE_KINDS


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """What is on the way or missing."""
    return waiting_moves(mart)


ROOM = Room(
    title=_("Stock"),
    order=35,
    first="office:stock:list",
    deed="see_stock",
    whole_mart=True,
    waits=waits,
    words={"stock_place": PLACE_KINDS},
    events={
        "stock.place_opened": _("Opened"),
        "stock.place_changed": _("Changed"),
        "stock.place_closed": _("Closed"),
        "stock.selling_begun": _("Sold from here"),
        "stock.selling_stopped": _("No longer sold from here"),
        "stock.dispatched": _("Sent"),
        "stock.received": _("Counted on arrival"),
        "stock.missing_settled": _("Missing pieces accounted for"),
    },
    fields={
        "stock.name": Field(_("Name")),
        "stock.place": Field(_("Block"), "place"),
        "stock.address": Field(_("Address")),
        "stock.pin": Field(_("PIN code")),
        "stock.keeper": Field(_("Who keeps it")),
        "stock.phone": Field(_("Phone")),
    },
    troubles=(
        Trouble(
            kind="late_move",
            find=stuck.late_moves,
            says=_("%(what)s is on the way too long"),
            key=_("Count what came"),
            page="office:stock:move",
        ),
        Trouble(
            kind="missing_pieces",
            find=stuck.missing_pieces,
            says=_("Pieces of %(what)s are missing"),
            key=_("Say what became of them"),
            page="office:stock:move",
        ),
    ),
)
