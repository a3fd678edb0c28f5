"""A rider's round: planned, out, back, counted; until it starts it may be changed or dropped."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.errors import Stale
from haat.core.events import record
from haat.core.locks import hold, hold_all, hold_key
from haat.core.rows import update
from haat.delivery import carriers
from haat.delivery.actions.parcels import facts_of, fetched, hold_parcels, lies_packed
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
from haat.delivery.rules import DAYS_AHEAD, may_count, rides
from haat.orders import actions as orders
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
    stops = {parcel.pk: stop for stop, parcel in enumerate(parcels, start=1)}
    held, away = hold_parcels(list(stops)), fetched(list(stops))
    for parcel in held:
        planned = parcel.round is not None and parcel.round.state == Round.State.PLANNED
        fits = parcel.mart_id == mart.pk and carriers.get(parcel.carrier).by_round
        if planned or parcel.pk in away or not fits or not lies_packed(parcel):
            raise WrongParcelState(parcel.number, parcel.state)
        Parcel.objects.filter(pk=parcel.pk).update(round=round, stop=stops[parcel.pk])
    record("delivery.round_planned", round, by=by, rider_id=rider.pk, day=day.isoformat(), parcel_ids=list(stops))
    return round


def _hold_round(round_id: int) -> Round:
    """The round as it stands, held after its parcels, which only a round not started yet loses.

    Raises WrongRoundState when it was dropped.
    """
    hold_all(Parcel.objects.filter(round=round_id))
    try:
        return hold_key(Round, round_id, "mart")
    except Stale:
        raise WrongRoundState("") from None


def _planned(round_id: int) -> Round:
    """The round with its parcels, held, while it may still be changed. Raises WrongRoundState."""
    held = _hold_round(round_id)
    if held.state != Round.State.PLANNED:
        raise WrongRoundState(held.state)
    return held


def _moves(round: Round, before: Round.State, to: Round.State) -> bool:
    """True when the held round may go from one state to the next, False when it is there. Raises WrongRoundState."""
    if round.state not in (before, to):
        raise WrongRoundState(round.state)
    return round.state == before


@transaction.atomic
def drop_round(round: Round, *, by: Actor) -> None:
    """A planned round is given up: its parcels wait again. Raises WrongRoundState."""
    _drop(_planned(round.pk), by)


def _drop(held: Round, by: Actor) -> None:
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
    held = hold(parcel, "part__order")
    if held.round_id != round.pk:
        raise WrongParcelState(held.number, held.state)
    record("delivery.taken_from_round", held, by=by, **facts_of(held), round_id=round.pk)
    round.parcels.filter(stop__gt=held.stop).update(stop=F("stop") - 1)
    Parcel.objects.filter(pk=held.pk).update(round=None, stop=0)
    if not round.parcels.exists():
        _drop(round, by)


@transaction.atomic
def start_round(round: Round, *, by: Actor) -> Round:
    """The rider has left with the parcels. What was cancelled meanwhile stays behind; what has left goes its own way.

    Raises WrongRoundState.
    """
    parcels = hold_parcels(list(Parcel.objects.filter(round=round.pk).values_list("pk", flat=True)))
    held = _hold_round(round.pk)
    if not _moves(held, Round.State.PLANNED, Round.State.OUT):
        return held
    held.state = Round.State.OUT
    update(held, "state")
    out = []
    for parcel in (parcel for parcel in parcels if parcel.round_id == held.pk):
        if lies_packed(parcel):
            Parcel.objects.filter(pk=parcel.pk).update(state=Parcel.State.OUT)
            orders.mark_on_the_way(parcel.part, by=by)
            out.append(parcel.pk)
        elif not parcel.part.living:
            Parcel.objects.filter(pk=parcel.pk).update(round=None, state=Parcel.State.BACK)
    record("delivery.round_started", held, by=by, rider_id=held.rider_id, parcel_ids=out)
    return held


@transaction.atomic
def end_round(round: Round, *, by: Actor) -> Round:
    """The rider is back; the desk receives what was not delivered. Raises ParcelsStillOut, WrongRoundState."""
    held = _hold_round(round.pk)
    if _moves(held, Round.State.OUT, Round.State.BACK):
        out = held.parcels.filter(state=Parcel.State.OUT).count()
        if out:
            raise ParcelsStillOut(out)
        held.state = Round.State.BACK
        update(held, "state")
        record("delivery.round_ended", held, by=by, rider_id=held.rider_id, cash_paise=held.cash_paise)
    return held


@transaction.atomic
def close_round(round: Round, *, counted_paise: int, by: Actor) -> Round:
    """The cash is counted at the desk by somebody else than the rider; what is missing he still owes.

    Told twice it counts once. Raises OwnRound, CountedTooMuch, WrongRoundState, RoundClosed (another sum was counted).
    """
    if not may_count(by.user_id, round):
        raise OwnRound
    held = _hold_round(round.pk)
    if not _moves(held, Round.State.BACK, Round.State.CLOSED):
        if counted_paise != held.counted_paise:
            raise RoundClosed(held.counted_paise or 0)
        return held
    if not 0 <= counted_paise <= held.cash_paise:
        raise CountedTooMuch(held.cash_paise)
    held.state, held.counted_paise = Round.State.CLOSED, counted_paise
    held.closed_at, held.closed_by_id = timezone.now(), by.user_id
    update(held, "state", "counted_paise", "closed_at", "closed_by_id")
    record(
        "delivery.round_closed",
        held,
        by=by,
        rider_id=held.rider_id,
        cash_paise=held.cash_paise,
        counted_paise=counted_paise,
    )
    return held
