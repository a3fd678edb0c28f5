"""What a review page asks. Figures come from DailyFact; makers are counted from their own table."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from haat.catalogue.models import Good
from haat.core.dates import day_of, monday_of, start_of, today
from haat.core.models import Event
from haat.ledger.models import Payout
from haat.ledger.queries import unpaid
from haat.makers.models import Maker
from haat.orders.models import Part
from haat.people.models import Role, User
from haat.places.models import Mart, Place
from haat.review.models import DailyFact, Target
from haat.review.rules import GOING, GONE

# What a mart is set up by; each tells what was before.
SETTINGS = (
    *("places.mart_opened", "places.mart_changed", "pricing.fee_set", "delivery.zone_set"),
    *("places.doors_opened", "places.doors_closed", "places.account_proposed", "places.account_refused"),
    *("places.festival_set", "places.festival_dropped", "pricing.fee_taken_back", "delivery.zone_removed"),
    *("people.role_given", "people.role_taken", "people.role_moved", "people.blocked", "people.unblocked"),
    *("people.let_in_anew", "review.target_set", "review.target_taken_back"),
)


@dataclass(frozen=True)
class TargetLine:
    """One target against what is. `value` and `actual` are counts, paise or basis points by `measure`.

    `known` False: there is nothing yet of which `actual` would be a share.
    """

    measure: str
    value: int
    actual: int
    by_day: date | None
    met_on: date | None
    known: bool = True

    @property
    def met(self) -> bool:
        return self.value > 0 and self.actual >= self.value

    @property
    def short_by(self) -> int:
        return max(0, self.value - self.actual)


@dataclass(frozen=True)
class BlockLine:
    """A block's figures for a month, whom to call there, and its targets (0: none is set)."""

    block: Place
    vendors: int
    groups: int
    orders: int
    sales_paise: int
    coordinators: list[User]
    vendors_goal: int = 0
    groups_goal: int = 0

    @property
    def vendors_short(self) -> int:
        return max(0, self.vendors_goal - self.vendors)

    @property
    def groups_short(self) -> int:
        return max(0, self.groups_goal - self.groups)


@dataclass(frozen=True)
class Lateness:
    """Parcels of a month: delivered, of them late, and those past their day that have not arrived."""

    late: int
    overdue: int
    delivered: int

    @property
    def due(self) -> int:
        return self.delivered + self.overdue

    @property
    def missed(self) -> int:
        return self.late + self.overdue

    @property
    def in_time_bp(self) -> int:
        """The share in time, in basis points; 0 when nothing was due."""
        return (self.due - self.missed) * 10_000 // self.due if self.due else 0


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


def _selling(mart: Mart, place: Place) -> QuerySet[Maker]:
    """Makers that sell: open, with a good in the shop."""
    in_shop = Good.objects.filter(maker=OuterRef("pk"), state=Good.State.LIVE)
    makers = Maker.objects.filter(place.reach(mart, "block"), mart=mart).live()
    return makers.filter(Exists(in_shop), live_at__isnull=False)


def _live(mart: Mart, place: Place, end: date) -> QuerySet[Maker]:
    """Those of them that were open before `end`."""
    return _selling(mart, place).filter(live_at__lt=start_of(end))


def newest_fact() -> int:
    """The number of the fact that was made last in any mart; another one whenever figures were made anew."""
    return DailyFact.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


class Open(NamedTuple):
    """A maker that sells: since when, of what kind, and where."""

    live_at: datetime
    kind: str
    block_id: int


def open_makers(mart: Mart, place: Place) -> list[Open]:
    """Every maker that sells at or below `place`, who began first at the head; one query."""
    rows = _selling(mart, place).order_by("live_at", "pk")
    told = rows.values_list("live_at", "kind", "block_id")
    return [Open(live_at, kind, block_id) for live_at, kind, block_id in told if live_at is not None]


def _until(makers: Sequence[Open], end: date) -> Sequence[Open]:
    """Those of them that were open before `end`."""
    return makers[: bisect_left(makers, start_of(end), key=lambda maker: maker.live_at)]


