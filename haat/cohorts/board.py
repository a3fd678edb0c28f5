"""The page of a wave: what its seats say, stage by stage, block by block, village by village.

Read in one statement for the seats, whatever their number; nothing of a seat is read that is not shown.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, QuerySet, TextField
from django.db.models.functions import Cast

from haat.cohorts.models import Cohort, Seat
from haat.cohorts.rules import FIELDS, LATE, STAGES, TOO_LATE, Condition, conditions, plan_of, seats_within
from haat.core.dates import today
from haat.core.prepared import Prepared, numbered, slots
from haat.places.models import Place

# So many cloths are laid in a row; of more their number is said.
MOST_CLOTHS = 12
MOST_STUCK = 4
INSIDE, OVER, LONG = "in", "over", "long"
_LIVE = STAGES.index("live")


class Line(NamedTuple):
    """What is read of a seat: where it lies, what it waits for, and the days it reached each stage."""

    pk: int
    block_id: int
    place_id: int
    village: str
    stage: str
    since: date | None
    stuck_from: date | None
    days: tuple[date | None, ...]

    def waits(self, now: date) -> int:
        return max(0, (now - self.since).days) if self.since else 0

    def late(self, now: date) -> int:
        return max(0, (now - self.stuck_from).days) if self.stuck_from else 0


class Cloth(NamedTuple):
    """One group as it lies in a row: the days it waits, and whether those are within the plan."""

    pk: int
    days: int
    tone: str


def cloth(line: Line, now: date) -> Cloth:
    """The cloth of a seat."""
    late = line.late(now)
    return Cloth(line.pk, line.waits(now), LONG if late > LATE else OVER if late else INSIDE)


@dataclass
class Row:
    """One stage: how many are through, how many are planned to be by today, who waits for it, and where longest."""

    stage: str
    day: date
    through: int
    of: int
    planned: int  # so many shall have reached it by today
    last: date | None
    waiting: list[Cloth] = field(default_factory=list)
    past: int = 0  # days since its planned day, below nought before it
    late_here: int = 0  # so many wait here beyond the plan

    @property
    def percent(self) -> int:
        return round(100 * self.through / self.of) if self.of else 0

    @property
    def short(self) -> int:
        """So many are missing from the plan by today."""
        return max(0, self.planned - self.through)

    @property
    def tick(self) -> int:
        """Where the plan stands today, in per cent of all."""
        return round(100 * self.planned / self.of) if self.of else 0

    @property
    def left(self) -> int:
        """So many days till its planned day."""
        return -self.past

    @property
    def shown(self) -> list[Cloth]:
        return self.waiting[:MOST_CLOTHS]

    @property
    def more(self) -> int:
        return max(0, len(self.waiting) - MOST_CLOTHS)

    @property
    def late(self) -> int:
        """So many days after the plan the last one came through, where all are."""
        return max(0, (self.last - self.day).days) if self.last and self.through == self.of else 0


@dataclass
class Spot:
    """A block or a village: its groups by the stage they wait for, how many are live, how many are through all."""

    place_id: int
    village: str
    groups: int = 0
    live: int = 0
    waiting: dict[str, list[Cloth]] = field(default_factory=lambda: defaultdict(list))

    def add(self, line: Line, own: Cloth) -> None:
        self.groups += 1
        self.live += line.days[_LIVE] is not None
        if line.stage:
            self.waiting[line.stage].append(own)

    @property
    def cells(self) -> list[list[Cloth]]:
        """Who waits for each stage but the first, the longest first."""
        return [sorted(self.waiting.get(stage, ()), key=_longest) for stage in STAGES[1:]]

    @property
    def numbers(self) -> list[int]:
        """How many wait for each stage but the first."""
        return [len(self.waiting.get(stage, ())) for stage in STAGES[1:]]


@dataclass
class Board:
    """All of it: `spots` are the blocks, each with its villages."""

    cohort: Cohort
    now: date
    lines: Sequence[Line]
    rows: list[Row]
    spots: dict[int, Spot]
    villages: dict[int, list[Spot]]

    @property
    def groups(self) -> int:
        return len(self.lines)

    @property
    def live(self) -> int:
        return self.row("live").through

    @property
    def done(self) -> int:
        return sum(not line.stage for line in self.lines)

    @cached_property
    def stuck(self) -> list[Line]:
        """Those beyond the plan, the longest first."""
        late = [line for line in self.lines if line.stuck_from is not None and line.stuck_from < self.now]
        return sorted(late, key=lambda line: (line.stuck_from or self.now, line.pk))

    @cached_property
    def worst(self) -> Row | None:
        """The stage for which most wait beyond the plan."""
        rows = [row for row in self.rows if row.late_here]
        return max(rows, key=lambda row: row.late_here, default=None)

    def row(self, stage: str) -> Row:
        return self.rows[STAGES.index(stage)]

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        late = sum(line.late(self.now) > TOO_LATE for line in self.stuck)
        return conditions(self.groups, self.live, self.row("sale").through, late)

    @property
    def age(self) -> int | None:
        """Days since it began; None for one that has not."""
        begun = self.cohort.begun_on
        return ((self.cohort.ended_on or self.now) - begun).days if begun else None

    @property
    def lasts(self) -> int | None:
        """Days from its beginning to the end of its plan."""
        begun = self.cohort.begun_on
        return (self.rows[-1].day - begun).days if begun else None


def lines_of(cohort: Cohort, place: Place) -> list[Line]:
    """The seats at or below a place that have not left; one statement."""
    rows = seats_within(place, cohort.mart).filter(cohort=cohort, left_on=None).order_by()
    # Ten days a seat, of few different ones: read as text, a day is parsed once and not five thousand times.
    days = {f"{name}_text": Cast(name, TextField()) for name in ("since", "stuck_from", *FIELDS)}
    told = rows.annotate(**days).values_list("pk", "block_id", "place_id", "village", "stage", *days)
    found = []
    for row in told:
        since, stuck_from, *reached = map(_day, row[5:])
        found.append(Line._make((*row[:5], since, stuck_from, tuple(reached))))
    return found


@lru_cache(maxsize=4096)
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def board(cohort: Cohort, place: Place) -> Board:
    """The page of a wave as it is seen from a place; one statement."""
    now, lines, plan = today(), lines_of(cohort, place), plan_of(cohort)
    waiting: dict[str, list[Cloth]] = defaultdict(list)
    spots: dict[int, Spot] = {}
    villages: dict[tuple[int, int, str], Spot] = {}
    for line in lines:
        own = cloth(line, now)
        waiting[line.stage].append(own)
        at = (line.block_id, line.place_id, line.village if line.place_id == line.block_id else "")
        if at not in villages:
            villages[at] = Spot(line.place_id, at[2])
            spots.setdefault(line.block_id, Spot(line.block_id, ""))
        villages[at].add(line, own)
        spots[line.block_id].add(line, own)
    begun, days = cohort.begun_on, list(zip(*(line.days for line in lines), strict=True)) or [()] * len(STAGES)
    rows = [_row(at, plan, days[at], waiting[stage], now, begun) for at, stage in enumerate(STAGES)]
    by_block: dict[int, list[Spot]] = defaultdict(list)
    for (block, _place, _village), spot in villages.items():
        by_block[block].append(spot)
    return Board(cohort, now, lines, rows, spots, dict(by_block))


def _row(
    at: int,
    plan: Mapping[str, date],
    days: Sequence[date | None],
    waiting: list[Cloth],
    now: date,
    begun: date | None,
) -> Row:
    stage, reached = STAGES[at], [day for day in days if day is not None]
    start = plan[STAGES[at - 1]] if at else begun
    return Row(
        stage,
        plan[stage],
        len(reached),
        len(days),
        _planned(len(days), start, plan[stage], now) if begun else 0,
        max(reached, default=None),
        sorted(waiting, key=_longest),
        (now - plan[stage]).days,
        sum(each.tone != INSIDE for each in waiting),
    )


def _longest(cloth: Cloth) -> int:
    return -cloth.days


def _planned(groups: int, start: date | None, end: date, now: date) -> int:
    """How many shall have reached a stage by today: all on its day, and evenly more from that of the stage before."""
    if now >= end:
        return groups
    if start is None or now <= start:
        return 0
    return round(groups * (now - start).days / (end - start).days)


def places_of(board: Board, *, villages: bool) -> dict[int, Place]:
    """The blocks of a page, and its villages where they are shown; one statement."""
    keys = set(board.spots)
    if villages:
        keys |= {spot.place_id for spots in board.villages.values() for spot in spots}
    return Place.objects.in_bulk(keys)


def seats_by_key(keys: Sequence[int]) -> list[Seat]:
    """These seats, MOST_STUCK of them at most, in their order, with who they are; one statement."""
    if not keys:
        return []
    rows = {seat.pk: seat for seat in _seats.all(**numbered([*keys, *[0] * MOST_STUCK][:MOST_STUCK]))}
    return [rows[key] for key in keys if key in rows]


@Prepared
def _seats() -> QuerySet[Seat]:
    wanted: Any = slots(MOST_STUCK, BigIntegerField())
    return Seat.objects.filter(pk__in=wanted).select_related("group", "maker", "block", "place")
