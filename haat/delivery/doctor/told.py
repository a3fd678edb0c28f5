"""What must hold of parcels and rounds besides their sums: they are what was told on the road."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from haat.core.doctor import check
from haat.core.models import Event
from haat.core.trail import NOTHING, hand, last, last_id, said, told
from haat.delivery import carriers
from haat.delivery.models import Parcel, Round, Wish, Zone
from haat.delivery.rules import MOST_WEIGHT_G
from haat.orders.models import Order

STATE = Parcel.State


def _given_away() -> Q:
    """Parcels of carriers that ride no round."""
    return Q(carrier__in=[carrier.slug for carrier in carriers.off_rounds()])


@check("a parcel asks for what its part costs")
def parcels_ask_rightly() -> Iterable[str]:
    """Cash for an order paid at the door, nothing for one that was paid before."""
    price = F("part__goods_paise") + F("part__delivery_paise") - F("part__rounding_paise")
    cash = Q(part__order__pays=Order.Pays.AT_THE_DOOR)
    for parcel in Parcel.objects.filter(cash & ~Q(collect_paise=price) | ~cash & ~Q(collect_paise=0)):
        yield f"parcel {parcel.number}: it asks for {parcel.collect_paise} paise"
    for parcel in Parcel.objects.exclude(number=F("part__number"), mart_id=F("part__mart_id")):
        yield f"parcel {parcel.number}: its part has another number or mart"
    for parcel in Parcel.objects.filter(Q(weight_g=0) | Q(weight_g__gt=MOST_WEIGHT_G)):
        yield f"parcel {parcel.number}: it cannot weigh {parcel.weight_g} g"


@check("parcels were handed over as told")
def hand_overs_are_told() -> Iterable[str]:
    """With the cash, on the round and by the rider that the event names; or the post said so."""
    handed = told(Parcel, "delivery.handed_over")
    rows = Parcel.objects.filter(state=STATE.DELIVERED).annotate(
        told_paise=said(handed, "collected_paise"),
        told_round=said(handed, "round_id"),
        told_rider=said(handed, "rider_id"),
        on=hand("round_id"),
        rider=hand("round__rider_id"),
    )
    own = rows.exclude(_given_away())
    right = Q(told_paise=F("collected_paise"), told_round=F("on"), told_rider=F("rider"))
    for parcel in own.exclude(right):
        yield f"parcel {parcel.number}: {parcel.collected_paise} paise on round {parcel.round_id}, told otherwise"
    for parcel in rows.filter(_given_away(), ~Exists(told(Parcel, "delivery.post_delivered"))):
        yield f"parcel {parcel.number}: delivered by post, and nobody was told"
    for other in Parcel.objects.filter(Exists(handed)).exclude(state=STATE.DELIVERED):
        yield f"parcel {other.number}: told as handed over, but it is {other.state}"
    for parcel in rows.filter(delivered_at=None):
        yield f"parcel {parcel.number}: delivered at no time"


@check("parcels on the road are with somebody")
def parcels_are_with_somebody() -> Iterable[str]:
    """Out: on a round that is out, or at the post under an article number; each stop of a round is one parcel's."""
    posted = _given_away() & ~Q(article="")
    ridden = Q(round__state=Round.State.OUT) & ~_given_away()
    for parcel in Parcel.objects.filter(state=STATE.OUT).exclude(posted | ridden):
        yield f"parcel {parcel.number}: it is out with nobody"
    for parcel in Parcel.objects.exclude(round=None).exclude(round__mart_id=F("mart_id")):
        yield f"parcel {parcel.number}: its round is of another mart"
    articles = Parcel.objects.exclude(article="").values("mart_id", "article").order_by()
    for row in articles.annotate(times=Count("pk")).filter(times__gt=1):
        yield f"article {row['article']}: {row['times']} parcels travel under it"