def targets(
    mart: Mart, place: Place, day: date, *, late: Lateness | None = None, makers: Sequence[Open] | None = None
) -> list[TargetLine]:
    """The four targets at `place` for `day`'s month against what was reached up to the end of it.

    `late` and `makers`: the parcels of the place and the month, and its `open_makers`, where they were read before.
    """
    start, end = month_of(day)
    goals = {measure: goal for (_place, measure), goal in goals_at(mart, [place.pk], day).items()}
    paid = facts(mart, place, start, end).aggregate(paid=Sum("paid_paise"))["paid"]
    late = late or total_lateness(lateness(mart, place, day).values())
    live = _live(mart, place, end)
    kinds = Counter(maker.kind for maker in _until(open_makers(mart, place) if makers is None else makers, end))
    vendors = kinds[Maker.Kind.ARTISAN]
    actual = {
        Target.Measure.VENDORS: vendors,
        Target.Measure.GROUPS: kinds.total() - vendors,
        Target.Measure.REACHED: int(paid or 0),
        Target.Measure.IN_TIME: late.in_time_bp,
    }
    lines = [_target_line(live, str(measure), goals.get(measure), figure) for measure, figure in actual.items()]
    unknown = () if late.due else (Target.Measure.IN_TIME,)
    return [replace(line, known=False) if line.measure in unknown else line for line in lines]


def goals_at(mart: Mart, place_ids: Iterable[int], day: date) -> dict[tuple[int, str], Target]:
    """(place, measure) → the target that holds on `day`: the next to come, else the last; one query."""
    goals: dict[tuple[int, str], Target] = {}
    for target in Target.objects.filter(mart=mart, place__in=list(place_ids)).order_by("by_day"):
        key = (target.place_id, target.measure)
        if key not in goals or goals[key].by_day < day:
            goals[key] = target
    return goals


def _target_line(live: QuerySet[Maker], measure: str, goal: Target | None, actual: int) -> TargetLine:
    value = goal.value if goal else 0
    return TargetLine(measure, value, actual, goal.by_day if goal else None, _met_on(live, measure, value, actual))


def _met_on(live: QuerySet[Maker], measure: str, value: int, actual: int) -> date | None:
    """The day the target number of makers was live, when it is a count of makers and met."""
    if measure not in (Target.Measure.VENDORS, Target.Measure.GROUPS) or not 0 < value <= actual:
        return None
    rows = _of_measure(live, measure)
    moment = rows.order_by("live_at", "pk").values_list("live_at", flat=True)[value - 1 : value].first()
    return day_of(moment) if moment else None


def lateness(mart: Mart, place: Place, day: date) -> dict[int, Lateness]:
    """Block → parcels late and in time in `day`'s month; two queries."""
    start, end = month_of(day)
    rows = facts(mart, place, start, end).values("block_id").annotate(n=Sum("delivered"), late_n=Sum("late"))
    came = {row["block_id"]: (int(row["late_n"]), int(row["n"])) for row in rows}
    waiting = _parts(mart, place).filter(_overdue(day)).order_by().values_list("maker__block_id")
    missing = dict(waiting.annotate(n=Count("pk")))
    found = {}
    for block_id in sorted(came.keys() | missing.keys()):
        late, delivered = came.get(block_id, (0, 0))
        found[block_id] = Lateness(late, missing.get(block_id, 0), delivered)
    return found


def total_lateness(rows: Iterable[Lateness]) -> Lateness:
    """Several blocks together."""
    given = list(rows)
    return Lateness(sum(r.late for r in given), sum(r.overdue for r in given), sum(r.delivered for r in given))


def _parts(mart: Mart, place: Place) -> QuerySet[Part]:
    return Part.objects.filter(place.reach(mart, "maker__block"), mart=mart)


def _overdue(day: date) -> Q:
    """Past their day and not there: today in the running month, at its end in one that is over."""
    _start, end = month_of(day)
    there_not = Q(state__in=GOING, closed_at=None)
    if end <= today():
        there_not |= Q(delivered_at__gte=start_of(end))
    return there_not & Q(promised_by__lt=min(end, today()))


