"""Where a part stands, as its buyer reads it: a few words, and the steps of its road with the day of each."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from haat.delivery import carriers
from haat.orders.models import Order, Part

State = Part.State


def headline(part: Part, *, claimed: bool = False, carrier: str = "") -> str:
    """Where a part stands, in a few words. `claimed`: the buyer says that she has paid; `carrier` has its parcel."""
    waiting = _("The mart is looking for your payment") if claimed else _("Waiting for your payment")
    if part.state == State.AWAITING_PAYMENT and part.order.pays == Order.Pays.AT_THE_DOOR:
        waiting = _("Waiting for your word")
    rides = (carrier or part.carrier) in carriers.on_rounds()
    packed = _("Packed, waiting for the rider") if rides else _("Packed, it sets out soon")
    here = part.place_id is not None  # its pieces lie ready: its maker makes nothing
    return {
        State.AWAITING_PAYMENT: waiting,
        State.PLACED: _("The mart has your order") if here else _("The maker has your order"),
        State.ACCEPTED: _("The mart is packing it") if here else _("The maker has taken it"),
        State.PACKED: packed,
        State.ON_THE_WAY: _("On its way to you"),
        State.DELIVERED: _("With you"),
        State.CANCELLED: _("Cancelled"),
        State.RETURNED: _("Sent back"),
    }[State(part.state)]


def steps(part: Part, *, claimed: bool) -> list[dict[str, Any]]:
    """The road of a part: what is done with its day, then what is still to come, in words of the future."""
    if part.state in (State.CANCELLED, State.RETURNED):
        return []
    order = part.order
    sent_at = part.sent_at if part.state in (State.ON_THE_WAY, State.DELIVERED) else None
    road: list[tuple[str, str, datetime | None]] = [(_("Ordered"), "", part.placed_at)]
    if order.pays == Order.Pays.BEFORE:
        to_pay = _("The mart will find your payment") if claimed else _("You will pay")
        road.append((_("Paid"), to_pay, order.paid_at))
    taken = (
        (_("Taken by the maker"), _("The maker will take it"))
        if part.place_id is None
        else (_("Taken to be packed"), _("It will be taken to be packed"))
    )
    road += [
        (*taken, part.accepted_at),
        (_("Packed"), _("It will be packed"), part.packed_at),
        (_("On its way"), _("It will set out"), sent_at),
        (_("With you"), _("It will reach you"), part.delivered_at),
    ]
    return [{"words": done if at else to_come, "at": at, "done": at is not None} for done, to_come, at in road]
