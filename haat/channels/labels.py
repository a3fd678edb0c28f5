"""The label of a parcel, opened where it is shown: a PDF as the channel made it, and nothing else."""

from haat.channels.models import Shipment, ShipmentLabel
from haat.core.sealing import Unreadable, unseal

PURPOSE = "channels.label"
PDF = b"%PDF-"


def label_of(shipment: Shipment) -> bytes | None:
    """Its label; None where none is kept, or it cannot be opened here any more."""
    row = ShipmentLabel.objects.filter(shipment=shipment).first()
    if row is None:
        return None
    try:
        found = unseal(PURPOSE, row.content, owner=shipment.pk)
    except Unreadable:
        return None
    return found if found.startswith(PDF) else None