def _in_month(field: str, day: date) -> Q:
    start, end = month_of(day)
    return Q(**{f"{field}__gte": start_of(start), f"{field}__lt": start_of(end)})


def sold_in(mart: Mart, place: Place, day: date) -> QuerySet[Part]:
    """The parts whose goods are the sales of `day`'s month."""
    return _parts(mart, place).filter(_in_month("placed_at", day)).exclude(state__in=GONE)


def due_in(mart: Mart, place: Place, day: date) -> QuerySet[Part]:
    """The parcels delivered in `day`'s month, and those past their day that have not arrived."""
    there, late = _parts(mart, place).filter(_in_month("delivered_at", day)), _parts(mart, place).filter(_overdue(day))
    # Each by its own index, and both together by their keys; by `or`, SQLite walks every part by its day.
    return Part.objects.filter(pk__in=there.order_by().values("pk").union(late.order_by().values("pk")))


def paid_in(mart: Mart, place: Place, day: date) -> QuerySet[Payout]:
    """The payouts the bank paid in `day`'s month."""
    paid = Payout.objects.filter(place.reach(mart, "maker__block"), mart=mart, state=Payout.State.PAID)
    return paid.filter(_in_month("paid_at", day))


def live_in(mart: Mart, place: Place, day: date, measure: str) -> QuerySet[Maker]:
    """The vendors or groups counted for `day`'s month."""
    return _of_measure(_live(mart, place, month_of(day)[1]), measure)


def coming(mart: Mart, place: Place, measure: str) -> QuerySet[Maker]:
    """The vendors or groups enrolled and not open yet."""
    return _of_measure(Maker.objects.filter(place.reach(mart, "block"), mart=mart, state=Maker.State.ENROLLED), measure)


def _of_measure(rows: QuerySet[Maker], measure: str) -> QuerySet[Maker]:
    artisan = Q(kind=Maker.Kind.ARTISAN)
    return rows.filter(artisan if measure == Target.Measure.VENDORS else ~artisan)


def reached_by_month(mart: Mart, place: Place, day: date, months: int = 6) -> list[tuple[date, int]]:
    """(first of month, paise that reached makers), oldest first, `months` of them ending with `day`'s."""
    _start, end = month_of(day)
    firsts = [month_of(day)[0]]
    while len(firsts) < months:
        firsts.insert(0, month_of(firsts[0] - timedelta(days=1))[0])
    found: Counter[date] = Counter()
    for on, paid in _by_day(facts(mart, place, firsts[0], end), "paid_paise"):
        found[on.replace(day=1)] += paid
    return [(first, found[first]) for first in firsts]


def _by_day(rows: QuerySet[DailyFact], *columns: str) -> Iterator[tuple[Any, ...]]:
    """(day, sum of each column); the weeks and months are made of few days here, and not of many rows there."""
    sums = rows.order_by().values_list("day").annotate(**{f"{column}_sum": Sum(column) for column in columns})
    return ((on, *map(int, found)) for on, *found in sums)


def sales_by_week(mart: Mart, place: Place, day: date, weeks: int = 13) -> list[tuple[date, int, int]]:
    """(Monday, orders, sales in paise), oldest first, ending with `day`'s week."""
    last = monday_of(day)
    first = last - timedelta(weeks=weeks - 1)
    orders: Counter[date] = Counter()
    sales: Counter[date] = Counter()
    for on, n, paise in _by_day(facts(mart, place, first, last + timedelta(weeks=1)), "orders", "sales_paise"):
        orders[monday_of(on)] += n
        sales[monday_of(on)] += paise
    mondays = [first + timedelta(weeks=number) for number in range(weeks)]
    return [(monday, orders[monday], sales[monday]) for monday in mondays]


def live_by_week(
    mart: Mart, place: Place, day: date, weeks: int = 13, *, makers: Sequence[Open] | None = None
) -> list[tuple[date, int, int]]:
    """(Monday, vendors live, groups live) at the end of each week, oldest first; `makers` as `targets` has them."""
    rows = _until(open_makers(mart, place) if makers is None else makers, day + timedelta(days=1))
    out = []
    for number in range(weeks):
        monday = monday_of(day) - timedelta(weeks=weeks - 1 - number)
        kinds = [maker.kind for maker in _until(rows, monday + timedelta(weeks=1))]
        vendors = kinds.count(Maker.Kind.ARTISAN)
        out.append((monday, vendors, len(kinds) - vendors))
    return out


