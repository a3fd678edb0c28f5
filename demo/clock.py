"""The demonstration is lived, not written: its clock is set back and moved on day by day while people act."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import time_machine

from haat.core.dates import INDIA, today


class Clock:
    """Moves simulated time; the seed never sees a moment later than the real now."""

    def __init__(self, traveller: Any, real_now: datetime) -> None:
        self._traveller, self._real_now = traveller, real_now
        self.last_day = real_now.astimezone(INDIA).date()

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Set the clock to an hour of `day` in India, but never past the real now."""
        moment = min(datetime.combine(day, time(hour, minute), INDIA), self._real_now)
        self._traveller.move_to(moment)
        return moment

    def before_now(self, minutes: int) -> datetime:
        """Set the clock to so many minutes before the real now: what was just done, when somebody comes to look."""
        moment = self._real_now - timedelta(minutes=minutes)
        self._traveller.move_to(moment)
        return moment

    def days(self, count: int) -> Iterator[date]:
        """The last `count` days up to and with today, oldest first."""
        for back in range(count - 1, -1, -1):
            yield self.last_day - timedelta(days=back)


@contextmanager
def travelling() -> Iterator[Clock]:
    """A clock for the length of the block; afterwards time is real again."""
    real_now = datetime.now(INDIA)
    assert today() == real_now.date()
    with time_machine.travel(real_now, tick=True) as traveller:
        yield Clock(traveller, real_now)
