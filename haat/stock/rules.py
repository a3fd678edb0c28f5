"""What holds of stock and of weeks."""

from dataclasses import dataclass
from datetime import date, timedelta

from haat.core.dates import monday_of
from haat.stock.errors import BadPieces
from haat.stock.models import StockPlace

HORIZON_WEEKS = 12
MOST_PIECES = 100_000
# So many goods go with one move: each is counted in two fields when it comes, in one form.
MOST_LINES = 900
WEEK = timedelta(days=7)
# The shop of the mart itself, and the counter of a sale centre or a stall, as channels.
MART, COUNTER = "mart", "counter"
# After so many days pieces on the way ought to have come.
ON_THE_WAY_DAYS = 5


@dataclass(frozen=True)
class Came:
    """How many pieces of a variant have come whole, and how many spoilt."""

    pieces: int = 0
    spoilt: int = 0


def friday_of(week: date) -> date:
    """The day on which what was promised for `week` (its Monday) is ready."""
    return week + timedelta(days=4)


def first_week(making_days: int, *, today: date) -> date:
    """The Monday of the first week whose Friday leaves `making_days` from `today`."""
    ready = today + timedelta(days=making_days)
    week = monday_of(ready)
    return week if ready <= friday_of(week) else week + WEEK


def longest_wait(making_days: int) -> int:
    """How many days at the most lie between an order, on whatever day it comes, and the Friday on which it is ready."""
    return making_days + WEEK.days - 1


def weeks_ahead(making_days: int, *, today: date) -> list[date]:
    """The Mondays into which a piece ordered today may be promised."""
    first = first_week(making_days, today=today)
    return [first + WEEK * turn for turn in range(HORIZON_WEEKS)]


def check_pieces(pieces: int, *, field: str, least: int = 0) -> None:
    """Raise BadPieces unless `pieces` lies between `least` and MOST_PIECES."""
    if not least <= pieces <= MOST_PIECES:
        raise BadPieces(field=field, least=least, most=MOST_PIECES)


def counter_of(place: StockPlace) -> tuple[str, str] | None:
    """The channel and account under which a place's own counter sells; None where there is no counter."""
    counts = place.kind in (StockPlace.Kind.CENTRE, StockPlace.Kind.STALL)
    return (COUNTER, str(place.pk)) if counts else None
