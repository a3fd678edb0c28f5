"""What came of lessons: tried, right in the real app within seven days, still right after thirty. Never "watched"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from haat.learning.judging import WITHIN_A_WEEK
from haat.learning.models import Meeting, Presence, SceneCount, Study, Suggestion
from haat.learning.rules import (
    FIRST_WITHIN,
    JUDGED_FROM,
    LATER_AFTER,
    LEAST_RIGHT,
    LEAST_TRIED,
)
from haat.makers.models import Maker
from haat.places.models import Mart

RIGHT = Study.Verdict.RIGHT


@dataclass(frozen=True)
class Result:
    """Counts of one lesson, craft or block.

    `judged`: her week is over (of what can be done within one), or she had her first case; `aged`: thirty days are over
    and she had a case since.
    """

    name: Any
    suggested: int
    begun: int
    tried: int
    right: int
    judged: int
    still: int
    aged: int

    @property
    def tried_percent(self) -> int | None:
        return _percent(self.tried, self.begun)

    @property
    def right_percent(self) -> int | None:
        return _percent(self.right, self.judged)

    @property
    def still_percent(self) -> int | None:
        return _percent(self.still, self.aged)

    @property
    def redraw(self) -> bool:
        """Too few of those who began it tried it, or did it right: its pictures are to be drawn anew."""
        if self.begun < JUDGED_FROM:
            return False
        right = self.right_percent if self.judged >= JUDGED_FROM else None
        return (self.tried_percent or 0) < LEAST_TRIED or (right is not None and right < LEAST_RIGHT)


def _percent(part: int, whole: int) -> int | None:
    return round(part * 100 / whole) if whole else None


def results(
    mart: Mart, makers: QuerySet[Maker], by: str, *, lesson: str = "", now: datetime | None = None
) -> list[Result]:
    """By "lesson", "craft" or "maker__block" of these makers' studies; two statements."""
    moment = now or timezone.now()
    studies = Study.objects.filter(mart=mart, maker__in=makers)
    offered = Suggestion.objects.filter(maker__in=makers)
    if lesson:
        studies, offered = studies.filter(lesson=lesson), offered.filter(lesson=lesson)
    rows = studies.order_by().values(by).annotate(**_counts(moment))
    told = dict(offered.order_by().values_list("lesson").annotate(n=Count("pk"))) if by == "lesson" else {}
    found = [_result(row, by, told) for row in rows]
    lacking = set(told) - {each.name for each in found}
    return [*found, *(Result(name, told[name], 0, 0, 0, 0, 0, 0) for name in sorted(lacking))]


def _counts(now: datetime) -> dict[str, Count]:
    over = Q(begun_at__lte=now - FIRST_WITHIN, check_name__in=WITHIN_A_WEEK)
    return {
        "n_begun": Count("pk"),
        "n_tried": Count("pk", filter=Q(tried_at__isnull=False)),
        "n_right": Count("pk", filter=Q(first=RIGHT)),
        "n_judged": Count("pk", filter=over | ~Q(first="")),
        "n_still": Count("pk", filter=Q(later=RIGHT)),
        "n_aged": Count("pk", filter=Q(begun_at__lte=now - LATER_AFTER) & ~Q(later="")),
    }


def _result(row: Mapping[str, Any], by: str, told: Mapping[str, int]) -> Result:
    counts = (row[f"n_{name}"] for name in ("begun", "tried", "right", "judged", "still", "aged"))
    return Result(row[by], told.get(row[by], 0), *counts)


def weakest_scenes(mart: Mart, lesson: str) -> list[SceneCount]:
    """The scenes of a lesson that were heard again, gone back to or left most often: the worst is redrawn first."""
    rows = SceneCount.objects.filter(mart=mart, lesson=lesson)
    return sorted(rows, key=lambda row: (-(row.again + row.back + 2 * row.left), row.scene))


def persons(makers: QuerySet[Maker], lesson: str) -> QuerySet[Study]:
    """Who learns a lesson, one by one: only for whoever helps these makers. The last first."""
    rows = Study.objects.filter(maker__in=makers, lesson=lesson)
    return rows.select_related("maker__block", "person").order_by("-begun_at", "-pk")


@dataclass(frozen=True)
class Cost:
    """What a lesson's teaching took: minutes of teachers, and how many were there."""

    meetings: int
    minutes: int
    present: int


def cost_of(meetings: QuerySet[Meeting], lesson: str) -> Cost:
    """Of the meetings of a lesson that were held; two statements."""
    rows = list(meetings.filter(lesson=lesson, called_off_at=None).values_list("pk", "minutes"))
    present = Presence.objects.filter(meeting__in=[pk for pk, _minutes in rows]).count()
    return Cost(len(rows), sum(minutes for _pk, minutes in rows), present)


def not_begun(makers: QuerySet[Maker], lesson: str) -> QuerySet[Suggestion]:
    """Makers to whom it was offered and of whom nobody began it, the longest first."""
    begun = Study.objects.filter(maker=OuterRef("maker"), lesson=lesson)
    rows = Suggestion.objects.filter(~Exists(begun), maker__in=makers, lesson=lesson)
    return rows.select_related("maker__block").order_by("at", "pk")


def numbers_of(rows: Iterable[Result]) -> Result:
    """All of them together."""
    total = list(rows)
    fields = ("suggested", "begun", "tried", "right", "judged", "still", "aged")
    return Result("", *(sum(getattr(row, name) for row in total) for name in fields))
