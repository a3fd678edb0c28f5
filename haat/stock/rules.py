"""What holds of stock and of weeks."""

from datetime import date, timedelta

from haat.core.dates import monday_of
from haat.stock.errors import BadPieces

HORIZON_WEEKS = 12
MOST_PIECES = 100_000
WEEK = timedelta(days=7)


def friday_of(week: date) -> date:
    """The day on which what was promised for `week` (its Monday) is ready."""
    return week + timedelta(days=4)


def first_week(making_days: int, *, today: date) -> date:
    """The Monday of the first week whose Friday leaves `making_days` from `today`."""
    ready = today + timedelta(days=making_days)
    week = monday_of(ready)
    return week if ready <= friday_of(week) else week + WEEK


def weeks_ahead(making_days: int, *, today: date) -> list[date]:
    """The Mondays into which a piece ordered today may be promised."""
    first = first_week(making_days, today=today)
    return [first + WEEK * turn for turn in range(HORIZON_WEEKS)]


def check_pieces(pieces: int, *, field: str, least: int = 0) -> None:
    """Raise BadPieces unless `pieces` lies between `least` and MOST_PIECES."""
    if not least <= pieces <= MOST_PIECES:
        raise BadPieces(field=field, least=least, most=MOST_PIECES)
