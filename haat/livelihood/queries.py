"""Reading work and earnings: sums of a half-year by block and maker, and the road of one maker's figures."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Sum, Value, When

from haat.catalogue.models import Good
from haat.core.dates import day_of, start_of
from haat.ledger.models import Due, Share
from haat.livelihood.models import DayRule, MonthWork
from haat.livelihood.reckoning import FIGURES, Line, Owed, Sums, add, dues_between, lines_of
from haat.livelihood.rules import DEFAULT, HalfYear, days_of
from haat.makers.models import Maker, MakerQuerySet, Organisation
from haat.makers.queries import one_with
from haat.orders.models import Part
from haat.places.models import Mart
from haat.roster.models import Person


def day_rule(mart: Mart) -> DayRule:
    """The rule by which hours are shown as days now; one that is not kept where the mart has chosen none."""
    return DayRule.objects.filter(mart=mart).order_by("-pk").first() or DayRule(mart=mart, rule=DEFAULT)


def months_between(makers: MakerQuerySet, half: HalfYear) -> QuerySet[MonthWork]:
    """These makers' months of a half-year."""
    return MonthWork.objects.filter(maker__in=makers, month__gte=half.first, month__lte=half.last)


@dataclass(frozen=True)
class Reached:
    """How many makers earned, and in how many households; `estimated` of these are counted one a member."""

    makers: int = 0
    households: int = 0
    estimated: int = 0


@dataclass
class Row:
    """One line of a page: a block, a maker or all of them, and what its half-year comes to."""

    sums: Sums = field(default_factory=Sums)
    reached: Reached = field(default_factory=Reached)

    def days(self, rule: str) -> float:
        """Days of work by a rule."""
        return days_of(rule, minutes=self.sums.minutes, halves=self.sums.halves)


def by_block(makers: MakerQuerySet, half: HalfYear) -> dict[int, Row]:
    """Block → what the half-year of these makers comes to; two statements."""
    months = months_between(makers, half).order_by().values("maker__block_id")
    each: dict[str, Any] = {f"sum_{name}": Sum(name) for name in FIGURES}
    found = {row["maker__block_id"]: Row(_sums(row)) for row in months.annotate(**each)}
    for block, reached in _reached_by_block(makers, half).items():
        found.setdefault(block, Row()).reached = reached
    return found


def _sums(row: Mapping[str, Any]) -> Sums:
    return Sums(**{name: int(row[f"sum_{name}"] or 0) for name in FIGURES})


def whole(rows: Collection[Row]) -> Row:
    """Several rows together."""
    sums = Sums(**{name: sum(getattr(row.sums, name) for row in rows) for name in FIGURES})
    reached = [row.reached for row in rows]
    return Row(
        sums,
        Reached(
            sum(each.makers for each in reached),
            sum(each.households for each in reached),
            sum(each.estimated for each in reached),
        ),
    )


def who_earned(makers: MakerQuerySet, half: HalfYear) -> MakerQuerySet:
    """Those of these makers who earned something in a half-year, or worked for it."""
    mine = MonthWork.objects.filter(maker=OuterRef("pk"), month__gte=half.first, month__lte=half.last)
    return makers.filter(Exists(mine))


def with_households(makers: MakerQuerySet) -> MakerQuerySet:
    """Each with its `households`, and how many of these are `estimated`: one a member, where nobody has told who lives
    with whom. An artisan is one household."""
    named = Person.objects.filter(group__maker=OuterRef("pk")).exclude(guardian="")
    artisan, told = Q(kind=Maker.Kind.ARTISAN), Q(Exists(named))
    numbers = IntegerField()
    return makers.annotate(
        households=Case(
            When(artisan, then=Value(1)),
            When(told, then=F("known_as__household_count")),
            default=F("member_count"),
            output_field=numbers,
        ),
        estimated=Case(When(artisan | told, then=Value(0)), default=F("member_count"), output_field=numbers),
    )


def _reached_by_block(makers: MakerQuerySet, half: HalfYear) -> dict[int, Reached]:
    """Who was found to be another maker counts as that one, where the reader sees it."""
    earned = who_earned(makers, half)
    own = Q(merged_into=None) & (Q(pk__in=earned.values("pk")) | Q(pk__in=earned.values("merged_into")))
    lost = Q(merged_into__isnull=False, pk__in=earned.values("pk")) & ~Q(merged_into__in=makers.values("pk"))
    rows = with_households(makers.filter(own | lost)).order_by().values("block_id")
    counted = rows.annotate(n=Count("pk"), h=Sum("households"), e=Sum("estimated"))
    return {row["block_id"]: Reached(row["n"], int(row["h"] or 0), int(row["e"] or 0)) for row in counted}


def sums_of(makers: Collection[Maker], half: HalfYear) -> dict[int, Sums]:
    """Maker → what its half-year comes to; one statement."""
    months = MonthWork.objects.filter(
        maker__in=[maker.pk for maker in makers], month__gte=half.first, month__lte=half.last
    )
    each: dict[str, Any] = {f"sum_{name}": Sum(name) for name in FIGURES}
    return {row["maker_id"]: _sums(row) for row in months.order_by().values("maker_id").annotate(**each)}


