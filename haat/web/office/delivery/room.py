"""Delivery: parcels planned into rounds or posted, and the rider's own pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.delivery.queries import waiting_parcels
from haat.places.models import Mart, Place
from haat.review import stuck, stuck_parcels
from haat.web.office.delivery.words import (
    CARRIERS,
    DEEDS,
    FETCH_STATES,
    OUTCOMES,
    PARCEL_STATES,
    PICKUP_STATES,
    QUESTIONS,
    ROUND_STATES,
)
from haat.web.office.desk.rooms import Field, Room, Shape, Trouble


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Parcels that wait for a rider or the post."""
    return (waiting_parcels(mart),)


ZONE = ("days", "charge_paise", "carrier")


def zone(data: Mapping[str, Any]) -> Shape:
    """0.1.0 told only what holds now."""
    after = data.get("after", {field: data[field] for field in ZONE})
    return data.get("before", {}), {"place": data.get("place")} | after


def answered(data: Mapping[str, Any]) -> Shape:
    """What the buyer was told."""
    return {}, {"answer": data["answer"]}


def of_parcel(data: Mapping[str, Any]) -> Shape:
    """Which parcel, and why not."""
    return {}, {field: data[field] for field in ("number", "reason") if field in data}


def counted(data: Mapping[str, Any]) -> Shape:
    """How many came."""
    return {}, {"counted": data["counted"]}


def settled(data: Mapping[str, Any]) -> Shape:
    """What was told, and where the parcel is."""
    return {}, {field: data[field] for field in ("outcome", "answer") if data[field]}


ROOM = Room(
    title=_("Delivery"),
    order=50,
    first="office:delivery:list",
    deed="see_rounds",
    whole_mart=True,
    waits=waits,
    words={
        "round": ROUND_STATES,
        "parcel": PARCEL_STATES,
        "carrier": CARRIERS,
        "fetch": FETCH_STATES,
        "pickup": PICKUP_STATES,
        "clash": QUESTIONS,
        "road_deed": DEEDS,
        "outcome": OUTCOMES,
    },
    events={
        "delivery.posted": _("Posted"),
        "delivery.round_planned": _("Planned"),
        "delivery.taken_from_round": _("Taken out of a planned round"),
        "delivery.round_started": _("The rider left"),
        "delivery.round_ended": _("The rider is back"),
        "delivery.round_closed": _("Cash counted"),
        "delivery.brought_home": _("Back where it was packed"),
        "delivery.new_code": _("New code made for the buyer"),
        "ledger.missing_taken": _("Missing cash paid in"),
        "delivery.zone_set": _("How goods are delivered"),
        "delivery.wished": _("Asked for what no parcel brings"),
        "delivery.wish_answered": _("Answered"),
        "delivery.pickup_planned": _("Planned"),
        "delivery.taken": _("Taken by the rider"),
        "delivery.not_there": _("Not there"),
        "delivery.pickup_received": _("Counted at the hub"),
        "delivery.came_back": _("Received back"),
        "delivery.clash_asked": _("A question was asked"),
        "delivery.clash_answered": _("Answered"),
    },
    fields={
        "delivery.place": Field(_("Place"), "place"),
        "delivery.days": Field(_("Days")),
        "delivery.charge_paise": Field(_("Delivery charge"), "money"),
        "delivery.carrier": Field(_("Carried by"), "word:carrier"),
        "delivery.free_from_paise": Field(_("Free from"), "money"),
        "delivery.cod": Field(_("Cash on delivery"), "yes"),
        "delivery.cod_limit_paise": Field(_("Cash up to"), "money"),
        "delivery.fresh_food": Field(_("Fresh food too"), "yes"),
        "delivery.slabs": Field(_("Charge by weight"), "slabs"),
        "delivery.further_kg_paise": Field(_("Each further kilogram"), "money"),
        "delivery.free_up_to_g": Field(_("Free up to grams"), "grams"),
        "delivery.answer": Field(_("Answer")),
        "delivery.number": Field(_("Parcel")),
        "delivery.reason": Field(_("Reason")),
        "delivery.counted": Field(_("Counted")),
        "delivery.outcome": Field(_("Where it is"), "word:outcome"),
    },
    reads={
        "delivery.zone_set": zone,
        "delivery.wish_answered": answered,
        "delivery.taken": of_parcel,
        "delivery.not_there": of_parcel,
        "delivery.pickup_received": counted,
        "delivery.clash_answered": settled,
    },
    sums={
        "delivery.round_closed": "counted_paise",
        "ledger.missing_taken": "amount_paise",
    },
    troubles=(
        Trouble(
            kind="parcel_clash",
            find=stuck_parcels.parcel_clashes,
            says=_("Parcel %(what)s: told differently by two people"),
            key=_("Call and answer"),
            page="office:delivery:clash",
        ),
        Trouble(
            kind="not_received_back",
            find=stuck_parcels.not_received_back,
            says=_("Parcel %(what)s was not delivered, and nobody received it back"),
            key=_("Open round"),
            page="office:delivery:round",
        ),
        Trouble(
            kind="not_brought_home",
            find=stuck_parcels.not_brought_home,
            says=_("Parcel %(what)s was cancelled under way, and did not go back to where it was packed"),
            key=_("Open list"),
            page="office:delivery:list",
        ),
        Trouble(
            kind="wish",
            find=stuck_parcels.wishes,
            says=_("A buyer asks for %(what)s kg that no parcel brings"),
            key=_("Call and answer"),
            page="office:delivery:wish",
        ),
        Trouble(
            kind="missing_cash",
            find=stuck.missing_cash_rows,
            says=_("Cash of a round is missing"),
            key=_("Open round"),
            page="office:delivery:round",
        ),
    ),
)
