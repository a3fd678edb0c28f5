"""What hurts most: questions by subject, craft, block and month, how long they waited, how often they came back.

Nobody is named, so small numbers stand as they are. Days and hours count from the asking, in India's months.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any

from django.db.models import Q

from haat.catalogue.models import Craft
from haat.core.dates import day_of, start_of
from haat.helping.models import Question
from haat.helping.rules import month_after
from haat.places.models import Mart, Place

_READ = ("subject", "craft_id", "block_id", "asked_at", "seen_at", "first_answered_at", "reopened_at", "maker_id")


@dataclass
class Tally:
    """So many questions, and their waiting: hours until heard, days until answered, how many came back."""

    asked: int = 0
    open: int = 0
    reopened: int = 0
    hours: list[float] = field(default_factory=list)
    days: list[float] = field(default_factory=list)

    def add(self, asked: datetime, heard: datetime | None, answered: datetime | None, *, again: bool) -> None:
        """One more question."""
        self.asked += 1
        self.reopened += again
        if heard is not None:
            self.hours.append((heard - asked).total_seconds() / 3600)
        if answered is None:
            self.open += 1
        else:
            self.days.append((answered - asked).total_seconds() / 86400)

    @property
    def heard_hours(self) -> int | None:
        """Half of those that were heard had it within so many hours; None when none was."""
        return round(median(self.hours)) if self.hours else None

    @property
    def answer_days(self) -> float | None:
        """Half of those that were answered had it within so many days, to a tenth; None when none was."""
        return round(median(self.days), 1) if self.days else None


@dataclass(frozen=True)
class Line:
    """A line of the report: what it is of, and its tally."""

    subject: str
    craft: Craft | None
    block: Place | None
    month: date
    buyer: bool
    tally: Tally


@dataclass(frozen=True)
class Hurts:
    """The whole report: totals by subject, craft, block and month, the most first, and every line of it."""

    total: Tally
    subjects: list[tuple[str, Tally]]
    crafts: list[tuple[Craft | None, Tally]]
    blocks: list[tuple[Place | None, Tally]]
    months: list[tuple[date, Tally]]
    lines: list[Line]


def what_hurts(mart: Mart, place: Place, *, first: date, last: date, buyers: bool) -> Hurts:
    """Of the months from `first` to `last` (their first days), at or below `place`; three statements.

    With `buyers` what buyers asked is counted too, which has no craft and no block.
    """
    mine = Q(place.reach(mart, "block"), maker__isnull=False)
    rows = Question.objects.filter(mine | Q(maker=None) if buyers else mine, mart=mart)
    rows = rows.filter(asked_at__gte=start_of(first), asked_at__lt=start_of(month_after(last)))
    read = list(rows.order_by("pk").values_list(*_READ))
    crafts = Craft.objects.in_bulk({row[1] for row in read if row[1] is not None})
    blocks = Place.objects.in_bulk({row[2] for row in read if row[2] is not None})
    groups: dict[tuple[str, int | None, int | None, date, bool], Tally] = defaultdict(Tally)
    sums: list[dict[Any, Tally]] = [defaultdict(Tally) for _each in range(5)]
    for subject, craft, block, asked, heard, answered, again, maker in read:
        month = day_of(asked).replace(day=1)
        keys = [(subject, craft, block, month, maker is None)]
        for tally in [*(groups[key] for key in keys), *_of(sums, subject, craft, block, month)]:
            tally.add(asked, heard, answered, again=again is not None)
    return Hurts(
        total=sums[4][None],
        subjects=_most(sums[0]),
        crafts=[(crafts.get(pk), tally) for pk, tally in _most(sums[1])],
        blocks=[(blocks.get(pk), tally) for pk, tally in _most(sums[2])],
        months=sorted(sums[3].items()),
        lines=[
            Line(subject, crafts.get(craft or 0), blocks.get(block or 0), month, buyer, tally)
            for (subject, craft, block, month, buyer), tally in sorted(groups.items(), key=lambda item: _order(*item))
        ],
    )


def _of(sums: list[dict[Any, Tally]], *keys: Any) -> Iterable[Tally]:
    return [*(of[key] for of, key in zip(sums, keys, strict=False)), sums[4][None]]


def _most(sums: dict[Any, Tally]) -> list[tuple[Any, Tally]]:
    return sorted(sums.items(), key=lambda item: (-item[1].asked, str(item[0])))


def _order(key: tuple[str, int | None, int | None, date, bool], tally: Tally) -> tuple[date, int, str]:
    return key[3], -tally.asked, str(key)
