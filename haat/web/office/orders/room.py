"""Orders: what buyers placed, each maker's part of its own."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.orders.arriving import waiting_within
from haat.orders.queries import going_within
from haat.places.models import Mart, Place
from haat.review import stuck
from haat.web.office.desk.rooms import Room, Trouble
from haat.web.office.orders.words import ARRIVAL_STATES, CHANNELS, LINE_STATES, METHODS, PART_STATES, PROBLEMS


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Orders to be accepted or packed, and those from elsewhere that wait for the desk."""
    return going_within(mart, place), waiting_within(mart, place)


ROOM = Room(
    title=_("Orders"),
    order=40,
    first="office:orders:list",
    deed="see_orders",
    waits=waits,
    words={
        "part": PART_STATES,
        "method": METHODS,
        "channel": CHANNELS,
        "arrival": ARRIVAL_STATES,
        "arrived_line": LINE_STATES,
        "arrived_problem": PROBLEMS,
    },
    events={
        "orders.placed": _("Placed"),
        "orders.grown": _("Grew by a line that was settled"),
        "orders.arrived": _("Came from elsewhere"),
        "orders.arrival_changed": _("Told otherwise"),
        "orders.change_seen": _("Looked at what was told otherwise"),
        "orders.line_taken": _("Line taken"),
        "orders.line_dropped": _("Line dropped"),
        "orders.paid": _("Paid"),
        "orders.accepted": _("Accepted"),
        "orders.packed": _("Packed"),
        "orders.on_the_way": _("Left the maker"),
        "orders.not_delivered": _("Not delivered"),
        "orders.delivered": _("Delivered"),
        "orders.cancelled": _("Cancelled"),
        "orders.divided": _("Divided"),
        "orders.charge_moved": _("Delivery charge passed on"),
        "orders.held": _("Held for a later day"),
        "orders.hold_ended": _("No longer held"),
        "orders.return_asked": _("Return asked"),
        "orders.return_received": _("Return received"),
        "orders.return_refused": _("Return refused"),
    },
    troubles=(
        Trouble(
            kind="open_arrival",
            find=stuck.open_arrivals,
            says=_("Order %(what)s: a line waits for you"),
            key=_("Settle it"),
            page="office:orders:arrival",
        ),
        Trouble(
            kind="changed_arrival",
            find=stuck.changed_arrivals,
            says=_("Order %(what)s was told otherwise"),
            key=_("Compare"),
            page="office:orders:arrival",
        ),
        Trouble(
            kind="not_accepted",
            find=stuck.not_accepted,
            says=_("Order %(what)s not accepted"),
            key=_("Open order"),
            page="office:orders:order",
        ),
        Trouble(
            kind="not_packed",
            find=stuck.not_packed,
            says=_("Order %(what)s not packed"),
            key=_("Open order"),
            page="office:orders:order",
        ),
        Trouble(
            kind="late_parcel",
            find=stuck.late_parcels,
            says=_("Order %(what)s is late"),
            key=_("Open order"),
            page="office:orders:order",
        ),
    ),
)
