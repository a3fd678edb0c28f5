"""What a maker's sales of some time come to, from what she is owed for, its lines, and her cost sheets of that day."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from haat.core.dates import day_of, start_of
from haat.core.models import Event
from haat.core.rows import batches
from haat.ledger.models import Due
from haat.livelihood.rules import halves_of
from haat.orders.models import OrderLine, Return, ReturnLine

SHEET = "pricing.cost_set"
VARIANT = "catalogue.variant"


class Sheet(NamedTuple):
    """What a cost sheet said of a piece from a moment on: minutes (0: not told) and paise for materials."""

    at: datetime
    minutes: int
    materials_paise: int


class Owed(NamedTuple):
    """What is read of a due: whose it is, of which part, when it was delivered, when it was ordered, paise, state."""

    maker_id: int
    part_id: int
    earned_at: datetime
    placed_at: datetime
    amount_paise: int
    state: str


class Line(NamedTuple):
    """A line that stayed sold: pieces that did not come back, and what her sheet said when it was ordered."""

    part_id: int
    variant_id: int
    good_id: int
    pieces: int
    sheet: Sheet | None

    @property
    def minutes(self) -> int:
        """Minutes of work in it; 0 where nobody has told."""
        return self.pieces * self.sheet.minutes if self.sheet else 0

    @property
    def known(self) -> bool:
        """Whether its hours were told."""
        return self.sheet is not None and self.sheet.minutes > 0

    @property
    def materials_paise(self) -> int:
        return self.pieces * self.sheet.materials_paise if self.sheet else 0


@dataclass
class Sums:
    """What a month, or more of them, comes to."""

    orders: int = 0
    pieces: int = 0
    minutes: int = 0
    halves: int = 0
    unknown_pieces: int = 0
    uncosted_pieces: int = 0
    earned_paise: int = 0
    materials_paise: int = 0

    @property
    def hours(self) -> float:
        """Minutes as hours, to one decimal."""
        return round(self.minutes / 60, 1)

    @property
    def net_paise(self) -> int:
        """What remains when the materials she told of are paid; below zero where they cost more."""
        return self.earned_paise - self.materials_paise


FIGURES = tuple(Sums.__dataclass_fields__)


def dues_between(maker_ids: Collection[int], start: date, end: date) -> list[Owed]:
    """What these makers are owed, or were paid, for what was delivered from `start` up to and without `end`."""
    rows = Due.objects.filter(maker__in=list(maker_ids), earned_at__gte=start_of(start), earned_at__lt=start_of(end))
    fields = ("maker_id", "part_id", "earned_at", "part__placed_at", "amount_paise", "state")
    return [Owed(*row) for row in rows.order_by("earned_at", "pk").values_list(*fields)]


def lines_of(dues: Collection[Owed]) -> dict[int, list[Line]]:
    """Part → its lines that stayed sold, in their order; three statements for thousands of parts."""
    placed = {due.part_id: due.placed_at for due in dues}
    found: dict[int, list[Line]] = {}
    for some in batches(sorted(placed)):
        rows = list(
            OrderLine.objects.filter(part__in=some)
            .order_by("pk")
            .values_list("pk", "part_id", "variant_id", "good_id", "quantity")
        )
        back = _came_back(some)
        sheets = _sheets({row[2] for row in rows})
        for pk, part_id, variant_id, good_id, quantity in rows:
            pieces = quantity - back[pk]
            if pieces > 0:
                sheet = _at(sheets[variant_id], placed[part_id])
                found.setdefault(part_id, []).append(Line(part_id, variant_id, good_id, pieces, sheet))
    return found


def _came_back(parts: Iterable[int]) -> Counter[int]:
    """Line → pieces that were received back."""
    rows = ReturnLine.objects.filter(line__part__in=list(parts), ret__state=Return.State.RECEIVED)
    found: Counter[int] = Counter()
    for line_id, pieces in rows.values_list("line_id", "pieces"):
        found[line_id] += pieces
    return found


def _sheets(variants: Collection[int]) -> dict[int, list[Sheet]]:
    """Variant → what its cost sheet said, in time."""
    found: dict[int, list[Sheet]] = defaultdict(list)
    told = Event.objects.filter(subject_type=VARIANT, subject_id__in=list(variants), kind=SHEET).order_by("pk")
    for variant_id, at, data in told.values_list("subject_id", "at", "data"):
        found[variant_id].append(Sheet(at, int(data["minutes"]), int(data["materials_paise"])))
    return found


def _at(sheets: list[Sheet], moment: datetime) -> Sheet | None:
    """The sheet that held at a moment; None before the first."""
    place = bisect_right([sheet.at for sheet in sheets], moment)
    return sheets[place - 1] if place else None


def by_month(dues: Collection[Owed], lines: dict[int, list[Line]]) -> dict[tuple[int, date], Sums]:
    """(maker, first day of the month) → what it comes to; months of which nothing stayed are left out."""
    found: dict[tuple[int, date], Sums] = {}
    for due in dues:
        mine = lines.get(due.part_id, [])
        if not mine and not due.amount_paise:
            continue  # all of it came back
        sums = found.setdefault((due.maker_id, day_of(due.earned_at).replace(day=1)), Sums())
        add(sums, due, mine)
    for sums in found.values():
        sums.halves = halves_of(sums.minutes)
    return found


def add(sums: Sums, due: Owed, lines: Iterable[Line]) -> None:
    """Count one part; `halves` are of a whole month and are not touched."""
    sums.orders += 1
    sums.earned_paise += due.amount_paise
    for line in lines:
        sums.pieces += line.pieces
        sums.minutes += line.minutes
        sums.unknown_pieces += 0 if line.known else line.pieces
        sums.uncosted_pieces += 0 if line.sheet else line.pieces
        sums.materials_paise += line.materials_paise
