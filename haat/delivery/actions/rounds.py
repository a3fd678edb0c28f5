"""A rider's round: planned, out, back, counted; until it starts it may be changed or dropped."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.delivery.actions.parcels import facts_of, hold
from haat.delivery.errors import (
    BadDay,
    CountedTooMuch,
    EmptyRound,
    NoRider,
    OwnRound,
    ParcelsStillOut,
    RoundClosed,
    WrongParcelState,
    WrongRoundState,
)
from haat.delivery.models import Parcel, Round
from haat.delivery.rules import DAYS_AHEAD, POST, WAITING, may_count, rides
from haat.orders import actions as orders
from haat.orders.models import SellerOrder
from haat.people.models import User
from haat.places.models import Mart


@transaction.atomic
def plan_round(mart: Mart, *, rider: User, parcels: Sequence[Parcel], day: date, by: Actor) -> Round:
    """Give a rider parcels for a day, in the order of the stops.

    Raises EmptyRound, BadDay, NoRider, WrongParcelState.
    """
    if not parcels:
        raise EmptyRound
    if not today() <= day <= today() + timedelta(days=DAYS_AHEAD):
        raise BadDay(DAYS_AHEAD)
    if not rides(rider, mart):
        raise NoRider
    round = Round.objects.create(mart=mart, rider=rider, day=day)
    held = Parcel.objects.select_for_update(of=("self",)).select_related("round", "part").order_by("pk")
    stops = {parcel.pk: stop for stop, parcel in enumerate(parcels, start=1)}
    for parcel in held.filter(pk__in=stops):
        planned = parcel.round is not None and parcel.round.state == Round.State.PLANNED
        fits = parcel.mart_id == mart.pk and parcel.carrier != POST
        packed = parcel.state in WAITING and parcel.part.state == SellerOrder.State.PACKED
        if planned or not fits or not packed:
            raise WrongParcelState(parcel.number, parcel.state)
        Parcel.objects.filter(pk=parcel.pk).update(round=round, stop=stops[parcel.pk])
    record("delivery.round_planned", round, by=by, rider_id=rider.pk, day=day.isoformat(), parcel_ids=list(stops))
    return round


def _move_round(round: Round, before: Round.State, to: Round.State) -> bool:
    """Take a round from one state to the next; False when it is there already. Raises WrongRoundState."""
    moved = Round.objects.filter(pk=round.pk, state=before).update(state=to)
    round.refresh_from_db()
    if not moved and round.state != to:
        raise WrongRoundState(round.state)
    return bool(moved)


def _planned(round_id: int) -> Round:
    """The round, locked, while it may still be changed. Raises WrongRoundState."""
    held = Round.objects.select_for_update(of=("self",)).select_related("mart").filter(pk=round_id).first()
    if held is None or held.state != Round.State.PLANNED:
        raise WrongRoundState(held.state if held else "")
    return held


@transaction.atomic
def drop_round(round: Round, *, by: Actor) -> None:
    """A planned round is given up: its parcels wait again. Raises WrongRoundState."""
    held = _planned(round.pk)
    parcels = list(held.parcels.order_by("pk").values_list("pk", flat=True))
    record(
        "delivery.round_dropped",
        held,
        by=by,
        rider_id=held.rider_id,
        day=held.day.isoformat(),
        parcel_ids=parcels,
    )
    held.parcels.update(round=None, stop=0)
    held.delete()


@transaction.atomic
def take_from_round(parcel: Parcel, *, by: Actor) -> None:
    """Take a parcel out of a round that has not started: it waits again. The last one taken drops the round.

    Raises WrongParcelState, WrongRoundState.
    """
    if parcel.round_id is None:
        raise WrongParcelState(parcel.number, parcel.state)
    round = _planned(parcel.round_id)
    held = hold(parcel)
    if held.round_id != round.pk:
        raise WrongParcelState(held.number, held.state)
    record("delivery.taken_from_round", held, by=by, **facts_of(held), round_id=round.pk)
    round.parcels.filter(stop__gt=held.stop).update(stop=F("stop") - 1)
    Parcel.objects.filter(pk=held.pk).update(round=None, stop=0)
    if not round.parcels.exists():
        drop_round(round, by=by)


@transaction.atomic
def start_round(round: Round, *, by: Actor) -> Round:
    """The rider has left with the parcels. What was cancelled meanwhile stays behind.

    Raises WrongRoundState.
    """
    if _move_round(round, Round.State.PLANNED, Round.State.OUT):
        out = []
        for row in round.parcels.select_related("part").order_by("part__order_id", "pk"):
            parcel = hold(row)
            if parcel.part.state != SellerOrder.State.PACKED:
                Parcel.objects.filter(pk=parcel.pk).update(round=None, state=Parcel.State.BACK)
                continue
            Parcel.objects.filter(pk=parcel.pk).update(state=Parcel.State.OUT)
            orders.mark_on_the_way(parcel.part, by=by)
            out.append(parcel.pk)
        record("delivery.round_started", round, by=by, rider_id=round.rider_id, parcel_ids=out)
    return round


@transaction.atomic
def end_round(round: Round, *, by: Actor) -> Round:
    """The rider is back; what was not delivered lies at the desk. Raises ParcelsStillOut, WrongRoundState."""
    if _move_round(round, Round.State.OUT, Round.State.BACK):
        out = round.parcels.filter(state=Parcel.State.OUT).count()
        if out:
            raise ParcelsStillOut(out)
        round.parcels.filter(state=Parcel.State.NOT_DELIVERED).update(state=Parcel.State.BACK)
        record("delivery.round_ended", round, by=by, rider_id=round.rider_id, cash_paise=round.cash_paise)
    return round


@transaction.atomic
def close_round(round: Round, *, counted_paise: int, by: Actor) -> Round:
    """The cash is counted at the desk by somebody else than the rider; what is missing he still owes.

    Told twice it counts once. Raises OwnRound, CountedTooMuch, WrongRoundState, RoundClosed (another sum was counted).
    """
    if not may_count(by.user_id, round):
        raise OwnRound
    if _move_round(round, Round.State.BACK, Round.State.CLOSED):
        if not 0 <= counted_paise <= round.cash_paise:
            raise CountedTooMuch(round.cash_paise)
        round.counted_paise, round.closed_at, round.closed_by_id = counted_paise, timezone.now(), by.user_id
        round.save(update_fields=["counted_paise", "closed_at", "closed_by_id"])
        record(
            "delivery.round_closed",
            round,
            by=by,
            rider_id=round.rider_id,
            cash_paise=round.cash_paise,
            counted_paise=counted_paise,
        )
    elif counted_paise != round.counted_paise:
        raise RoundClosed(round.counted_paise or 0)
    return round
