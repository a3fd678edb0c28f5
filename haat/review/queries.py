"""What a review page asks. Figures come from DailyFact; makers are counted from their own table."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncWeek

from haat.core.dates import day_of, monday_of, start_of
from haat.makers.models import Maker
from haat.people.models import Role, User
from haat.places.models import Mart, Place
from haat.review.models import DailyFact, Target


@dataclass(frozen=True)
class TargetLine:
    """One target against what is. `value` and `actual` are counts, paise or basis points by `measure`."""

    measure: str
    value: int
    actual: int
    by_day: date | None
    met_on: date | None

    @property
    def met(self) -> bool:
        return self.value > 0 and self.actual >= self.value

    @property
    def short_by(self) -> int:
        return max(0, self.value - self.actual)


@dataclass(frozen=True)
class BlockLine:
    """A block's figures for a month, and whom to call there."""

    block: Place
    vendors: int
    groups: int
    orders: int
    sales_paise: int
    coordinators: list[User]


def month_of(day: date) -> tuple[date, date]:
    """The first of `day`'s month and the first of the next."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def facts(mart: Mart, place: Place, start: date, end: date) -> QuerySet[DailyFact]:
    """Facts from `start` up to and without `end`, of the blocks at or below `place`."""
    rows = DailyFact.objects.filter(mart=mart, day__gte=start, day__lt=end)
    if place.kind == Place.Kind.BLOCK:
        return rows.filter(block_id=place.pk)
    if place.pk == mart.place_id:
        return rows
    blocks = Place.objects.within(place).filter(kind=Place.Kind.BLOCK)
    return rows.filter(block_id__in=blocks.values("pk"))


def _live(mart: Mart, place: Place, end: date) -> QuerySet[Maker]:
    return Maker.objects.filter(mart=mart).live().within(place).filter(live_at__lt=start_of(end))


def targets(mart: Mart, place: Place, day: date) -> list[TargetLine]:
    """The four targets at `place` for `day`'s month against what was reached up to the end of it."""
    start, end = month_of(day)
    goals: dict[str, Target] = {}
    for target in Target.objects.filter(mart=mart, place=place).order_by("by_day"):
        if target.measure not in goals or goals[target.measure].by_day < day:
            goals[target.measure] = target
    sums = facts(mart, place, start, end).aggregate(
        paid=Sum("paid_paise"), delivered=Sum("delivered"), late=Sum("late")
    )
    delivered, late = int(sums["delivered"] or 0), int(sums["late"] or 0)
    live = _live(mart, place, end)
    actual = {
        Target.Measure.VENDORS: live.filter(kind=Maker.Kind.ARTISAN).count(),
        Target.Measure.GROUPS: live.exclude(kind=Maker.Kind.ARTISAN).count(),
        Target.Measure.REACHED: int(sums["paid"] or 0),
        Target.Measure.IN_TIME: (delivered - late) * 10_000 // delivered if delivered else 0,
    }
    return [_target_line(live, str(measure), goals.get(measure), figure) for measure, figure in actual.items()]


def _target_line(live: QuerySet[Maker], measure: str, goal: Target | None, actual: int) -> TargetLine:
    value = goal.value if goal else 0
    return TargetLine(measure, value, actual, goal.by_day if goal else None, _met_on(live, measure, value, actual))


def _met_on(live: QuerySet[Maker], measure: str, value: int, actual: int) -> date | None:
    """The day the target number of makers was live, when it is a count of makers and met."""
    if measure not in (Target.Measure.VENDORS, Target.Measure.GROUPS) or not 0 < value <= actual:
        return None
    rows = (
        live.filter(kind=Maker.Kind.ARTISAN)
        if measure == Target.Measure.VENDORS
        else live.exclude(kind=Maker.Kind.ARTISAN)
    )
    moment = rows.order_by("live_at", "pk").values_list("live_at", flat=True)[value - 1 : value].first()
    return day_of(moment) if moment else None


