"""Settings: with what a district opens its mart, and every change to it with who and when."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.core.languages import best
from haat.places.models import Mart, Place
from haat.places.queries import waits_in
from haat.review import stuck
from haat.web.office.desk.rooms import Field, Room, Shape, Trouble
from haat.web.office.settings.words import LISTS


def refused(data: Mapping[str, Any]) -> Shape:
    """To which address buyers shall not pay."""
    return {}, {"vpa": data["vpa"]}


def fee_gone(data: Mapping[str, Any]) -> Shape:
    """The fee that shall not come."""
    return {}, {field: data[field] for field in ("channel", "fee_bp", "packing_paise", "from_date")}


def zone_gone(data: Mapping[str, Any]) -> Shape:
    """The place that is no zone of its own any more, and how it was delivered to."""
    return {}, {field: data[field] for field in ("place", "days", "charge_paise", "carrier")}


def festival(data: Mapping[str, Any]) -> Shape:
    """Which festival, and what of it is otherwise now."""
    return data.get("before", {}), {"festival": best(data["names"]).text} | data.get("after", {})


def written(data: Mapping[str, Any]) -> Shape:
    """Of which page, and what of it reads otherwise now."""
    return data["before"], {"page": data["page"]} | data["after"]


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """The mart itself, while it is not open or something of it waits for a second person."""
    return (waits_in(mart),)


ROOM = Room(
    title=_("Settings"),
    order=90,
    kept=True,
    first="office:settings:first",
    deed="see_settings",
    whole_mart=True,
    waits=waits,
    words=LISTS,
    events={
        "places.doors_opened": _("Opened to buyers"),
        "places.doors_closed": _("Closed to buyers"),
        "places.festival_set": _("Festival set"),
        "places.festival_dropped": _("Festival taken back"),
        "places.account_proposed": _("UPI address or bank account: asked for"),
        "places.account_refused": _("UPI address and bank account: stay as they were"),
        "places.words_written": _("Words of the shop written"),
        "pricing.fee_taken_back": _("A coming fee taken back"),
        "delivery.zone_removed": _("A place of delivery taken away"),
    },
    fields={
        "pricing.channel": Field(_("Of sales"), "word:fee_channel"),
        "places.lines": Field(_("Line under the name"), "names"),
        "places.legal_names": Field(_("Legal name"), "names"),
        "places.crafts": Field(_("Crafts that lead"), "crafts"),
        "places.festival": Field(_("Festival")),
        "places.page": Field(_("Page"), "word:mart_text"),
        "places.title": Field(_("Title"), "names"),
        "places.text": Field(_("Text"), "names"),
        "places.intro": Field(_("What the mart says of itself"), "names"),
        "places.made_this_week": Field(_("Above the new goods"), "names"),
        "places.starts": Field(_("First day"), "day"),
        "places.ends": Field(_("Last day"), "day"),
        "places.shown": Field(_("The shop speaks of it"), "yes"),
        "places.motif": Field(_("Border"), "word:motif"),
        "places.bank_holder": Field(_("Account holder")),
        "places.bank_number": Field(_("Account number")),
        "places.bank_ifsc": Field(_("IFSC")),
    },
    reads={
        "places.festival_set": festival,
        "places.festival_dropped": festival,
        "places.account_refused": refused,
        "places.words_written": written,
        "pricing.fee_taken_back": fee_gone,
        "delivery.zone_removed": zone_gone,
    },
    troubles=(
        Trouble(
            kind="mart_shut",
            find=stuck.mart_shut,
            says=_("The mart is not open to buyers: %(what)s to do"),
            key=_("See what is missing"),
            page="office:settings:launch",
        ),
        Trouble(
            kind="account_asked",
            find=stuck.account_asked,
            says=_("UPI address or bank account waits for a second person"),
            key=_("Look and agree"),
            page="office:settings:mart",
        ),
    ),
)