@check("rounds are counted as told")
def rounds_are_told() -> Iterable[str]:
    """Cash and count of a closed round are those of the moment it was closed, by another than its rider."""
    closed = told(Round, "delivery.round_closed")
    rows = Round.objects.annotate(
        told_cash=said(closed, "cash_paise"),
        told_count=said(closed, "counted_paise"),
        told_rider=said(closed, "rider_id"),
        by=last_id(closed, "by_id"),
        hand=hand("closed_by_id"),
        count=Coalesce("counted_paise", Value(NOTHING), output_field=BigIntegerField()),
    )
    right = Q(told_cash=F("cash_paise"), told_count=F("count"), told_rider=F("rider_id"))
    for round in rows.filter(state=Round.State.CLOSED).exclude(right & Q(by=F("hand"), closed_at__isnull=False)):
        yield f"round {round.pk}: {round.counted_paise} of {round.cash_paise} paise counted, told otherwise"
    for round in rows.exclude(state=Round.State.CLOSED).filter(Q(counted_paise__isnull=False) | ~Q(told_cash=NOTHING)):
        yield f"round {round.pk}: counted, but it is {round.state}"
    for round in rows.filter(closed_by_id=F("rider_id")):
        yield f"round {round.pk}: its rider counted his own cash"
    for round in rows.filter(counted_paise__gt=F("cash_paise")):
        yield f"round {round.pk}: {round.counted_paise} paise counted of {round.cash_paise}"


@check("rounds stand where they were put")
def rounds_stand_where_told() -> Iterable[str]:
    state = Round.State
    moves = {
        "delivery.round_planned": state.PLANNED,
        "delivery.round_started": state.OUT,
        "delivery.round_ended": state.BACK,
        "delivery.round_closed": state.CLOSED,
    }
    right = Q(pk=None)
    for kind, to in moves.items():
        right |= Q(moved=kind, state=to)
    for round in Round.objects.annotate(moved=last(told(Round, *moves))).exclude(right):
        yield f"round {round.pk} is {round.state}, but last told: {round.moved or 'nothing'}"


@check("delivery costs what was set")
def zones_are_told() -> Iterable[str]:
    """Days and charge of a zone are those of the last event that set it."""
    rows = Zone.objects.annotate(
        told_days=said(told(Zone, "delivery.zone_set"), "days"),
        told_charge=said(told(Zone, "delivery.zone_set"), "charge_paise"),
    )
    for zone in rows.exclude(told_days=F("days"), told_charge=F("charge_paise")):
        yield f"zone {zone.pk} ({zone}): {zone.charge_paise} paise, told as {zone.told_charge} in {zone.told_days} days"


@check("a parcel's weight costs what was set")
def slabs_are_told() -> Iterable[str]:
    """Slabs of a zone are those of the last event that changed them, and none where none was told."""
    rows = Event.objects.filter(kind="delivery.zone_set").order_by("pk").values_list("subject_id", "data__after")
    spoken = {pk: after["slabs"] for pk, after in rows if "slabs" in (after or {})}
    for zone in Zone.objects.order_by("pk"):
        said_of = spoken.get(zone.pk, [])
        if zone.slabs != said_of:
            yield f"zone {zone.pk} ({zone}): {zone.slabs} by weight, told as {said_of}"
        elif zone.slabs and zone.charge_paise != zone.slabs[0][1]:
            yield f"zone {zone.pk} ({zone}): {zone.charge_paise} paise, not {zone.slabs[0][1]} of its lightest parcel"


@check("wishes stand where they were told")
def wishes_are_told() -> Iterable[str]:
    moves = {"delivery.wished": Wish.State.OPEN, "delivery.wish_answered": Wish.State.ANSWERED}
    right = Q(pk=None)
    for kind, to in moves.items():
        right |= Q(moved=kind, state=to)
    for wish in Wish.objects.annotate(moved=last(told(Wish, *moves))).exclude(right):
        yield f"wish {wish.pk} is {wish.state}, but last told: {wish.moved or 'nothing'}"


@check("every mart that sells delivers somewhere")
def marts_deliver() -> Iterable[str]:
    """A mart with orders and no zone."""
    zones = Zone.objects.filter(mart=OuterRef("mart"))
    for mart_id in Order.objects.filter(~Exists(zones)).order_by().values_list("mart_id", flat=True).distinct():
        yield f"mart {mart_id} has orders, and delivers nowhere"


@check("nobody rides for another mart")
def riders_ride_for_their_mart() -> Iterable[str]:
    """Whoever was given a round had been made a rider of its mart."""
    given = Event.objects.filter(
        kind="people.role_given", subject_id=OuterRef("rider_id"), mart_id=OuterRef("mart_id"), data__role="rider"
    )
    for round in Round.objects.filter(~Exists(given)):
        yield f"round {round.pk}: user {round.rider_id} was never a rider of its mart"
