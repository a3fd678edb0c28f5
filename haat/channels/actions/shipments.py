"""Parcels of channels' orders as they come to stand: compared with their orders, read back, and their labels fetched.

What a person asked for and nobody answered is settled here, by reading; nothing is booked or told in a turn.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from haat.channels.channel import Keys, Line, Lost, Trouble
from haat.channels.handing import slot_from, slot_told, to_send
from haat.channels.labels import PDF, PURPOSE
from haat.channels.models import Account, Sale, Shipment, ShipmentLabel
from haat.channels.parcels import DELIVERED, DROPPED, ENDED, ON_ITS_WAY, Booked, Left, Parcels
from haat.core.actor import MACHINE, Actor
from haat.core.errors import HaatError
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import insert_new, update
from haat.core.sealing import seal
from haat.delivery import actions as delivery
from haat.delivery import carriers
from haat.delivery.models import SHARED, Parcel
from haat.delivery.rules import WAITING
from haat.orders.models import Part

log = structlog.get_logger("haat.channels")
State, Label = Shipment.State, Shipment.Label
MOST_ARTICLE = 26  # of a tracking number, where several parcels travel under it
MOST_LABEL = 5 * 1024 * 1024  # bytes of a label
# Longer than a call of a channel takes, with all its tries: whoever was at it is gone.
STALE = timedelta(minutes=6)
# When nobody answered: read back at once, and then so often, before it is said that nothing happened.
LOOKS, LOOK_AGAIN = 3, timedelta(minutes=2)
# How often a parcel is read that waits for its time, should have been fetched, or is on its way; and for how long.
RESTS, DUE, UNDER_WAY = timedelta(hours=6), timedelta(minutes=30), timedelta(hours=6)
MOST_FOLLOWED = timedelta(days=30)
LABEL_AGAIN, LABEL_TRIES = timedelta(minutes=2), 5
AT_ONCE = 500
BOOKED = ("key", "there", "stage", "invoice", "tracking", "slot", "begins", "ends", "state", "left_at", "seen_at")
SETTLED = ("asked", "asked_at", "said", "looks", "look_at")


# ---- compared with the orders ----


def compare(account: Account, folder: Parcels) -> None:
    """Every order of which something is to be handed over has a parcel; one of which nothing is has none that waits.

    What is booked of an order that changed is read at once.
    """
    told = Sale.objects.filter(account=account, state__in=folder.open_states, arrival__order__isnull=False)
    new = [
        Shipment(mart_id=account.mart_id, sale=sale, way=way, compared_at=sale.changed_at)
        for sale in told.filter(shipments=None).order_by("pk")[:AT_ONCE]
        if (way := folder.way(sale.state, sale.raw))
    ]
    for row in new:
        insert_new([row])
    changed = Q(compared_at=None) | Q(sale__changed_at__gt=F("compared_at"))
    mine = Shipment.objects.filter(changed, sale__account=account)
    for row in mine.filter(state=State.BOOKED).select_related("sale").order_by("pk")[:AT_ONCE]:
        again = Shipment.objects.filter(pk=row.pk, state=State.BOOKED)
        again.update(look_at=timezone.now(), compared_at=row.sale.changed_at)
    rows = mine.filter(state__in=(State.WAITS, State.OVER))
    for row in rows.select_related("sale").order_by("pk")[:AT_ONCE]:
        way = folder.way(row.sale.state, row.sale.raw)
        now = {"state": State.WAITS if way else State.OVER, "compared_at": row.sale.changed_at}
        own = Shipment.objects.filter(pk=row.pk, state__in=(State.WAITS, State.OVER))
        own.update(**now | ({"way": way} if way else {}))


# ---- how they come to stand ----


@transaction.atomic
def keep_booked(shipment: Shipment, booked: Booked, *, by: Actor) -> Shipment:
    """It stands there as this says, whoever booked it."""
    row, now = hold(shipment, "sale"), timezone.now()
    before, stood = row.state, row.slot.get("key")
    _as_booked(row, booked, now)
    newly = row.state == State.BOOKED and not stood
    moved = row.state == State.BOOKED and bool(stood) and row.slot.get("key") != stood
    if newly or moved:
        row.label_state, row.label_tries, row.label_at = Label.WANTED, 0, now
    update(row, *BOOKED, *SETTLED, "compared_at", "label_state", "label_tries", "label_at")
    told: dict[str, Any] = {"external_id": row.sale.external_id, "begins": row.begins.isoformat() if row.begins else ""}
    if newly or moved:
        told_of = {**told, "tracking": row.tracking}
        record("channels.pickup_moved" if moved else "channels.pickup_booked", row.sale, by=by, **told_of)
    if row.state == State.LEFT and before != State.LEFT:
        record("channels.picked_up", row.sale, by=MACHINE, **told, tracking=row.tracking)
    if row.state == State.WAITS and before == State.BOOKED:
        record("channels.pickup_dropped", row.sale, by=MACHINE, **told)
    return row


def _as_booked(row: Shipment, booked: Booked, now: datetime) -> None:
    row.key, row.there, row.stage = booked.key[:120] or row.key, booked.state[:40], booked.stage
    row.tracking, row.invoice = booked.tracking[:80] or row.tracking, booked.invoice[:60] or row.invoice
    slot = booked.slot if booked.slot.key else slot_from(row.asked.get("slot") or row.slot)
    row.slot, row.begins, row.ends = slot_told(slot), slot.begins, slot.ends
    row.asked, row.asked_at, row.said, row.looks, row.seen_at = {}, None, "", 0, now
    if booked.stage == DROPPED and row.state != State.LEFT:
        row.state, row.key, row.slot, row.begins, row.ends = State.WAITS, "", {}, None, None
        row.compared_at = None  # whether anything is to be handed over says its order
    elif booked.stage in (ON_ITS_WAY, DELIVERED, ENDED):
        row.state, row.left_at = State.LEFT, row.left_at or now
    elif row.state != State.LEFT:
        row.state = State.BOOKED
    row.look_at = _next_look(row, now)


def _next_look(row: Shipment, now: datetime) -> datetime | None:
    """When a booked parcel is read again: seldom before its time, often from then on, and not for ever."""
    if row.state == State.WAITS or row.stage in (DELIVERED, ENDED):
        return None
    if row.left_at is not None:
        return now + UNDER_WAY if now - row.left_at < MOST_FOLLOWED else None
    if row.begins is not None and row.begins > now:
        return min(row.begins, now + RESTS)
    if row.begins is not None and now - row.begins > MOST_FOLLOWED:
        return None
    return now + DUE


@transaction.atomic
def keep_left(shipment: Shipment, *, by: Actor) -> Shipment:
    """The channel knows that it has left, as it was told; what is left of the order goes with another parcel."""
    row, now = hold(shipment, "sale"), timezone.now()
    if row.state == State.LEFT:
        return row
    told = left_of(row)
    row.state, row.carrier, row.tracking = State.LEFT, told.carrier, told.tracking
    row.left_at, row.pieces, row.seen_at = told.at, dict(told.lines), now
    row.asked, row.asked_at, row.said, row.looks, row.look_at = {}, None, "", 0, None
    update(row, "state", "carrier", "tracking", "left_at", "pieces", "seen_at", *SETTLED)
    said: dict[str, Any] = {"external_id": row.sale.external_id, "carrier": row.carrier, "tracking": row.tracking}
    record("channels.parcel_told", row.sale, by=by, **said)
    if to_send(row.sale):
        rest = Shipment(mart_id=row.mart_id, sale=row.sale, number=row.number + 1, way=row.way)
        rest.compared_at = row.sale.changed_at
        insert_new([rest])
    return row


def left_of(row: Shipment) -> Left:
    """What was asked to be told of a parcel."""
    asked = row.asked
    at = datetime.fromisoformat(asked["left_at"])
    pieces = {str(line): int(number) for line, number in asked["pieces"].items()}
    return Left(row.sale.external_id, row.number, asked["carrier"], asked["tracking"], at, pieces)


@transaction.atomic
def give_back(shipment: Shipment, said: str) -> Shipment:
    """Nothing happened there: it stands as before, with what the channel said."""
    row = hold(shipment)
    if row.state in (State.ASKING, State.UNKNOWN):
        row.state = State.BOOKED if row.key else State.WAITS
        row.asked, row.asked_at, row.said, row.looks = {}, None, said[:300], 0
        row.look_at = _next_look(row, timezone.now()) if row.key else None
        row.compared_at = None  # its order may have changed meanwhile
        update(row, "state", "compared_at", *SETTLED)
    return row


@transaction.atomic
def lose(shipment: Shipment) -> Shipment:
    """A call went out and nobody answered: it is read back."""
    row = hold(shipment)
    if row.state == State.ASKING:
        row.state, row.looks, row.look_at = State.UNKNOWN, 0, timezone.now()
        update(row, "state", "looks", "look_at")
    return row


# ---- read back ----


def recover(account: Account) -> None:
    """Calls whose process is gone are calls that nobody answered."""
    stale = timezone.now() - STALE
    for row in Shipment.objects.filter(sale__account=account, state=State.ASKING, asked_at__lt=stale).order_by("pk"):
        lose(row)


def due(account: Account, *, now: datetime | None) -> list[Shipment]:
    """Parcels to be read, those nobody answered about first; `now` None: also those that are not due yet."""
    rows = Shipment.objects.filter(sale__account=account, look_at__isnull=False)
    rows = rows if now is None else rows.filter(look_at__lte=now)
    found = list(rows.select_related("sale").order_by("look_at", "pk")[:AT_ONCE])
    return sorted(found, key=lambda row: row.state != State.UNKNOWN)


def look(row: Shipment, folder: Parcels, keys: Keys, line: Line) -> Shipment:
    """Read how it stands there. Raises Trouble or Shut."""
    by = Actor(row.asked_by_id) if row.asked_by_id else MACHINE
    if row.way == Shipment.Way.CARRIED:
        if folder.has_left(left_of(row), keys, line):
            return keep_left(row, by=by)
        return _nothing_there(row)
    found = folder.booked(row.sale.external_id, keys, line)
    if found is not None:
        return hand_on(keep_booked(row, found, by=by))
    if row.state == State.UNKNOWN:
        return _nothing_there(row)
    stage = row.stage if row.state == State.LEFT else DROPPED  # of what has left the channel may forget
    return keep_booked(row, Booked(row.sale.external_id, "", slot_from({}), state=row.there, stage=stage), by=by)


def hand_on(row: Shipment) -> Shipment:
    """What the channel has fetched is on its way here as well, and delivered when it says so.

    What nobody has packed here yet stays as it is, for the desk to see.
    """
    if row.state == State.LEFT and row.tracking:
        order = Sale.objects.values_list("arrival__order", flat=True).get(pk=row.sale_id)
        for place, parcel in enumerate(Parcel.objects.filter(part__order=order or 0).order_by("pk"), start=1):
            try:
                _move(parcel, f"{row.tracking[:MOST_ARTICLE]}{'' if place == 1 else f'{SHARED}{place}'}", row.stage)
            except HaatError as wrong:
                log.info("parcel not handed on", parcel=parcel.pk, why=wrong.code)
    return row


def _move(parcel: Parcel, article: str, stage: str) -> None:
    if not carriers.get(parcel.carrier).for_channels:
        return
    if parcel.state in WAITING and parcel.part.state == Part.State.PACKED:
        parcel = delivery.send_by_post(parcel, article=article, by=MACHINE)
    if stage == DELIVERED and parcel.state == Parcel.State.OUT:
        delivery.post_delivered(parcel, by=MACHINE)


@transaction.atomic
def _nothing_there(shipment: Shipment) -> Shipment:
    """The channel has nothing of it: asked once more a little later, it did not happen."""
    row = hold(shipment)
    if row.state != State.UNKNOWN:
        return row
    if row.looks + 1 >= LOOKS:
        return give_back(row, "")
    row.looks, row.look_at = row.looks + 1, timezone.now() + LOOK_AGAIN
    update(row, "looks", "look_at")
    return row


# ---- labels ----


def labels_due(account: Account, *, now: datetime | None) -> list[Shipment]:
    """Parcels whose label is wanted or being made; `now` None: also those that are not due yet."""
    wanted = Q(label_state__in=(Label.WANTED, Label.ASKED), state__in=(State.BOOKED, State.LEFT))
    rows = Shipment.objects.filter(wanted, sale__account=account)
    rows = rows if now is None else rows.filter(Q(label_at=None) | Q(label_at__lte=now))
    return list(rows.select_related("sale").order_by("pk")[:AT_ONCE])


def fetch_label(row: Shipment, folder: Parcels, keys: Keys, line: Line) -> Shipment:
    """Ask for its label, or fetch it when it is made. Raises Throttled or Shut; other troubles count as a try."""
    try:
        if row.label_state == Label.WANTED:
            return _label_is_asked(row, folder.ask_labels(row.sale.external_id, keys, line))
        found = folder.labels(row.label_ref, keys, line)
    except Lost as lost:
        return _label_fails(row, str(lost), final=False)  # asked twice there are two, and one is fetched
    except Trouble as trouble:
        if trouble.code == "throttled":
            raise
        return _label_fails(row, f"{trouble.code} {trouble.said}".strip(), final=trouble.code == "unreadable")
    if found is None:
        return _label_waits(row)
    if not found.startswith(PDF) or len(found) > MOST_LABEL:
        return _label_fails(row, "no PDF, or one that is too large", final=True)
    return _keep_label(row, found)


@transaction.atomic
def _label_is_asked(shipment: Shipment, ref: str) -> Shipment:
    row = hold(shipment)
    row.label_state, row.label_ref, row.label_said = Label.ASKED, ref[:60], ""
    row.label_at = timezone.now()
    update(row, "label_state", "label_ref", "label_said", "label_at")
    return row


@transaction.atomic
def _label_waits(shipment: Shipment) -> Shipment:
    row = hold(shipment)
    row.label_at = timezone.now() + LABEL_AGAIN
    update(row, "label_at")
    return row


@transaction.atomic
def _label_fails(shipment: Shipment, said: str, *, final: bool) -> Shipment:
    """It is tried again a few times; then a person asks for it anew."""
    row = hold(shipment)
    row.label_tries, row.label_said, row.label_at = row.label_tries + 1, said[:300], timezone.now() + LABEL_AGAIN
    if final or row.label_tries >= LABEL_TRIES:
        row.label_state = Label.FAILED
    update(row, "label_state", "label_tries", "label_said", "label_at")
    return row


@transaction.atomic
def _keep_label(shipment: Shipment, content: bytes) -> Shipment:
    """Sealed, and in the place of one that was kept before."""
    row = hold(shipment, "sale")
    ShipmentLabel.objects.update_or_create(shipment=row, defaults={"content": seal(PURPOSE, content, owner=row.pk)})
    row.label_state, row.label_said, row.label_tries, row.label_at = Label.KEPT, "", 0, timezone.now()
    update(row, "label_state", "label_said", "label_tries", "label_at")
    record("channels.label_kept", row.sale, by=MACHINE, external_id=row.sale.external_id)
    return row