def by_block(mart: Mart, place: Place, day: date, *, makers: Sequence[Open] | None = None) -> list[BlockLine]:
    """Every block at or below `place`: makers live and meant to be, the month's orders and sales, coordinators.

    Five queries; one less with `makers`, as `targets` has them.
    """
    start, end = month_of(day)
    blocks = list(Place.objects.within(place).filter(kind=Place.Kind.BLOCK).order_by("slug"))
    goals = {key: goal.value for key, goal in goals_at(mart, [block.pk for block in blocks], day).items()}
    open_ = _until(open_makers(mart, place) if makers is None else makers, end)
    live = Counter((maker.block_id, maker.kind == Maker.Kind.ARTISAN) for maker in open_)
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
            vendors_goal=goals.get((block.pk, Target.Measure.VENDORS), 0),
            groups_goal=goals.get((block.pk, Target.Measure.GROUPS), 0),
        )
        for block in blocks
    ]


def settings_told(mart: Mart) -> QuerySet[Event]:
    """Every change of how a mart is set up, newest first: the mart itself, fees, zones, roles and targets."""
    return Event.objects.filter(mart_id=mart.pk, kind__in=SETTINGS).order_by("-pk")


def coming_by_kind(mart: Mart, place: Place) -> dict[str, int]:
    """How many makers are enrolled and not open, by kind, and how many of them have no bank account."""
    artisan, no_bank = Q(kind=Maker.Kind.ARTISAN), Q(bank__isnull=True)
    found = Maker.objects.filter(place.reach(mart, "block"), mart=mart, state=Maker.State.ENROLLED)
    return found.aggregate(
        vendors=Count("pk", filter=artisan),
        vendors_no_bank=Count("pk", filter=artisan & no_bank),
        groups=Count("pk", filter=~artisan),
        groups_no_bank=Count("pk", filter=~artisan & no_bank),
    )


def aims_since(mart: Mart, place: Place, day: date) -> dict[date, int]:
    """First of the month → the target of money that reaches makers, from the month of `day` on."""
    aims = Target.objects.filter(mart=mart, place=place, measure=Target.Measure.REACHED, by_day__gte=day)
    return {aim.by_day.replace(day=1): aim.value for aim in aims}


def targets_of(mart: Mart) -> QuerySet[Target]:
    """The mart's targets with their places."""
    return Target.objects.filter(mart=mart).select_related("place")


def makers_of_block(mart: Mart, block: Place, day: date, *, most: int | None = None) -> list[dict[str, Any]]:
    """Makers of a block with the month's orders, sales and pay, and what is owed now, who sold most first.

    At most `most`, or all of them; three queries.
    """
    start, end = month_of(day)
    rows = facts(mart, block, start, end).values("maker_id")
    rows = rows.annotate(n=Sum("orders"), sales=Sum("sales_paise"), paid=Sum("paid_paise"), late_n=Sum("late"))
    sums = {row["maker_id"]: row for row in rows}
    none = {"n": 0, "sales": 0, "paid": 0, "late_n": 0}
    makers = of_block(mart, block).order_by("state", "slug")
    first = sorted(makers.values_list("pk", flat=True), key=lambda pk: -(sums.get(pk) or none)["sales"])[:most]
    dues = unpaid(mart).filter(maker__in=first) if most else unpaid(mart).filter(maker__block=block)
    owed = dict(dues.values_list("maker_id").annotate(paise=Sum("amount_paise")))
    whole = makers.select_related("block").in_bulk(first)
    return [{"maker": whole[pk], "owed": owed.get(pk, 0), **(sums.get(pk) or none)} for pk in first]


def of_block(mart: Mart, block: Place) -> QuerySet[Maker]:
    """The makers of a block, whatever their state."""
    return Maker.objects.own().filter(mart=mart, block=block)