def months_of(makers: Collection[Maker], half: HalfYear) -> dict[int, dict[date, int]]:
    """Maker → first of the month → paise earned in it; one statement."""
    rows = MonthWork.objects.filter(
        maker__in=[maker.pk for maker in makers], month__gte=half.first, month__lte=half.last, earned_paise__gt=0
    )
    found: dict[int, dict[date, int]] = {}
    for maker_id, month, paise in rows.values_list("maker_id", "month", "earned_paise"):
        found.setdefault(maker_id, {})[month] = paise
    return found


def organisations_with(makers: MakerQuerySet, half: HalfYear) -> QuerySet[Organisation]:
    """The organisations whose groups, of these makers, earned in a half-year."""
    rows = who_earned(makers, half).filter(organisation__isnull=False)
    return Organisation.objects.filter(pk__in=rows.values("organisation")).select_related("parent").order_by("slug")


@dataclass(frozen=True)
class OfGood:
    """Pieces of one good with one sheet: what it says of a piece, and what that comes to."""

    good: Good
    line: Line
    pieces: int

    @property
    def minutes(self) -> int:
        return self.pieces * self.line.sheet.minutes if self.line.sheet else 0

    @property
    def hours(self) -> float:
        """Hours of work, to one decimal."""
        return round(self.minutes / 60, 1)


@dataclass(frozen=True)
class Paid:
    """Where the money of a half-year stands (paise): with the maker, or still owed to her."""

    paid_paise: int
    owed_paise: int


@dataclass(frozen=True)
class Road:
    """How one maker's figures of a half-year come about: by month, by good, by where the money stands."""

    row: Row
    months: list[tuple[date, Sums]]
    goods: list[OfGood]
    paid: Paid


def road_of(maker: Maker, half: HalfYear) -> Road:
    """The road of a maker's figures, made of the orders themselves; those found to be it counted with it. Six
    statements."""
    keys = list(one_with(maker).values_list("pk", flat=True))
    dues = dues_between(keys, half.first, half.end)
    lines = lines_of(dues)
    sums = Sums()
    for due in dues:
        if lines.get(due.part_id) or due.amount_paise:
            add(sums, due, lines.get(due.part_id, []))
    kept = MonthWork.objects.filter(maker__in=keys, month__gte=half.first, month__lte=half.last)
    months: dict[date, Sums] = {}
    for row in kept.order_by("month"):
        there = months.setdefault(row.month, Sums())
        for name in FIGURES:
            setattr(there, name, getattr(there, name) + getattr(row, name))
    sums.halves = sum(each.halves for each in months.values())
    return Road(Row(sums), list(months.items()), _by_good(lines), _paid(dues))


def _paid(dues: Collection[Owed]) -> Paid:
    paid = sum(due.amount_paise for due in dues if due.state == Due.State.PAID)
    return Paid(paid, sum(due.amount_paise for due in dues) - paid)


def _by_good(lines: dict[int, list[Line]]) -> list[OfGood]:
    pieces: Counter[tuple[int, Any]] = Counter()
    first: dict[tuple[int, Any], Line] = {}
    for line in (line for some in lines.values() for line in some):
        key = (line.good_id, line.sheet)
        pieces[key] += line.pieces
        first.setdefault(key, line)
    goods = Good.objects.prefetch_related("texts").in_bulk({good_id for good_id, _sheet in pieces})
    return [OfGood(goods[key[0]], first[key], count) for key, count in pieces.most_common()]


def parts_of(maker: Maker, half: HalfYear) -> QuerySet[Part]:
    """The orders a half-year's figures are made of, each with what it earned."""
    rows = Part.objects.filter(
        due__maker__in=one_with(maker).values("pk"),
        due__earned_at__gte=start_of(half.first),
        due__earned_at__lt=start_of(half.end),
    )
    return rows.select_related("due").prefetch_related("lines")


@dataclass
class OfMember:
    """What one member of a group was given of what the bank paid in a half-year, and what is not given yet (paise)."""

    member_id: int
    names: dict[str, str]
    maker_id: int
    given_paise: int = 0
    open_paise: int = 0
    months: set[date] = field(default_factory=set)


def shares_between(makers: Collection[Maker], half: HalfYear) -> list[OfMember]:
    """By member of these makers, what the books have of her share; one statement. What nobody has shared out stays
    with the group, and what she says she has not got is not given."""
    rows = Share.objects.filter(
        payout__maker__in=[maker.pk for maker in makers],
        payout__paid_at__gte=start_of(half.first),
        payout__paid_at__lt=start_of(half.end),
    ).order_by("payout__maker", "member")
    fields = ("member_id", "member__names", "payout__maker_id", "amount_paise", "given_at", "disputed_at")
    found: dict[int, OfMember] = {}
    for member_id, names, maker_id, paise, given_at, disputed_at in rows.values_list(*fields):
        one = found.setdefault(member_id, OfMember(member_id, names, maker_id))
        if given_at is not None and disputed_at is None:
            one.given_paise += paise
            one.months.add(day_of(given_at).replace(day=1))
        else:
            one.open_paise += paise
    return list(found.values())


def last_month(mart: Mart) -> date | None:
    """The latest month of which something is kept."""
    found: date | None = MonthWork.objects.filter(mart=mart).aggregate(last=Max("month"))["last"]
    return found
