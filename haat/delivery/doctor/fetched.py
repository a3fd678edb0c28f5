"""What must hold of pick-ups, of where parcels lie, and of what is asked about them."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from haat.core.doctor import check
from haat.core.models import Event
from haat.core.trail import NOTHING, last, last_id, said, told
from haat.delivery.models import Clash, Fetch, Parcel, Pickup
from haat.delivery.rules import FETCHING
from haat.orders.models import Part

S, K = Fetch.State, Clash.Kind


@check("a parcel is fetched where it lies")
def fetched_lie_packed() -> Iterable[str]:
    """What a rider fetches lies packed, or was cancelled under way; what came lies at a place of its mart."""
    lies = Q(parcel__part__state__in=(Part.State.PACKED, Part.State.CANCELLED), parcel__hub=None)
    for fetch in Fetch.objects.filter(state__in=FETCHING).exclude(lies).select_related("parcel__part"):
        yield f"parcel {fetch.parcel.number}: fetched, but its part is {fetch.parcel.part.state}"
    for parcel in Parcel.objects.exclude(hub=None).exclude(hub__mart_id=F("mart_id")):
        yield f"parcel {parcel.number}: it lies at a place of another mart"
    strange = ~Q(parcel__mart_id=F("pickup__mart_id")) | ~Q(pickup__hub__mart_id=F("pickup__mart_id"))
    for fetch in Fetch.objects.filter(strange).select_related("parcel"):
        yield f"parcel {fetch.parcel.number}: its pick-up is of another mart"


@check("pick-ups stand where they were told")
def pickups_are_told() -> Iterable[str]:
    """Counted by another than the rider, so many as the event tells; on an open one nothing has come yet."""
    received = told(Pickup, "delivery.pickup_received")
    planned = told(Pickup, "delivery.pickup_planned", "delivery.pickup_received")
    rows = Pickup.objects.annotate(
        moved=last(planned),
        told_count=said(received, "counted"),
        told_rider=said(planned, "rider_id"),
        hand=last_id(received, "by_id"),
        count=Coalesce("counted", Value(NOTHING), output_field=BigIntegerField()),
        by=Coalesce("received_by_id", Value(NOTHING), output_field=BigIntegerField()),
    )
    opened = Q(state=Pickup.State.OPEN, moved="delivery.pickup_planned")
    closed = Q(state=Pickup.State.RECEIVED, moved="delivery.pickup_received", received_at__isnull=False)
    right = Q(told_count=F("count"), told_rider=F("rider_id"), hand=F("by")) & (opened | closed)
    for pickup in rows.exclude(right):
        yield f"pick-up {pickup.pk} is {pickup.state} with {pickup.counted} counted, told otherwise"
    for pickup in rows.filter(received_by_id=F("rider_id")):
        yield f"pick-up {pickup.pk}: its rider counted his own parcels"
    early = Q(pickup__state=Pickup.State.OPEN, state__in=(S.RECEIVED, S.MISSING, S.LOST, S.LEFT))
    late = Q(pickup__state=Pickup.State.RECEIVED, state__in=(S.DUE, S.TAKEN))
    for fetch in Fetch.objects.filter(early | late).select_related("parcel"):
        yield f"parcel {fetch.parcel.number}: it is {fetch.state} on pick-up {fetch.pickup_id}"


@check("what riders took was told once")
def taken_are_told() -> Iterable[str]:
    """Every parcel taken has its event, and only one from the same pick-up."""
    about = Event.objects.filter(kind="delivery.taken", subject_id=OuterRef("pickup")).order_by()
    about = about.annotate(of=Cast(KeyTextTransform("parcel_id", "data"), BigIntegerField()))
    about = about.filter(of=OuterRef("parcel"))
    times = about.values("subject_id").annotate(times=Count("pk")).values("times")
    rows = Fetch.objects.annotate(times=Coalesce(Subquery(times), 0))
    for fetch in rows.exclude(Q(taken_at=None, times=0) | Q(taken_at__isnull=False, times=1)).select_related("parcel"):
        yield f"parcel {fetch.parcel.number}: taken at {fetch.taken_at}, told {fetch.times} times"


@check("clashes stand where they were told")
def clashes_are_told() -> Iterable[str]:
    """Open or answered as told; a parcel that is missed is asked about or was lost."""
    moves = {"delivery.clash_asked": Clash.State.OPEN, "delivery.clash_answered": Clash.State.ANSWERED}
    right = Q(pk=None)
    for kind, to in moves.items():
        right |= Q(moved=kind, state=to)
    for clash in Clash.objects.annotate(moved=last(told(Clash, *moves))).exclude(right):
        yield f"clash {clash.pk} is {clash.state}, but last told: {clash.moved or 'nothing'}"
    asked = Clash.objects.filter(parcel=OuterRef("parcel"), kind=K.MISSING, state=Clash.State.OPEN)
    for fetch in Fetch.objects.filter(~Exists(asked), state=S.MISSING).select_related("parcel"):
        yield f"parcel {fetch.parcel.number}: missed, and nobody is asked"
    lost = Clash.objects.filter(parcel=OuterRef("parcel"), outcome=Clash.Outcome.LOST)
    for fetch in Fetch.objects.filter(~Exists(lost), state=S.LOST).select_related("parcel"):
        yield f"parcel {fetch.parcel.number}: lost, and nobody said so"


@check("what is away is under way")
def away_is_under_way() -> Iterable[str]:
    """Pieces of a cancelled order that are not free yet are in a parcel that is neither home, lost nor delivered."""
    state = Parcel.State
    going = Parcel.objects.filter(part=OuterRef("pk")).exclude(state__in=(state.HOME, state.LOST, state.DELIVERED))
    for part in Part.objects.filter(~Exists(going), pieces=Part.Pieces.AWAY):
        yield f"part {part.number}: its pieces are away, and no parcel of it is"