def late_parcels(mart: Mart, place: Place, day: date) -> tuple[int, int]:
    """(late, delivered) in `day`'s month."""
    start, end = month_of(day)
    sums = facts(mart, place, start, end).aggregate(delivered=Sum("delivered"), late=Sum("late"))
    return int(sums["late"] or 0), int(sums["delivered"] or 0)


def reached_by_month(mart: Mart, place: Place, day: date, months: int = 6) -> list[tuple[date, int]]:
    """(first of month, paise that reached makers), oldest first, `months` of them ending with `day`'s."""
    _start, end = month_of(day)
    firsts = [month_of(day)[0]]
    while len(firsts) < months:
        firsts.insert(0, month_of(firsts[0] - timedelta(days=1))[0])
    rows = facts(mart, place, firsts[0], end).annotate(month=TruncMonth("day")).values("month")
    found = {row["month"]: row["paid"] for row in rows.annotate(paid=Sum("paid_paise"))}
    return [(first, int(found.get(first) or 0)) for first in firsts]


def sales_by_week(mart: Mart, place: Place, day: date, weeks: int = 13) -> list[tuple[date, int, int]]:
    """(Monday, orders, sales in paise), oldest first, ending with `day`'s week."""
    last = monday_of(day)
    first = last - timedelta(weeks=weeks - 1)
    rows = facts(mart, place, first, last + timedelta(weeks=1)).annotate(week=TruncWeek("day")).values("week")
    found = {row["week"]: (row["n"], row["sales"]) for row in rows.annotate(n=Sum("orders"), sales=Sum("sales_paise"))}
    mondays = [first + timedelta(weeks=number) for number in range(weeks)]
    return [(monday, int(found.get(monday, (0, 0))[0]), int(found.get(monday, (0, 0))[1])) for monday in mondays]


def live_by_week(mart: Mart, place: Place, day: date, weeks: int = 13) -> list[tuple[date, int, int]]:
    """(Monday, vendors live, groups live) at the end of each week, oldest first."""
    rows = list(_live(mart, place, day + timedelta(days=1)).values_list("live_at", "kind"))
    out = []
    for number in range(weeks):
        monday = monday_of(day) - timedelta(weeks=weeks - 1 - number)
        end = start_of(monday + timedelta(weeks=1))
        kinds = [kind for live_at, kind in rows if live_at and live_at < end]
        vendors = kinds.count(Maker.Kind.ARTISAN)
        out.append((monday, vendors, len(kinds) - vendors))
    return out


def by_block(mart: Mart, place: Place, day: date) -> list[BlockLine]:
    """Every block at or below `place`: makers live, the month's orders and sales, coordinators; four queries."""
    start, end = month_of(day)
    blocks = Place.objects.within(place).filter(kind=Place.Kind.BLOCK).order_by("slug")
    live: Counter[tuple[int, bool]] = Counter()
    for row in _live(mart, place, end).values("block_id", "kind").annotate(n=Count("pk")):
        live[row["block_id"], row["kind"] == Maker.Kind.ARTISAN] += row["n"]
    sales = {
        row["block_id"]: (row["n"], row["sales"])
        for row in facts(mart, place, start, end).values("block_id").annotate(n=Sum("orders"), sales=Sum("sales_paise"))
    }
    people: dict[int, list[User]] = {}
    for role in Role.objects.filter(mart=mart, kind=Role.Kind.COORDINATOR).select_related("user").order_by("pk"):
        people.setdefault(role.place_id, []).append(role.user)
    return [
        BlockLine(
            block=block,
            vendors=live[block.pk, True],
            groups=live[block.pk, False],
            orders=int(sales.get(block.pk, (0, 0))[0]),
            sales_paise=int(sales.get(block.pk, (0, 0))[1]),
            coordinators=people.get(block.pk, []),
        )
        for block in blocks
    ]
