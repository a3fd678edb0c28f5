"""Orders: what buyers placed, each maker's part of its own."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.orders.arriving import waiting_within
from haat.orders.queries import going_within
from haat.orders.ratings import held_within
from haat.places.models import Mart, Place
from haat.review import stuck
from haat.web.office.desk.rooms import Field, Room, Trouble
from haat.web.office.orders.words import (
    ARRIVAL_STATES,
    CASH_ASKS,
    LINE_STATES,
    METHODS,
    NAMED,
    PART_STATES,
    PROBLEMS,
    WORDS_STATES,
)


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Orders to be accepted or packed, those from elsewhere that wait for the desk, and buyers' words to look at."""
    return going_within(mart, place), waiting_within(mart, place), held_within(mart, place)


ROOM = Room(
    title=_("Orders"),
    order=40,
    first="office:orders:list",
    deed="see_orders",
    waits=waits,
    words={
        "part": PART_STATES,
        "method": METHODS,
        "channel": NAMED,
        "arrival": ARRIVAL_STATES,
        "arrived_line": LINE_STATES,
        "arrived_problem": PROBLEMS,
        "words_state": WORDS_STATES,
        "cash_asks": CASH_ASKS,
    },
    events={
        "orders.placed": _("Placed"),
        "orders.grown": _("Grew by a line that was settled"),
        "orders.arrived": _("Came from elsewhere"),
        "orders.arrival_changed": _("Told otherwise"),
        "orders.buyer_forgotten": _("The buyer’s name and address were forgotten, as the channel asks"),
        "orders.change_seen": _("Looked at what was told otherwise"),
        "orders.line_taken": _("Line taken"),
        "orders.line_dropped": _("Line dropped"),
        "orders.paid": _("Paid"),
        "orders.promised": _("The buyer gave her word"),
        "payments.word_asked": _("Code made for the buyer"),
        "payments.word_kept": _("The buyer gave her word"),
        "payments.cash_rule_set": _("What is asked of cash orders"),
        "orders.accepted": _("Accepted"),
        "orders.packed": _("Packed"),
        "orders.on_the_way": _("Left the maker"),
        "orders.not_delivered": _("Not delivered"),
        "orders.delivered": _("Delivered"),
        "orders.cancelled": _("Cancelled"),
        "orders.pieces_home": _("Its pieces are free again"),
        "orders.pieces_lost": _("Its pieces are lost, and taken off what there is"),
        "orders.divided": _("Divided"),
        "orders.charge_moved": _("Delivery charge passed on"),
        "orders.handed_on": _("Made by the maker she was found to be"),
        "orders.held": _("Held for a later day"),
        "orders.hold_ended": _("No longer held"),
        "orders.return_asked": _("Return asked"),
        "orders.return_received": _("Return received"),
        "orders.return_refused": _("Return refused"),
        "orders.return_seen": _("The maker saw the return"),
        "orders.return_told": _("The maker said something of the return"),
        "orders.photo_kept": _("Photo kept"),
        "orders.label_judged": _("Label looked at"),
        "orders.packing_rule_set": _("What is asked of who packs"),
        "orders.words_shown": _("Buyer’s words shown"),
        "orders.words_hidden": _("Buyer’s words hidden"),
        "orders.rating_answered": _("Buyer answered"),
    },
    fields={
        "payments.asks": Field(_("Whose first cash order is confirmed"), "word:cash_asks"),
        "payments.above_paise": Field(_("From ₹"), "money"),
        "payments.lapse_hours": Field(_("Let go after hours")),
        "payments.last_minutes": Field(_("The last pieces after minutes")),
        "payments.most_orders": Field(_("Unpaid orders of one phone or house")),
        "payments.most_pieces": Field(_("Unpaid pieces of one phone or house")),
        "payments.two_above_paise": Field(_("Refunds take two people above ₹"), "money"),
        "payments.claim_hours": Field(_("A UPI number the bank does not know, after hours")),
    },
    troubles=(
        Trouble(
            kind="no_word",
            find=stuck.no_word,
            says=_("Cash order %(what)s waits for its buyer’s word"),
            key=_("Call and ask"),
            page="office:orders:order",
        ),
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
            kind="held_words",
            find=stuck.held_words,
            says=_("%(what)s: what its buyer says waits for a look"),
            key=_("Read it"),
            page="office:orders:rating",
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
