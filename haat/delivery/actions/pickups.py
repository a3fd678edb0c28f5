"""A pick-up: what lies packed with makers is fetched, and counted at a hub by somebody else than its rider."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.errors import Changed, Gone
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import update
from haat.delivery.actions.clashes import ask, done_after_all, told_after_all, turned_up
from haat.delivery.actions.parcels import fetched, hold_parcel, hold_parcels, lies_packed
from haat.delivery.errors import BadDay, EmptyRound, NoRider, ReasonMissing, WrongParcelState, WrongRoundState
from haat.delivery.fetch_errors import (
    AlreadyTaken,
    CountDiffers,
    NoHub,
    OwnParcels,
    PickupBegun,
    PickupDropped,
    PickupReceived,
)
from haat.delivery.models import Clash, Fetch, Parcel, Pickup, Round
from haat.delivery.rules import DAYS_AHEAD, FETCHING, NOT_BACK, WAITING, may_count, moment_of, rides
from haat.people.models import User
from haat.places.models import Mart
from haat.stock.models import StockPlace

S, K = Fetch.State, Clash.Kind


@transaction.atomic
def plan_pickup(mart: Mart, *, rider: User, parcels: Sequence[Parcel], hub: StockPlace, day: date, by: Actor) -> Pickup:
    """Send a rider to the makers of these parcels, in the order in which they stand, and then to a hub.

    Raises EmptyRound, BadDay, NoRider, NoHub, WrongParcelState.
    """
    if not parcels:
        raise EmptyRound
    if not today() <= day <= today() + timedelta(days=DAYS_AHEAD):
        raise BadDay(DAYS_AHEAD)
    if not rides(rider, mart):
        raise NoRider
    makers = list(dict.fromkeys(parcel.part.maker_id for parcel in parcels))
    stops = {parcel.pk: makers.index(parcel.part.maker_id) + 1 for parcel in parcels}
    held, away = hold_parcels(list(stops)), fetched(list(stops))
    pickup = Pickup.objects.create(mart=mart, rider=rider, hub=_hold_hub(hub, mart), day=day)
    for parcel in held:
        if parcel.mart_id != mart.pk or parcel.pk in away or not _lies_with_maker(parcel):
            raise WrongParcelState(parcel.number, parcel.state)
        Fetch.objects.create(pickup=pickup, parcel=parcel, stop=stops[parcel.pk])
    record(
        "delivery.pickup_planned",
        pickup,
        by=by,
        rider_id=rider.pk,
        hub_id=hub.pk,
        day=day.isoformat(),
        parcel_ids=list(stops),
    )
    return pickup


def _hold_hub(hub: StockPlace, mart: Mart) -> StockPlace:
    """A place for parcels, held after them, so that nobody closes it now. Raises NoHub."""
    held = hold(hub)
    if held.mart_id != mart.pk or held.kind == StockPlace.Kind.MAKER or held.closed_at is not None:
        raise NoHub
    return held


def _lies_with_maker(parcel: Parcel) -> bool:
    """True when it was packed by its maker, never left her, and no round is planned to fetch it."""
    planned = parcel.round is not None and parcel.round.state == Round.State.PLANNED
    with_her = parcel.state == Parcel.State.PACKED and parcel.part.place_id is None and parcel.hub_id is None
    return with_her and not planned and lies_packed(parcel)


def _cancelled_with_maker(parcel: Parcel) -> bool:
    """True when its order was cancelled before it left its maker."""
    return parcel.state in WAITING and not parcel.part.living and parcel.hub_id is None


def _hold_pickup(pickup: Pickup) -> Pickup:
    """The pick-up as it stands, held after its parcels. Raises WrongRoundState when it was dropped."""
    try:
        return hold(pickup, "hub")
    except Gone:
        raise WrongRoundState("") from None


def _fetches(pickup: Pickup) -> dict[int, Fetch]:
    """Parcel → its line of a held pick-up."""
    return {fetch.parcel_id: fetch for fetch in Fetch.objects.filter(pickup=pickup).order_by("pk")}


def _hold_trip(pickup: Pickup, number: str) -> Pickup:
    """The same for what its rider tells of one parcel. Raises PickupDropped."""
    try:
        return _hold_pickup(pickup)
    except WrongRoundState:
        raise PickupDropped(number) from None


@transaction.atomic
def drop_pickup(pickup: Pickup, *, by: Actor) -> None:
    """Given up before anything was taken: its parcels wait again. Raises PickupBegun, WrongRoundState."""
    keys = list(Fetch.objects.filter(pickup=pickup.pk).values_list("parcel_id", flat=True))
    hold_parcels(keys)
    held = _hold_pickup(pickup)
    lines = _fetches(held)
    if held.state != Pickup.State.OPEN:
        raise WrongRoundState(held.state)
    if any(fetch.state == S.TAKEN for fetch in lines.values()):
        raise PickupBegun
    facts: dict[str, Any] = {
        "rider_id": held.rider_id,
        "day": held.day.isoformat(),
        "parcel_ids": sorted(lines),
    }
    record("delivery.pickup_dropped", held, by=by, **facts)
    held.delete()


def _line(parcel: Parcel, pickup: Pickup, at: datetime) -> dict[str, Any]:
    """What is told of one parcel of a pick-up."""
    facts = {"pickup_id": pickup.pk, "parcel_id": parcel.pk, "number": parcel.number, "rider_id": pickup.rider_id}
    return facts | {"done_at": at.isoformat()}


def _with_others(parcel: Parcel, pickup: Pickup) -> list[Fetch]:
    """Lines of other pick-ups that hold a held parcel."""
    rows = Fetch.objects.filter(parcel=parcel, state__in=FETCHING).exclude(pickup=pickup)
    return list(rows.select_related("pickup__rider").order_by("pk"))


def _take_over(parcel: Parcel, others: Sequence[Fetch]) -> None:
    """Whoever was to fetch the held parcel need not any more. Raises AlreadyTaken when he has."""
    for other in others:
        if other.state != S.DUE:
            raise AlreadyTaken(parcel.number, other.pickup.rider.name)
    for other in others:
        other.delete()


@transaction.atomic
def take(pickup: Pickup, *, parcel: Parcel, done_at: datetime | None = None, by: Actor) -> Fetch:
    """The rider has the parcel: one of his pick-up, or another that lies packed with its maker. Twice counts once.

    `done_at`: when that was, if it is told later; told after the count it says what the count asked.
    Raises AlreadyTaken (by another rider), PickupReceived, PickupDropped, WrongParcelState.
    """
    held = hold_parcel(parcel)
    trip = _hold_trip(pickup, parcel.number)
    fetch = Fetch.objects.filter(pickup=trip, parcel=held).first()
    if fetch is not None and (fetch.state in (S.TAKEN, S.MISSING, S.LOST) or fetch.taken_at is not None):
        return fetch
    at = moment_of(done_at, since=trip.made_at)
    counted = trip.state == Pickup.State.RECEIVED
    taken = _told_late(fetch, held, trip, by=by) if counted else _taken(fetch, held, trip)
    taken.taken_at = at
    taken.save(update_fields=["taken_at"])
    done_after_all(held, Clash.Deed.TAKE, by=by)
    record("delivery.taken", trip, by=by, **_line(held, trip, at))
    return taken


def _taken(fetch: Fetch | None, parcel: Parcel, trip: Pickup) -> Fetch:
    """The line of an open pick-up, taken now."""
    others = _with_others(parcel, trip)
    cancelled = fetch is not None and _cancelled_with_maker(parcel)  # he has it all the same, and brings it
    if parcel.mart_id != trip.mart_id or not (cancelled or _lies_with_maker(parcel)):
        raise WrongParcelState(parcel.number, parcel.state)
    _take_over(parcel, others)
    if fetch is None:
        last = Fetch.objects.filter(pickup=trip).order_by("-stop").values_list("stop", flat=True).first()
        return Fetch.objects.create(pickup=trip, parcel=parcel, stop=(last or 0) + 1, state=S.TAKEN)
    fetch.state, fetch.reason = S.TAKEN, ""
    fetch.save(update_fields=["state", "reason"])
    return fetch


def _told_late(fetch: Fetch | None, parcel: Parcel, trip: Pickup, *, by: Actor) -> Fetch:
    """The line of a pick-up that was counted before its rider's word came."""
    if fetch is None:
        raise PickupReceived(parcel.number)
    if fetch.state == S.RECEIVED:
        told_after_all(parcel, K.UNTOLD, by=by)
        return fetch
    if _with_others(parcel, trip) or not _lies_with_maker(parcel):
        raise PickupReceived(parcel.number)
    fetch.state, fetch.reason = S.MISSING, ""
    fetch.save(update_fields=["state", "reason"])
    told_after_all(parcel, K.LEFT, by=by)
    ask(parcel, K.MISSING, key=f"missing:{fetch.pk}", who=trip.rider_id, hub=trip.hub, by=by)
    return fetch


