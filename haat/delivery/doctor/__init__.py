"""What must hold of parcels, rounds and pick-ups."""

from haat.delivery.doctor import fetched, sums, told

__all__ = ["fetched", "sums", "told"]
