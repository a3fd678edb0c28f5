"""What follows a sale stands as it was told: parcels, their labels, settlements; loaded by the room's `doctor`."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from haat.channels.models import Settlement, SettlementLine, Shipment, ShipmentLabel
from haat.core.doctor import check

S, L = Shipment.State, Shipment.Label
# A call whose process died is found out by the next turn, which comes by the minute.
FORGOTTEN = timedelta(hours=1)


@check("channels: a parcel stands as what is known of it")
def parcels_stand() -> Iterator[str]:
    """What was asked for ends or is read back; what is booked has its time, what left its day."""
    rows = Shipment.objects.order_by("pk")
    for row in rows.filter(state=S.ASKING, asked_at__lt=timezone.now() - FORGOTTEN):
        yield f"parcel {row.pk} ({row}): it was asked for, and nobody is at it any more"
    for row in rows.filter(state=S.UNKNOWN, look_at=None):
        yield f"parcel {row.pk} ({row}): nobody answered, and nobody reads it back"
    for row in rows.filter(state=S.BOOKED, slot={}):
        yield f"parcel {row.pk} ({row}): it is booked, and for no time"
    for row in rows.filter(state=S.LEFT, left_at=None):
        yield f"parcel {row.pk} ({row}): it has left, and nobody knows when"
    for row in rows.exclude(mart=F("sale__mart")):
        yield f"parcel {row.pk} ({row}): it is of another mart than its order"
    kept = Exists(ShipmentLabel.objects.filter(shipment=OuterRef("pk")))
    for row in rows.filter(Q(kept) & Q(label_state="") | ~Q(kept) & Q(label_state=L.KEPT)):
        yield f"parcel {row.pk} ({row}): its label is said to be {row.label_state or 'none'}"


@check("channels: a settlement is its lines")
def settlements_are_whole() -> Iterator[str]:
    """As many lines as were read, of its own account's orders."""
    counted = Settlement.objects.annotate(found=Count("lines")).exclude(found=F("number"))
    for row in counted.order_by("pk"):
        yield f"settlement {row.pk} ({row}): {row.number} lines were read, {row.found} are kept"
    strange = SettlementLine.objects.filter(sale__isnull=False).exclude(sale__account=F("settlement__account"))
    for line in strange.select_related("settlement").order_by("pk"):
        yield f"settlement {line.settlement_id} ({line.settlement}): line {line.number} is of another account's order"
