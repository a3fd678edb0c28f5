"""What must hold of parcels and rounds."""

from collections.abc import Iterable

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from haat.core.doctor import check
from haat.delivery import carriers
from haat.delivery.models import Parcel, Round, Zone
from haat.delivery.rules import NOT_BACK, WAITING
from haat.orders.models import Part

PART, PARCEL = Part.State, Parcel.State


@check("a parcel stands where its part stands")
def parcels_stand_with_parts() -> Iterable[str]:
    waiting = (*WAITING, *NOT_BACK)
    right = (
        Q(part__state=PART.PACKED, state__in=waiting)
        | Q(part__state=PART.ON_THE_WAY, state=PARCEL.OUT)
        | Q(part__state__in=(PART.DELIVERED, PART.RETURNED), state=PARCEL.DELIVERED)
        # A cancelled parcel may be anywhere but with the buyer until the rider brings it back.
        | Q(part__state=PART.CANCELLED) & ~Q(state=PARCEL.DELIVERED)
    )
    for parcel in Parcel.objects.exclude(right).select_related("part"):
        yield f"parcel {parcel.number}: it is {parcel.state}, but its part is {parcel.part.state}"


@check("whoever carries is known")
def carriers_are_known() -> Iterable[str]:
    known = [carrier.slug for carrier in carriers.known()]
    for parcel in Parcel.objects.exclude(carrier__in=known):
        yield f"parcel {parcel.number}: no carrier is called {parcel.carrier!r}"
    for zone in Zone.objects.exclude(carrier__in=[carrier.slug for carrier in carriers.every()]):
        yield f"zone {zone.pk}: no carrier is called {zone.carrier!r}"


@check("what is packed has a parcel")
def packed_has_parcel() -> Iterable[str]:
    packed = (PART.PACKED, PART.ON_THE_WAY, PART.DELIVERED, PART.RETURNED)
    for part in Part.objects.filter(state__in=packed, parcel=None):
        yield f"part {part.number}: it is {part.state}, but has no parcel"


@check("a delivered parcel brought its cash")
def delivered_brought_cash() -> Iterable[str]:
    for parcel in Parcel.objects.filter(state=PARCEL.DELIVERED).exclude(collected_paise=F("collect_paise")):
        yield f"parcel {parcel.number}: {parcel.collected_paise} of {parcel.collect_paise} paise collected"


@check("a round's cash = its parcels")
def rounds_are_their_parcels() -> Iterable[str]:
    rounds = Round.objects.annotate(collected=Coalesce(Sum("parcels__collected_paise"), 0))
    for round in rounds.exclude(cash_paise=F("collected")):
        yield f"round {round.pk}: {round.cash_paise} paise in the bag, but parcels brought {round.collected}"


@check("no parcel is out on a round that is over")
def no_parcel_out_on_ended_round() -> Iterable[str]:
    over = (Round.State.BACK, Round.State.CLOSED)
    for parcel in Parcel.objects.filter(state=PARCEL.OUT, round__state__in=over):
        yield f"parcel {parcel.number}: it is out, but its round is over"
