"""What left with a carrier of the seller's own, told to Amazon (confirmShipment, of its older orders API)."""

from haat.channels.amazon.api import call
from haat.channels.amazon.instants import written
from haat.channels.amazon.operations import MARKETPLACE
from haat.channels.channel import Keys, Line
from haat.channels.parcels import Left

OTHER = "Other"  # Amazon's code for a carrier that is told by its name


def left(parcel: Left, keys: Keys, line: Line) -> None:
    """Tell that a parcel has left. Raises Trouble, Lost or Shut."""
    body = {
        "marketplaceId": MARKETPLACE,
        "packageDetail": {
            "packageReferenceId": str(parcel.number),
            "carrierCode": OTHER,
            "carrierName": parcel.carrier,
            "trackingNumber": parcel.tracking,
            "shipDate": written(parcel.at),
            "orderItems": [{"orderItemId": item, "quantity": pieces} for item, pieces in sorted(parcel.lines.items())],
        },
    }
    call("confirmShipment", keys, line, path={"order": parcel.order}, body=body)