@transaction.atomic
def not_there(pickup: Pickup, *, parcel: Parcel, reason: str, done_at: datetime | None = None, by: Actor) -> Fetch:
    """The rider was there and did not get it: it waits for another pick-up. Told twice it counts once.

    Raises ReasonMissing, PickupReceived, PickupDropped, WrongParcelState (he has it, or need not fetch it any more).
    """
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise ReasonMissing
    held = hold_parcel(parcel)
    trip = _hold_trip(pickup, parcel.number)
    fetch = Fetch.objects.filter(pickup=trip, parcel=held).first()
    if fetch is not None and fetch.state == S.NOT_THERE:
        return fetch
    if trip.state == Pickup.State.RECEIVED and (fetch is None or fetch.state != S.LEFT):
        raise PickupReceived(held.number)
    if fetch is None or fetch.state not in (S.DUE, S.LEFT):
        raise WrongParcelState(held.number, held.state)
    fetch.state, fetch.reason = S.NOT_THERE, reason
    fetch.save(update_fields=["state", "reason"])
    told_after_all(held, K.LEFT, by=by)
    done_after_all(held, Clash.Deed.NOT_THERE, by=by)
    at = moment_of(done_at, since=trip.made_at)
    record("delivery.not_there", trip, by=by, **_line(held, trip, at), reason=reason)
    return fetch


