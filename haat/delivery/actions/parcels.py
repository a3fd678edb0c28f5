"""A parcel from packing to the buyer's hand, or back."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from django.db import transaction
from django.db.models import F

from haat.core import sendings
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold, hold_all
from haat.core.numerals import latin_digits
from haat.core.rows import update
from haat.core.scans import Scan
from haat.delivery import carriers
from haat.delivery.actions.clashes import done_after_all
from haat.delivery.errors import BadWeight, CashDiffers, CodeLocked, ReasonMissing, WrongCode, WrongParcelState
from haat.delivery.models import Clash, Fetch, Parcel, Round
from haat.delivery.queries import carrier_for
from haat.delivery.rules import FETCHING, MOST_WEIGHT_G, MOST_WRONG_CODES, WAITING, locked, moment_of
from haat.orders import actions as orders
from haat.orders.models import Order, Part, PartPhoto

# Where a parcel is left as it stands when its order is cancelled.
ENDED = (Parcel.State.BACK, Parcel.State.LOST, Parcel.State.HOME)


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


def hold_parcels(keys: Sequence[int]) -> list[Parcel]:
    """The parcels as they stand, all their orders held before the first of them, with parts and rounds."""
    for order_id in sorted(set(Parcel.objects.filter(pk__in=keys).values_list("part__order_id", flat=True))):
        orders.held(order_id)
    hold_all(Parcel.objects.filter(pk__in=keys))
    return list(Parcel.objects.filter(pk__in=keys).select_related("part__order", "round").order_by("pk"))


def lies_packed(parcel: Parcel) -> bool:
    """True when it has not left and its order was not cancelled."""
    return parcel.state in WAITING and parcel.part.state == Part.State.PACKED


def fetched(keys: Sequence[int]) -> set[int]:
    """Those of these held parcels that a rider fetches, or that are missed since he did."""
    return set(Fetch.objects.filter(parcel__in=keys, state__in=FETCHING).values_list("parcel_id", flat=True))


def _new_code() -> str:
    return f"{secrets.randbelow(10_000):04d}"


@transaction.atomic
def pack(part: Part, *, weight_g: int, photo: Scan | None = None, by: Actor) -> Parcel:
    """An accepted order lies packed: it becomes a parcel with a code only the buyer knows; twice makes one.

    `photo` of its label stays with it. Raises BadWeight, WrongState, NotAPhoto, TooManyPhotos, LabelPhotoMissing.
    """
    if not 1 <= weight_g <= MOST_WEIGHT_G:
        raise BadWeight(MOST_WEIGHT_G)
    if photo is not None:
        orders.keep_photo(part, kind=PartPhoto.Kind.LABEL, photo=photo, by=by)
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


def hand_over(
    parcel: Parcel, *, code: str, collected_paise: int, key: str = "", done_at: datetime | None = None, by: Actor
) -> Parcel:
    """The buyer told the code, where one is asked for, and paid exactly what is due. Told twice counts once.

    `key`: the name under which a phone sends it, perhaps again; a wrong code counts once then. `done_at`: when that
    was, if it is told later.
    Raises WrongCode (counted, even though it raises), CodeLocked after five, CashDiffers, WrongParcelState.
    """
    asks = carriers.get(parcel.carrier).code_at_door
    if asks and not _try_code(parcel, "".join(latin_digits(code).split()), key, by):
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
            moment_of(done_at, since=held.part.sent_at or held.round.made_at),
        )
        update(held, "state", "collected_paise", "delivered_at")
        Round.objects.filter(pk=held.round.pk).update(cash_paise=F("cash_paise") + collected_paise)
        orders.mark_delivered(held.part, at=held.delivered_at, by=by)
        done_after_all(held, Clash.Deed.HAND_OVER, by=by)
        record(
            "delivery.handed_over",
            held,
            by=by,
            **facts_of(held),
            collected_paise=collected_paise,
            round_id=held.round.pk,
            rider_id=held.round.rider_id,
            done_at=held.delivered_at.isoformat(),
        )
    return held


@transaction.atomic
def _try_code(parcel: Parcel, code: str, key: str, by: Actor) -> bool:
    """Compare the code in a transaction of its own, so that a wrong try stays counted. Raises CodeLocked.

    A deed that a phone sends later is one transaction: the order is held before the parcel here, too.
    """
    held = hold_parcel(parcel)
    if held.state == Parcel.State.DELIVERED:
        return True
    if locked(held):
        raise CodeLocked
    if compare_digest(held.code.encode(), code.encode()):
        return True
    if key and not sendings.first(f"{sendings.DEED}{sha256(f'{held.pk} {key} {code}'.encode()).hexdigest()}", by=by):
        parcel.wrong_codes = held.wrong_codes
        return False
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
def not_delivered(parcel: Parcel, *, reason: str, done_at: datetime | None = None, by: Actor) -> Parcel:
    """Nobody home, refused, or returned by the post: it comes back for another try.

    `done_at`: when that was, if it is told later. Raises ReasonMissing, WrongParcelState.
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
    if held.state == Parcel.State.BACK:  # to the desk, whence ever it was sent
        held.hub = None
    held.save(update_fields=["state", "tries", "reason", "hub"])
    if held.part.state == Part.State.ON_THE_WAY:
        orders.mark_not_delivered(held.part, reason=reason, by=by)
    done_after_all(held, Clash.Deed.NOT_DELIVERED, by=by)
    told_at = moment_of(done_at, since=held.packed_at).isoformat()
    record("delivery.not_delivered", held, by=by, **facts_of(held), reason=reason, tries=held.tries, done_at=told_at)
    return held


@transaction.atomic
def call_back(parcel: Parcel, *, by: Actor) -> Parcel:
    """Its order was cancelled: it leaves a planned round, and a rider who has it need not hand it over."""
    held = hold_parcel(parcel)
    if held.part.state != Part.State.CANCELLED or held.state in ENDED:
        return held
    gone = held.state in (Parcel.State.OUT, Parcel.State.NOT_DELIVERED)
    with_rider = gone and carriers.get(held.carrier).by_round
    held.state = Parcel.State.NOT_DELIVERED if with_rider else Parcel.State.BACK
    if held.round is not None and held.round.state == Round.State.PLANNED:
        held.round = None
    held.reason = held.part.cancel_reason
    held.save(update_fields=["state", "round", "reason"])
    due = held.fetches.filter(state=Fetch.State.DUE)
    due.update(state=Fetch.State.NOT_THERE, reason=held.reason)
    record("delivery.called_back", held, by=by, **facts_of(held))
    return held


@transaction.atomic
def bring_home(parcel: Parcel, *, by: Actor) -> Parcel:
    """A parcel that was cancelled after it had left lies again where it was packed. Told twice, it counts once.

    Raises WrongParcelState (it goes on, or a rider still has it).
    """
    held = hold_parcel(parcel)
    if held.state == Parcel.State.HOME:
        return held
    if held.part.living or held.state != Parcel.State.BACK or fetched([held.pk]):
        raise WrongParcelState(held.number, held.state)
    held.state, held.hub = Parcel.State.HOME, None
    held.save(update_fields=["state", "hub"])
    orders.pieces_home(held.part, by=by)
    record("delivery.brought_home", held, by=by, **facts_of(held))
    return held
