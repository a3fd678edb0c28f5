"""Delivery: parcels planned into rounds or posted, and the rider's own pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.delivery.queries import waiting_parcels
from haat.places.models import Mart, Place
from haat.review import stuck
from haat.web.office.delivery.words import CARRIERS, PARCEL_STATES, ROUND_STATES
from haat.web.office.desk.rooms import Field, Room, Shape, Trouble


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """Parcels that wait for a rider or the post."""
    return (waiting_parcels(mart),)


ZONE = ("days", "charge_paise", "carrier")


def zone(data: Mapping[str, Any]) -> Shape:
    """0.1.0 told only what holds now."""
    after = data.get("after", {field: data[field] for field in ZONE})
    return data.get("before", {}), {"place": data.get("place")} | after


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
    },
    events={
        "delivery.posted": _("Posted"),
        "delivery.round_planned": _("Planned"),
        "delivery.taken_from_round": _("Taken out of a planned round"),
        "delivery.round_started": _("The rider left"),
        "delivery.round_ended": _("The rider is back"),
        "delivery.round_closed": _("Cash counted"),
        "delivery.new_code": _("New code sent to the buyer"),
        "ledger.missing_taken": _("Missing cash paid in"),
        "delivery.zone_set": _("How goods are delivered"),
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
    },
    reads={"delivery.zone_set": zone},
    sums={
        "delivery.round_closed": "counted_paise",
        "ledger.missing_taken": "amount_paise",
    },
    troubles=(
        Trouble(
            kind="missing_cash",
            find=stuck.missing_cash_rows,
            says=_("Cash of a round is missing"),
            key=_("Open round"),
            page="office:delivery:round",
        ),
    ),
)