@dataclass
class _Count:
    """What a count found, by parcel: those that came, and each difference from what the rider had said."""

    came: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    untold: list[int] = field(default_factory=list)


@transaction.atomic
def receive_pickup(pickup: Pickup, *, came: Sequence[Parcel], counted: int, by: Actor) -> Pickup:
    """The parcels are counted at the hub by somebody else than the rider; each difference is asked about.

    Told twice it counts once. Raises OwnParcels, CountDiffers, PickupReceived (others were counted), AlreadyTaken and
    WrongParcelState (one that came belongs elsewhere), WrongRoundState, Changed.
    """
    if not may_count(by.user_id, pickup):
        raise OwnParcels
    there = {parcel.pk for parcel in came}
    keys = there | set(Fetch.objects.filter(pickup=pickup.pk).values_list("parcel_id", flat=True))
    parcels = {parcel.pk: parcel for parcel in hold_parcels(sorted(keys))}
    trip = _hold_pickup(pickup)
    lines = _fetches(trip)
    if trip.state == Pickup.State.RECEIVED:
        if there != {pk for pk, fetch in lines.items() if fetch.state == S.RECEIVED}:
            raise PickupReceived
        return trip
    hold(trip.hub)
    if lines.keys() - parcels.keys():  # the rider takes one more this very moment
        raise Changed
    if counted != len(there):
        raise CountDiffers(len(there), counted)
    count = _Count()
    for pk in sorted(there - set(lines)):
        lines[pk] = _brought_too(parcels[pk], trip)
    for pk, fetch in sorted(lines.items()):
        _count_one(fetch, parcels[pk], trip, count, here=pk in there, by=by)
    Parcel.objects.filter(pk__in=count.came).update(hub=trip.hub)
    trip.state, trip.counted = Pickup.State.RECEIVED, counted
    trip.received_at, trip.received_by_id = timezone.now(), by.user_id
    update(trip, "state", "counted", "received_at", "received_by_id")
    facts = {"rider_id": trip.rider_id, "hub_id": trip.hub_id, "counted": counted, **vars(count)}
    record("delivery.pickup_received", trip, by=by, **facts)
    return trip


