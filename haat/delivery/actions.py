"""The only writes to zones, parcels and rounds."""

import secrets
from collections.abc import Sequence
from datetime import date
from hmac import compare_digest
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, F, QuerySet
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.numerals import latin_digits
from haat.core.prepared import Prepared, Slot
from haat.core.rows import update
from haat.delivery import carriers
from haat.delivery.errors import (
    ArticleUsed,
    BadWeight,
    CashDiffers,
    CodeLocked,
    CountedTooMuch,
    EmptyRound,
    NoCashByPost,
    NoRider,
    OwnRound,
    ParcelsStillOut,
    ReasonMissing,
    WrongCode,
    WrongParcelState,
    WrongRoundState,
)
from haat.delivery.models import Parcel, Round, Zone
from haat.delivery.rules import MOST_WEIGHT_G, MOST_WRONG_CODES, WAITING, locked, may_count, rides
from haat.orders import actions as orders
from haat.orders.models import Order, SellerOrder
from haat.people.models import User
from haat.places.models import Mart, Place

POST = "post"


@transaction.atomic
def set_zone(
    mart: Mart,
    *,
    place: Place | None,
    days: int,
    charge_paise: int,
    carrier: str = "own",
    free_from_paise: int | None = None,
    cod: bool = True,
    cod_limit_paise: int = 500_000,
    fresh_food: bool = True,
    by: Actor,
) -> Zone:
    """How the mart delivers to a place and below (None: all of India). Raises LookupError (carrier)."""
    carriers.get(carrier)
    zone, _made = Zone.objects.update_or_create(
        mart=mart,
        place=place,
        defaults={
            "carrier": carrier,
            "days": days,
            "charge_paise": charge_paise,
            "free_from_paise": free_from_paise,
            "cod": cod,
            "cod_limit_paise": cod_limit_paise,
            "fresh_food": fresh_food,
        },
    )
    record("delivery.zone_set", zone, by=by, days=days, charge_paise=charge_paise, carrier=carrier)
    return zone


def _facts(parcel: Parcel) -> dict[str, Any]:
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


def _hold(parcel: Parcel) -> Parcel:
    """The parcel as it stands, locked after its order (the order is always locked first)."""
    orders.held(parcel.part.order_id)
    return _held.get(pk=parcel.pk)


@Prepared
def _held() -> QuerySet[Parcel]:
    parcels = Parcel.objects.select_for_update(of=("self",)).select_related("part__order", "round")
    return parcels.filter(pk=Slot("pk", BigIntegerField()))


def _new_code() -> str:
    return f"{secrets.randbelow(10_000):04d}"


@transaction.atomic
def pack(part: SellerOrder, *, weight_g: int, by: Actor) -> Parcel:
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
            "carrier": part.carrier,
            "weight_g": weight_g,
            "collect_paise": part.total_paise if part.order.method == Order.Method.COD else 0,
            "code": _new_code(),
        },
    )
    if made:
        record("delivery.packed", parcel, by=by, **_facts(parcel), weight_g=weight_g)
    return parcel


@transaction.atomic
def plan_round(mart: Mart, *, rider: User, parcels: Sequence[Parcel], day: date, by: Actor) -> Round:
    """Give a rider parcels for a day, in the order of the stops.

    Raises EmptyRound, NoRider, WrongParcelState.
    """
    if not parcels:
        raise EmptyRound
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


@transaction.atomic
def start_round(round: Round, *, by: Actor) -> Round:
    """The rider has left with the parcels. What was cancelled meanwhile stays behind.

    Raises WrongRoundState.
    """
    if _move_round(round, Round.State.PLANNED, Round.State.OUT):
        out = []
        for row in round.parcels.select_related("part").order_by("part__order_id", "pk"):
            parcel = _hold(row)
            if parcel.part.state != SellerOrder.State.PACKED:
                Parcel.objects.filter(pk=parcel.pk).update(round=None, state=Parcel.State.BACK)
                continue
            Parcel.objects.filter(pk=parcel.pk).update(state=Parcel.State.OUT)
            orders.mark_on_the_way(parcel.part, by=by)
            out.append(parcel.pk)
        record("delivery.round_started", round, by=by, rider_id=round.rider_id, parcel_ids=out)
    return round


