"""What a seat is called."""

from haat.cohorts.models import Seat
from haat.core.languages import best


def called(seat: Seat) -> str:
    """Its name for the reader (`group` or `maker` loaded)."""
    return best(seat.names).text or f"#{seat.pk}"
