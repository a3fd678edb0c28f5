"""Channels: how goods stand at marketplaces, what keeps them back, their accounts; feeds, and sheets for portals."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from haat.channels.showing import for_the_desk
from haat.places.models import Mart, Place
from haat.review import stuck_at_channels
from haat.web.office.channels.published import EVENTS, FIELDS, WORDS
from haat.web.office.channels.sales import on_part
from haat.web.office.channels.words import (
    ATTEMPTS,
    HEADS_OF_AMOUNTS,
    OPERATIONS,
    PRICES,
    PROBLEMS,
    SHIPMENTS,
    STATES,
    STEPS_OF_TURN,
    WHOSE,
    field_called,
)
from haat.web.office.desk.rooms import Field, Room, Shape, Trouble


def waits(mart: Mart, place: Place) -> Iterable[QuerySet[Any]]:
    """What keeps goods back and is this desk's work, accounts that are stopped, and parcels to hand over."""
    return for_the_desk(mart)


def told(data: Mapping[str, Any]) -> Shape:
    """What is said besides: why, how many, which code and about what, the answer."""
    answer = data.get("answer")
    more = {"answer": answer["value"]} if isinstance(answer, dict) and "value" in answer else {}
    told = {name: data[name] for name in ("why", "number", "code", "about") if data.get(name)}
    return {}, told | more | ({"about": field_called(told["about"])} if "about" in told else {})


def parcel(data: Mapping[str, Any]) -> Shape:
    """Who carries it, and under which number."""
    return {}, {name: data[name] for name in ("carrier", "tracking") if data.get(name)}


def settled(data: Mapping[str, Any]) -> Shape:
    """Which settlement, of how many lines."""
    return {}, {"settlement": data["key"], "lines": data["lines"]}


def renamed(data: Mapping[str, Any]) -> Shape:
    """The code before, and the one it has."""
    return {"sku": data["before"]}, {"sku": data["sku"]}


PARCELS = ("pickup_booked", "pickup_moved", "picked_up", "parcel_told")


def told_as_it_is(data: Mapping[str, Any]) -> Shape:
    """All that is told, by its own names."""
    return {}, data


AS_IT_IS = ("state_read", "schema_changed", "right_missing", "right_given")
TOLD = (
    "account_paused",
    "account_stopped",
    "published",
    "taken_off",
    "offer_paused",
    "offer_refused",
    "cause_answered",
)