def hand_over(parcel: Parcel, *, code: str, collected_paise: int, by: Actor) -> Parcel:
    """The buyer told the code and, for cash orders, paid exactly what is due. Told twice counts once.

    Raises WrongCode (counted, even though it raises), CodeLocked after five, CashDiffers, WrongParcelState.
    """
    if not _try_code(parcel, "".join(latin_digits(code).split())):
        raise WrongCode(MOST_WRONG_CODES - parcel.wrong_codes)
    with transaction.atomic():
        held = _hold(parcel)
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
            **_facts(held),
            collected_paise=collected_paise,
            round_id=held.round.pk,
            rider_id=held.round.rider_id,
        )
    return held


@transaction.atomic
def _try_code(parcel: Parcel, code: str) -> bool:
    """Compare the code in a transaction of its own, so that a wrong try stays counted. Raises CodeLocked."""
    held = Parcel.objects.select_for_update().get(pk=parcel.pk)
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
    held = _hold(parcel)
    if held.state == Parcel.State.DELIVERED:
        raise WrongParcelState(held.number, held.state)
    held.code, held.wrong_codes = _new_code(), 0
    held.save(update_fields=["code", "wrong_codes"])
    record("delivery.new_code", held, by=by, **_facts(held))
    return held


@transaction.atomic
def not_delivered(parcel: Parcel, *, reason: str, by: Actor) -> Parcel:
    """Nobody home, refused, or returned by the post: it comes back for another try.

    Raises ReasonMissing, WrongParcelState.
    """
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise ReasonMissing
    held = _hold(parcel)
    if held.state == Parcel.State.NOT_DELIVERED:
        return held
    if held.state != Parcel.State.OUT:
        raise WrongParcelState(held.number, held.state)
    held.state = Parcel.State.BACK if held.carrier == POST else Parcel.State.NOT_DELIVERED
    held.tries, held.reason = held.tries + 1, reason
    held.save(update_fields=["state", "tries", "reason"])
    if held.part.state == SellerOrder.State.ON_THE_WAY:
        orders.mark_not_delivered(held.part, reason=reason, by=by)
    record("delivery.not_delivered", held, by=by, **_facts(held), reason=reason, tries=held.tries)
    return held


@transaction.atomic
def call_back(parcel: Parcel, *, by: Actor) -> Parcel:
    """Its order was cancelled: it leaves a planned round, and a rider who has it need not hand it over."""
    held = _hold(parcel)
    if held.part.state != SellerOrder.State.CANCELLED or held.state == Parcel.State.BACK:
        return held
    with_rider = held.state in (Parcel.State.OUT, Parcel.State.NOT_DELIVERED) and held.carrier != POST
    held.state = Parcel.State.NOT_DELIVERED if with_rider else Parcel.State.BACK
    if held.round is not None and held.round.state == Round.State.PLANNED:
        held.round = None
    held.reason = held.part.cancel_reason
    held.save(update_fields=["state", "round", "reason"])
    record("delivery.called_back", held, by=by, **_facts(held))
    return held


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

    Raises OwnRound, CountedTooMuch, WrongRoundState.
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
    return round


@transaction.atomic
def send_by_post(parcel: Parcel, *, article: str, by: Actor) -> Parcel:
    """Posted, under the article number of the receipt. Told twice, it counts once.

    Raises BadArticle, ArticleUsed, NoCashByPost, WrongParcelState.
    """
    clean = carriers.get(POST).clean_article(article)
    held = _hold(parcel)
    if held.article == clean and held.state == Parcel.State.OUT:
        return held
    planned = held.round is not None and held.round.state == Round.State.PLANNED
    if held.state not in WAITING or planned:
        raise WrongParcelState(held.number, held.state)
    if held.collect_paise:
        raise NoCashByPost
    if Parcel.objects.filter(mart=held.mart_id, article=clean).exclude(pk=held.pk).exists():
        raise ArticleUsed(clean)
    held.carrier, held.article, held.state, held.round = POST, clean, Parcel.State.OUT, None
    held.save(update_fields=["carrier", "article", "state", "round"])
    orders.mark_on_the_way(held.part, by=by)
    record("delivery.posted", held, by=by, **_facts(held), article=clean)
    return held


@transaction.atomic
def post_delivered(parcel: Parcel, *, by: Actor) -> Parcel:
    """The post says it was delivered. Told twice, it counts once. Raises WrongParcelState."""
    held = _hold(parcel)
    if held.state == Parcel.State.DELIVERED:
        return held
    if held.state != Parcel.State.OUT or held.carrier != POST:
        raise WrongParcelState(held.number, held.state)
    held.state, held.delivered_at = Parcel.State.DELIVERED, timezone.now()
    held.save(update_fields=["state", "delivered_at"])
    orders.mark_delivered(held.part, by=by)
    record("delivery.post_delivered", held, by=by, **_facts(held), article=held.article)
    return held
