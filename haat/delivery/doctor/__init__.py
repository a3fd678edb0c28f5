"""What must hold of parcels and rounds."""

from haat.delivery.doctor import sums, told

__all__ = ["sums", "told"]