ROOM = Room(
    title=_("Channels"),
    order=65,
    first="office:channels:overview",
    deed="see_channels",
    whole_mart=True,
    waits=waits,
    words=WORDS
    | {
        "offer": STATES,
        "whose_cause": WHOSE,
        "price_policy": PRICES,
        "sale_problem": PROBLEMS,
        "operation": OPERATIONS,
        "sending": ATTEMPTS,
        "shipment": SHIPMENTS,
        "step_of_turn": STEPS_OF_TURN,
        "amount_head": HEADS_OF_AMOUNTS,
    },
    events={
        **EVENTS,
        "channels.account_connected": _("Account connected"),
        "channels.account_changed": _("Account changed"),
        "channels.account_paused": _("Changes paused"),
        "channels.account_resumed": _("Changes go on"),
        "channels.account_stopped": _("The channel lets us in no more"),
        "channels.account_works_again": _("The channel lets us in again"),
        "channels.right_missing": _("The keys do not allow something"),
        "channels.right_given": _("What the keys did not allow goes again"),
        "channels.account_closed": _("Account closed"),
        "channels.published": _("Goods published"),
        "channels.taken_off": _("Goods taken off"),
        "channels.offer_paused": _("Paused"),
        "channels.offer_resumed": _("Goes on"),
        "channels.offer_renamed": _("Goes there by another code"),
        "channels.offer_sent": _("Sent to the channel"),
        "channels.offer_live": _("Live: a buyer can buy it"),
        "channels.offer_off": _("No longer there"),
        "channels.offer_refused": _("Refused by the channel"),
        "channels.cause_answered": _("Answered for all its goods"),
        "channels.adopted": _("Found there, and ours"),
        "channels.left_alone": _("Found there, and left as it is"),
        "channels.cancel_asked": _("The buyer asks there to cancel"),
        "channels.cancelled_there": _("Cancelled there"),
        "channels.rate_told": _("Told what its money was worth"),
        "channels.pickup_booked": _("Pick-up booked"),
        "channels.pickup_moved": _("Pick-up moved to another time"),
        "channels.pickup_dropped": _("The channel has let the pick-up go"),
        "channels.picked_up": _("The channel has fetched the parcel"),
        "channels.parcel_told": _("Told the channel that it has left"),
        "channels.label_kept": _("Label came"),
        "channels.settlement_read": _("Settlement read in"),
        "channels.state_read": _("Read what the channel says of it"),
        "channels.schema_changed": _("The channel asks otherwise than before"),
    },
    fields={
        **FIELDS,
        "channels.name": Field(_("Name")),
        "channels.buffer": Field(_("Pieces kept back of each size")),
        "channels.most": Field(_("At most so many offered of one size")),
        "channels.handling_days": Field(_("Days until it leaves")),
        "channels.prices": Field(_("Price"), "word:price_policy"),
        "channels.step": Field(_("What"), "word:step_of_turn"),
        "channels.sku": Field(_("Code there")),
        "channels.why": Field(_("Reason")),
        "channels.number": Field(_("Sizes")),
        "channels.code": Field(_("Code of the channel")),
        "channels.about": Field(_("About")),
        "channels.answer": Field(_("Answer")),
        "channels.carrier": Field(_("Carrier")),
        "channels.tracking": Field(_("Tracking number")),
        "channels.settlement": Field(_("Settlement")),
        "channels.lines": Field(_("Lines")),
        "channels.state": Field(_("State there")),
        "channels.to_pack": Field(_("It is to be packed"), "yes"),
        "channels.product_type": Field(_("What the channel calls the kind")),
        "channels.added": Field(_("Asks besides"), "list"),
        "channels.gone": Field(_("Asks no more"), "list"),
    },
    reads={f"channels.{kind}": told for kind in TOLD}
    | {f"channels.{kind}": parcel for kind in PARCELS}
    | {"channels.settlement_read": settled, "channels.offer_renamed": renamed}
    | {f"channels.{kind}": told_as_it_is for kind in AS_IT_IS},
    on_part=on_part,
    troubles=(
        Trouble(
            kind="account_stopped",
            find=stuck_at_channels.stopped,
            says=_("%(what)s lets us in no more"),
            key=_("See what to do"),
            page="office:channels:account",
        ),
        Trouble(
            kind="right_missing",
            find=stuck_at_channels.lacking,
            says=_("The keys of %(what)s do not allow everything"),
            key=_("See what to do"),
            page="office:channels:account",
        ),
        Trouble(
            kind="keys_end",
            find=stuck_at_channels.keys_end,
            says=_("The keys of %(what)s end soon"),
            key=_("Connect again"),
            page="office:channels:account",
        ),
        Trouble(
            kind="channel_cause",
            find=stuck_at_channels.causes,
            says=_("Something keeps goods back at %(what)s"),
            key=_("See what to do"),
            page="office:channels:cause",
        ),
        Trouble(
            kind="attempt_unknown",
            find=stuck_at_channels.unknown,
            says=_("Nobody at %(what)s answered to a sending"),
            key=_("See the account"),
            page="office:channels:account",
        ),
        Trouble(
            kind="sale_waits",
            find=stuck_at_channels.sales,
            says=_("Order %(what)s waits for a word"),
            key=_("See the order"),
            page="office:channels:sale",
        ),
        Trouble(
            kind="parcel_waits",
            find=stuck_at_channels.shipments,
            says=_("Order %(what)s is to be handed over"),
            key=_("Hand it over"),
            page="office:channels:sale",
        ),
    ),
)
