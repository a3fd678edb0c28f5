"""Waves beside each other at the same age: what each had reached so many days after it began, and what that says.

With few groups a difference may be chance: of each share the range is told within which it would lie if the wave were
tried again (Wilson, 95 of 100), and two whose ranges meet are called alike. A wave that has not begun is looked at in
the days of the first one that has: what happens to groups nobody leads yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import median

from haat.cohorts.board import Line, lines_of
from haat.cohorts.models import Cohort
from haat.cohorts.queries import spent
from haat.cohorts.rules import STAGES, whole
from haat.core.dates import today
from haat.places.models import Place

Z = 1.96
MOST = 4
FEW = 20


@dataclass(frozen=True)
class Share:
    """So many of so many; `low` and `high` in per cent; `before`: so many had come so far before the wave began.

    `days`: half of those who came took at most so many days. `differs`: beyond chance from the first wave's.
    """

    reached: int
    of: int
    low: int
    high: int
    before: int
    days: int | None
    differs: bool | None = None

    @property
    def percent(self) -> int:
        return round(100 * self.reached / self.of) if self.of else 0

    @property
    def wide(self) -> int:
        """How wide the range is."""
        return self.high - self.low


@dataclass(frozen=True)
class Column:
    """One wave: its day nought, its share at each stage, what it cost, and whether it only waits to begin."""

    cohort: Cohort
    first: date
    waits: bool
    groups: int
    shares: tuple[Share, ...]
    spent_paise: int | None

    @property
    def few(self) -> bool:
        """Too few groups for a percentage to mean much."""
        return self.groups < FEW

    @property
    def live(self) -> int:
        return self.shares[STAGES.index("live")].reached

    @property
    def per_group(self) -> int | None:
        return self.spent_paise // self.groups if self.spent_paise is not None and self.groups else None

    @property
    def per_live(self) -> int | None:
        return self.spent_paise // self.live if self.spent_paise is not None and self.live else None


@dataclass(frozen=True)
class Comparison:
    """Waves at `day` days after each began; `most`: the age of the youngest, beyond which nothing can be said."""

    day: int
    most: int
    columns: tuple[Column, ...]


def wilson(reached: int, of: int) -> tuple[float, float]:
    """The range of a share of so many of so many, as parts of one; all of it for none."""
    if not of:
        return 0.0, 1.0
    share, square = reached / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    wide = Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - wide), min(1.0, middle + wide)


def compare(cohorts: Sequence[Cohort], place: Place, day: int | None = None) -> Comparison | None:
    """Waves of one mart as seen from a place, at most MOST; None where none of them has begun. One statement each."""
    begun = [each for each in cohorts if each.begun_on is not None][:MOST]
    if not begun or begun[0].begun_on is None:
        return None
    first = begun[0].begun_on
    shown = [*begun, *(each for each in cohorts if each.begun_on is None and each.state == Cohort.State.DRAFT)][:MOST]
    most = min((today() - (each.begun_on or first)).days for each in shown)
    at = most if day is None else max(0, min(day, most))
    costs = spent(shown) if whole(place, begun[0].mart) else None
    columns: list[Column] = []
    for each in shown:
        lines, start = lines_of(each, place), each.begun_on or first
        against = columns[0].shares if columns else None
        shares = tuple(_share(lines, n, start, at, against[n] if against else None) for n in range(len(STAGES)))
        paise = costs.get(each.pk, 0) if costs is not None and each.begun_on else None
        columns.append(Column(each, start, each.begun_on is None, len(lines), shares, paise))
    return Comparison(at, most, tuple(columns))


def _share(lines: Sequence[Line], stage: int, start: date, day: int, against: Share | None) -> Share:
    end = start + timedelta(days=day)
    days = [found for line in lines if (found := line.days[stage]) is not None and found <= end]
    low, high = wilson(len(days), len(lines))
    took = [(found - start).days for found in days if found >= start]
    span = round(median(took)) if took else None
    ends = round(100 * low), round(100 * high)
    differs = None if against is None else ends[0] > against.high or ends[1] < against.low
    return Share(len(days), len(lines), *ends, len(days) - len(took), span, differs)