def _brought_too(parcel: Parcel, trip: Pickup) -> Fetch:
    """A line for a parcel that came and was not on the pick-up: from its maker, or it was lost."""
    if parcel.mart_id != trip.mart_id or not _may_be_brought(parcel):
        raise WrongParcelState(parcel.number, parcel.state)
    return Fetch(pickup=trip, parcel=parcel, stop=0)


def _may_be_brought(parcel: Parcel) -> bool:
    """True when a held parcel may lie on a table though nobody said that it was taken."""
    return parcel.state == Parcel.State.LOST or _lies_with_maker(parcel)


def _count_one(fetch: Fetch, parcel: Parcel, trip: Pickup, count: _Count, *, here: bool, by: Actor) -> None:
    """Write down whether one parcel came, and ask when its rider had said otherwise or nothing."""
    said_taken = fetch.state == S.TAKEN
    if here:
        if not said_taken:
            if not (_may_be_brought(parcel) or _cancelled_with_maker(parcel)):
                raise WrongParcelState(parcel.number, parcel.state)
            turned_up(parcel, by=by)
            _take_over(parcel, _with_others(parcel, trip))
        fetch.state = S.RECEIVED
        count.came.append(parcel.pk)
    elif said_taken:
        fetch.state = S.MISSING
        count.missing.append(parcel.pk)
    elif fetch.state == S.DUE:
        fetch.state = S.LEFT
        count.left.append(parcel.pk)
    fetch.save()
    if here and not said_taken:
        count.untold.append(parcel.pk)
    difference = K.UNTOLD if here and not said_taken else {S.MISSING: K.MISSING, S.LEFT: K.LEFT}.get(S(fetch.state))
    if difference is not None:
        ask(parcel, difference, key=f"{difference}:{fetch.pk}", who=trip.rider_id, hub=trip.hub, by=by)


@transaction.atomic
def receive_back(round: Round, *, came: Sequence[Parcel], hub: StockPlace | None, by: Actor) -> Round:
    """What a rider could not deliver is counted at the desk by somebody else; what did not come is asked about.

    Those that are missing or lost may come later, and are then received so. Told twice it counts once.
    Raises OwnParcels, NoHub, WrongRoundState, WrongParcelState.
    """
    if not may_count(by.user_id, round):
        raise OwnParcels
    keys = set(Parcel.objects.filter(round=round.pk).values_list("pk", flat=True))
    strange = [parcel for parcel in came if parcel.pk not in keys]
    if strange:
        raise WrongParcelState(strange[0].number, strange[0].state)
    parcels = hold_parcels(sorted(keys))
    trip = hold(round, "mart")
    if hub is not None:
        hub = _hold_hub(hub, trip.mart)
    if trip.state == Round.State.PLANNED:
        raise WrongRoundState(trip.state)
    there = {parcel.pk for parcel in came}
    of_trip = [parcel for parcel in parcels if parcel.round_id == trip.pk]
    failed = [parcel for parcel in of_trip if parcel.state == Parcel.State.NOT_DELIVERED]
    back = [parcel for parcel in of_trip if parcel.pk in there and parcel.state in NOT_BACK]
    gone = [parcel for parcel in failed if parcel.pk not in there and trip.state != Round.State.OUT]
    if not failed and not back:
        return trip
    for parcel in back:
        turned_up(parcel, by=by)
    Parcel.objects.filter(pk__in=[parcel.pk for parcel in back]).update(state=Parcel.State.BACK, hub=hub)
    for parcel in gone:
        key = f"not_back:{trip.pk}:{parcel.pk}:{parcel.tries}"
        ask(parcel, K.NOT_BACK, key=key, who=trip.rider_id, hub=hub, by=by)
    record(
        "delivery.came_back",
        trip,
        by=by,
        rider_id=trip.rider_id,
        hub_id=hub.pk if hub else None,
        parcel_ids=[parcel.pk for parcel in back],
        missing=[parcel.pk for parcel in gone],
    )
    return trip
