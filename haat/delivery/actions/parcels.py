"""A parcel from packing to the buyer's hand, or back."""

import secrets
from hmac import compare_digest
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.numerals import latin_digits
from haat.core.rows import update
from haat.delivery import carriers
from haat.delivery.errors import BadWeight, CashDiffers, CodeLocked, ReasonMissing, WrongCode, WrongParcelState
from haat.delivery.models import Parcel, Round
from haat.delivery.queries import carrier_for
from haat.delivery.rules import MOST_WEIGHT_G, MOST_WRONG_CODES, locked
from haat.orders import actions as orders
from haat.orders.models import Order, Part


def facts_of(parcel: Parcel) -> dict[str, Any]:
    """What every event of a parcel tells."""
    part = parcel.part
    return {
        "parcel_id": parcel.pk,
        "number": parcel.number,
        "part_id": part.pk,
        "order_id": part.order_id,
        "maker_id": part.maker_id,
        "method": part.order.method,
        "carrier": parcel.carrier,
        "collect_paise": parcel.collect_paise,
    }


def hold_parcel(parcel: Parcel) -> Parcel:
    """The parcel as it stands, held after its order (the order is always held first), with its part and its round.

    A planned round keeps its state while one of its parcels is held: it is started or dropped with all of them.
    """
    orders.held(parcel.part.order_id)
    return hold(parcel, "part__order", "round")


def _new_code() -> str:
    return f"{secrets.randbelow(10_000):04d}"


@transaction.atomic
def pack(part: Part, *, weight_g: int, by: Actor) -> Parcel:
    """An accepted order lies packed: it becomes a parcel with a code only the buyer knows; twice makes one.

    Raises BadWeight, WrongState.
    """
    if not 1 <= weight_g <= MOST_WEIGHT_G:
        raise BadWeight(MOST_WEIGHT_G)
    orders.mark_packed(part, by=by)
    parcel, made = Parcel.objects.get_or_create(
        part=part,
        defaults={
            "mart_id": part.mart_id,
            "number": part.number,
            "carrier": carrier_for(part),
            "weight_g": weight_g,
            "collect_paise": part.total_paise if part.order.pays == Order.Pays.AT_THE_DOOR else 0,
            "code": _new_code(),
        },
    )
    if made:
        record("delivery.packed", parcel, by=by, **facts_of(parcel), weight_g=weight_g)
    return parcel


def hand_over(parcel: Parcel, *, code: str, collected_paise: int, by: Actor) -> Parcel:
    """The buyer told the code, where one is asked for, and paid exactly what is due. Told twice counts once.

    Raises WrongCode (counted, even though it raises), CodeLocked after five, CashDiffers, WrongParcelState.
    """
    asks = carriers.get(parcel.carrier).code_at_door
    if asks and not _try_code(parcel, "".join(latin_digits(code).split())):
        raise WrongCode(MOST_WRONG_CODES - parcel.wrong_codes)
    with transaction.atomic():
        held = hold_parcel(parcel)
        if held.state == Parcel.State.DELIVERED:
            return held
        if held.state != Parcel.State.OUT or held.round is None:
            raise WrongParcelState(held.number, held.state)
        if collected_paise != held.collect_paise:
            raise CashDiffers(held.collect_paise)
        held.state, held.collected_paise, held.delivered_at = (
            Parcel.State.DELIVERED,
            collected_paise,
            timezone.now(),
        )
        update(held, "state", "collected_paise", "delivered_at")
        Round.objects.filter(pk=held.round.pk).update(cash_paise=F("cash_paise") + collected_paise)
        orders.mark_delivered(held.part, by=by)
        record(
            "delivery.handed_over",
            held,
            by=by,
            **facts_of(held),
            collected_paise=collected_paise,
            round_id=held.round.pk,
            rider_id=held.round.rider_id,
        )
    return held


@transaction.atomic
def _try_code(parcel: Parcel, code: str) -> bool:
    """Compare the code in a transaction of its own, so that a wrong try stays counted. Raises CodeLocked."""
    held = hold(parcel)
    if held.state == Parcel.State.DELIVERED:
        return True
    if locked(held):
        raise CodeLocked
    if compare_digest(held.code.encode(), code.encode()):
        return True
    held.wrong_codes += 1
    held.save(update_fields=["wrong_codes"])
    parcel.wrong_codes = held.wrong_codes
    return False


@transaction.atomic
def new_code(parcel: Parcel, *, by: Actor) -> Parcel:
    """A fresh code, told to the buyer: the way out after five wrong ones. Raises WrongParcelState."""
    held = hold_parcel(parcel)
    if held.state == Parcel.State.DELIVERED or not carriers.get(held.carrier).code_at_door:
        raise WrongParcelState(held.number, held.state)
    held.code, held.wrong_codes = _new_code(), 0
    held.save(update_fields=["code", "wrong_codes"])
    record("delivery.new_code", held, by=by, **facts_of(held))
    return held


@transaction.atomic
def not_delivered(parcel: Parcel, *, reason: str, by: Actor) -> Parcel:
    """Nobody home, refused, or returned by the post: it comes back for another try.

    Raises ReasonMissing, WrongParcelState.
    """
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise ReasonMissing
    held = hold_parcel(parcel)
    if held.state == Parcel.State.NOT_DELIVERED:
        return held
    if held.state != Parcel.State.OUT:
        raise WrongParcelState(held.number, held.state)
    held.state = Parcel.State.NOT_DELIVERED if carriers.get(held.carrier).by_round else Parcel.State.BACK
    held.tries, held.reason = held.tries + 1, reason
    held.save(update_fields=["state", "tries", "reason"])
    if held.part.state == Part.State.ON_THE_WAY:
        orders.mark_not_delivered(held.part, reason=reason, by=by)
    record("delivery.not_delivered", held, by=by, **facts_of(held), reason=reason, tries=held.tries)
    return held


@transaction.atomic
def call_back(parcel: Parcel, *, by: Actor) -> Parcel:
    """Its order was cancelled: it leaves a planned round, and a rider who has it need not hand it over."""
    held = hold_parcel(parcel)
    if held.part.state != Part.State.CANCELLED or held.state == Parcel.State.BACK:
        return held
    gone = held.state in (Parcel.State.OUT, Parcel.State.NOT_DELIVERED)
    with_rider = gone and carriers.get(held.carrier).by_round
    held.state = Parcel.State.NOT_DELIVERED if with_rider else Parcel.State.BACK
    if held.round is not None and held.round.state == Round.State.PLANNED:
        held.round = None
    held.reason = held.part.cancel_reason
    held.save(update_fields=["state", "round", "reason"])
    record("delivery.called_back", held, by=by, **facts_of(held))
    return held
