"""Handing parcels over: times asked for, one booked or moved, what left told; each once, whatever becomes of the call.

A call is written down before it is made. One that nobody answered is settled by reading, in a turn of its account
(`actions.shipments`), and never by asking once more.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise

from haat.channels import parcels
from haat.channels.actions import shipments, standing
from haat.channels.channel import Keys, Lost, Shut, Throttled, Trouble, find
from haat.channels.handing import packed_as, slot_from, slot_told, slots_of, to_send
from haat.channels.keys import keys_of
from haat.channels.line import AccountLine
from haat.channels.models import Account, Sale, Shipment
from haat.channels.parcels import Booked, NotTaken, Packed, Parcels, Slot
from haat.channels.shipment_errors import (
    BadCarrier,
    BadMoment,
    BadPieces,
    BadSize,
    BadTracking,
    NoAnswerThere,
    NoSuchTime,
    NotBookedYet,
    NothingToHandOver,
    NotNow,
    NotSettledYet,
    NotTakenThere,
    OtherWay,
)
from haat.channels.troubles import word_of
from haat.core.actor import Actor
from haat.core.errors import Changed, HaatError
from haat.core.locks import hold
from haat.core.rows import update
from haat.core.texts import clean_line

State, Way, Label = Shipment.State, Shipment.Way, Shipment.Label
MOST_SIZE = {"weight_g": 100_000, "length_mm": 3_000, "width_mm": 3_000, "height_mm": 3_000}
MOST_CARRIER, MOST_SLOTS = 60, 60
TRACKING = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]{3,59}")
# A clock that goes a little wrong is no lie; an order is not told of as sent for ever.
WRONG_CLOCK, OLDEST = timedelta(minutes=5), timedelta(days=60)
# What a folder says it is about → the field at which it is said.
FIELDS = {"size": "weight_g", "slot": "slot", "carrier": "carrier", "tracking": "tracking", "left_at": "left_at"}
# The right to hand parcels over may be missing while all others are there: that alone stops no account.
ONE_RIGHT = "rights_missing"


@dataclass(frozen=True)
class Road:
    """How one speaks with the channel of an account."""

    account: Account
    title: "str | Promise"
    folder: Parcels
    keys: Keys
    line: AccountLine

    @contextmanager
    def asked(self, field: str) -> Iterator[None]:
        """Ask something; what the channel refuses is said at its field, else at `field`."""
        try:
            yield
        except NotTaken as no:
            raise NotTakenThere(self.title, no.said, FIELDS.get(no.about, field)) from no
        except Throttled as waits:
            self.line.refused(waits)
            raise NotNow(self.title, max(1, ceil(waits.after)), field) from waits
        except Trouble as trouble:
            word = word_of(trouble.code)
            raise NoAnswerThere(trouble.code, word.sentence, word.next_step, field) from trouble
        except Shut as shut:
            if shut.code != ONE_RIGHT:
                standing.stop(self.account, shut)
            word = word_of(shut.code)
            raise NoAnswerThere(shut.code, word.sentence, word.next_step, field) from shut


def _road(account: Account, field: str) -> Road:
    """Raises NoAnswerThere."""
    channel, folder = find(account.channel), parcels.find(account.channel)
    code = account.trouble or "keys_refused"
    if account.state != Account.State.STOPPED:
        try:
            if channel is not None and folder is not None:
                return Road(account, channel.title, folder, keys_of(account), AccountLine(account, channel))
            code = "no_folder"
        except Shut as shut:
            code = shut.code
    word = word_of(code)
    raise NoAnswerThere(code, word.sentence, word.next_step, field)


def _account_of(shipment: Shipment) -> Account:
    return Account.objects.select_related("seller", "mart").get(sales=shipment.sale_id)


# ---- times ----


def offer_times(shipment: Shipment, *, packed: Packed, by: Actor) -> Shipment:
    """Ask the channel when it may be handed over; `packed` is its weight and sides. The times stand on the shipment.

    Raises BadSize, OtherWay, NothingToHandOver, NotSettledYet, NotTakenThere, NotNow, NoAnswerThere.
    """
    sides = {"weight_g": packed.weight_g, "length_mm": packed.length_mm, "width_mm": packed.width_mm}
    sides["height_mm"] = packed.height_mm
    for field, number in sides.items():
        if not 1 <= number <= MOST_SIZE[field]:
            raise BadSize(field, MOST_SIZE[field])
    _may_be_booked(Shipment.objects.get(pk=shipment.pk))
    road = _road(_account_of(shipment), "weight_g")
    order = Sale.objects.get(pk=shipment.sale_id).external_id
    with road.asked("weight_g"):
        try:
            found = list(road.folder.slots(order, packed, road.keys, road.line))
        except Lost as lost:
            raise Trouble("silent", str(lost)) from lost
    return _keep_times(shipment, sides, found)


def _may_be_booked(row: Shipment) -> None:
    if row.way != Way.FETCHED:
        raise OtherWay
    if row.state in (State.UNKNOWN, State.ASKING):
        raise NotSettledYet
    if row.state != State.WAITS and not row.movable:
        raise NothingToHandOver


@transaction.atomic
def _keep_times(shipment: Shipment, sides: Mapping[str, int], found: list[Slot]) -> Shipment:
    row = hold(shipment)
    _may_be_booked(row)
    for name, number in sides.items():
        setattr(row, name, number)
    row.slots, row.slots_at = [slot_told(slot) for slot in found[:MOST_SLOTS]], timezone.now()
    update(row, *sides, "slots", "slots_at")
    return row


# ---- booked, or moved ----


def book_pickup(shipment: Shipment, *, slot: str, seen: str | None = None, by: Actor) -> Shipment:
    """Book one of the times that were offered, or move what is booked to it. Told twice, it counts once.

    `seen`: how it stood when that was decided (`Shipment.standing`). When nobody answers it is UNKNOWN, and read back.
    Raises NoSuchTime, Changed, OtherWay, NothingToHandOver, NotSettledYet, NotTakenThere, NotNow, NoAnswerThere.
    """
    road = _road(_account_of(shipment), "slot")
    row = _begin_booking(shipment, slot, seen, by)
    if row.state != State.ASKING:
        return row
    chosen = slot_from(row.asked["slot"])

    def ask() -> Booked:
        order = row.sale.external_id
        if row.key:
            return road.folder.move(order, row.key, chosen, road.keys, road.line)
        return road.folder.book(order, chosen, road.keys, road.line, reference=f"{order}-{row.number}")

    with _call(row):
        with road.asked("slot"):
            booked = ask()
        return shipments.keep_booked(row, booked, by=by)
    return Shipment.objects.get(pk=row.pk)


@transaction.atomic
def _begin_booking(shipment: Shipment, slot: str, seen: str | None, by: Actor) -> Shipment:
    row = hold(shipment, "sale")
    if row.state in (State.BOOKED, State.LEFT) and slot and row.slot.get("key") == slot:
        return row
    _may_be_booked(row)
    if seen is not None and seen != row.standing:
        raise Changed
    chosen = next((each for each in slots_of(row) if each.key == slot), None)
    if chosen is None or packed_as(row) is None:
        raise NoSuchTime
    row.asked = {"slot": slot_told(chosen)}
    return _begin(row, by)


def _begin(row: Shipment, by: Actor) -> Shipment:
    row.state, row.asked_at, row.asked_by_id, row.looks = State.ASKING, timezone.now(), by.user_id, 0
    update(row, "state", "asked", "asked_at", "asked_by_id", "looks")
    return row


@contextmanager
def _call(row: Shipment) -> Iterator[None]:
    """A call that was written down: refused, nothing happened; without an answer, it is read back."""
    try:
        yield
    except Lost:
        shipments.lose(row)
    except HaatError as wrong:
        shipments.give_back(row, wrong.facts.get("said", "") if isinstance(wrong, NotTakenThere) else "")
        raise
    except Exception:
        shipments.lose(row)
        raise


# ---- told as sent ----


def tell_left(
    shipment: Shipment,
    *,
    carrier: str,
    tracking: str,
    left_at: datetime,
    pieces: Mapping[str, int] | None = None,
    by: Actor,
) -> Shipment:
    """Tell the channel that a carrier has it, since when and under which number. Told twice, it counts once.

    `pieces` {line: pieces} of the order (None: all that are still to be sent). When nobody answers it is UNKNOWN, and
    read back. Raises BadCarrier, BadTracking, BadMoment, BadPieces, OtherWay, NothingToHandOver, NotSettledYet,
    NotTakenThere, NotNow, NoAnswerThere.
    """
    name, number = clean_line(carrier)[:MOST_CARRIER], "".join(tracking.split())
    if not name:
        raise BadCarrier
    if not TRACKING.fullmatch(number):
        raise BadTracking
    road = _road(_account_of(shipment), "tracking")
    row = _begin_telling(shipment, name, number, left_at, pieces, by)
    if row.state != State.ASKING:
        return row
    with _call(row):
        with road.asked("tracking"):
            road.folder.left(shipments.left_of(row), road.keys, road.line)
        return shipments.keep_left(row, by=by)
    return Shipment.objects.get(pk=row.pk)


@transaction.atomic
def _begin_telling(
    shipment: Shipment, carrier: str, tracking: str, left_at: datetime, pieces: Mapping[str, int] | None, by: Actor
) -> Shipment:
    row = hold(shipment, "sale")
    if row.way != Way.CARRIED:
        raise OtherWay
    if row.state == State.LEFT and row.tracking == tracking:
        return row
    if row.state in (State.UNKNOWN, State.ASKING):
        raise NotSettledYet
    if row.state != State.WAITS:
        raise NothingToHandOver
    now = timezone.now()
    placed = parse_datetime(str((row.sale.facts or {}).get("placed_at") or ""))
    begun = placed if placed is not None and placed.tzinfo else now - OLDEST
    if not begun - WRONG_CLOCK <= left_at <= now + WRONG_CLOCK:
        raise BadMoment
    told = _pieces(row, pieces)
    row.asked = {"carrier": carrier, "tracking": tracking, "left_at": left_at.isoformat(), "pieces": told}
    return _begin(row, by)


def _pieces(row: Shipment, wanted: Mapping[str, int] | None) -> dict[str, int]:
    """The pieces that are told of, by line. Raises BadPieces."""
    left = {line.key: line.pieces for line in to_send(row.sale, without=row)}
    told = {line: number for line, number in (left if wanted is None else wanted).items() if number}
    if not told or any(not 0 < number <= left.get(line, 0) for line, number in told.items()):
        raise BadPieces
    return told


# ---- labels ----


@transaction.atomic
def want_label(shipment: Shipment, *, by: Actor) -> Shipment:
    """Have the label made, or made anew: the next turn asks for it. Told twice, it counts once.

    Raises OtherWay, NotBookedYet.
    """
    row = hold(shipment)
    if row.way != Way.FETCHED:
        raise OtherWay
    if row.state not in (State.BOOKED, State.LEFT):
        raise NotBookedYet
    if row.label_state not in (Label.WANTED, Label.ASKED):
        row.label_state, row.label_ref, row.label_said = Label.WANTED, "", ""
        row.label_tries, row.label_at = 0, timezone.now()
        update(row, "label_state", "label_ref", "label_said", "label_tries", "label_at")
    return row
