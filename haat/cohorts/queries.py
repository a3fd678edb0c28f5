"""Reading waves: lists with how far they are, seats of one, what it cost."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from haat.cohorts.models import Cohort, Cost, Seat
from haat.cohorts.rules import FIELDS, STAGES, TOO_LATE, Condition, cohorts_within, conditions, seats_within, whole
from haat.core.dates import today
from haat.core.json_rows import Rows, rows_of
from haat.core.prepared import Prepared, Slot
from haat.ledger.models import Payout
from haat.makers.models import Maker
from haat.places.models import Mart, Place

NEVER = date(9000, 1, 1)
_BILLS = Rows(
    "kind, amount_paise",
    "FROM cohorts_cost WHERE cohorts_cost.cohort_id = cohorts_cohort.id AND cohorts_cost.struck_at IS NULL",
)


@dataclass(frozen=True)
class Far:
    """How far a wave is: its groups, how many reached each stage, how many are stuck, by stage and together."""

    groups: int
    reached: tuple[int, ...]
    stuck: int

    def at(self, stage: str) -> int:
        return self.reached[STAGES.index(stage)]

    @property
    def live(self) -> int:
        return self.at("live")

    @property
    def sold(self) -> int:
        return self.at("sale")


def cohorts_of(mart: Mart, place: Place) -> "QuerySet[Cohort]":
    """The waves in which a group at or below a place is, the newest first."""
    return cohorts_within(place, mart).order_by("-pk")


def cohort_at(mart: Mart, place: Place) -> "QuerySet[Cohort]":
    """The same, with what the page of one shows: the wave it was copied from, its `bills` (kind, paise) without those
    that were struck, and `paid_paise`, what reached its groups since it began."""
    return _shown(cohorts_within(place, mart))


def _shown(cohorts: "QuerySet[Cohort]") -> "QuerySet[Cohort]":
    rows: Any = cohorts.select_related("copied")
    sat = Seat.objects.filter(cohort=OuterRef(OuterRef("pk")), left_on=None)
    theirs = Maker.objects.filter(Q(known_as__in=sat.values("group")) | Q(pk__in=sat.values("maker")))
    paid = Payout.objects.filter(state=Payout.State.PAID, paid_at__date__gte=OuterRef("begun_on"))
    sums = (
        paid.filter(maker__in=theirs.order_by().values("pk"))
        .order_by()
        .values("mart")
        .annotate(paise=Sum("amount_paise"))
    )
    found: QuerySet[Cohort] = rows.annotate(bills=rows_of(_BILLS), paid_paise=Subquery(sums.values("paise")[:1]))
    return found


def cohort_of(mart: Mart, place: Place, pk: int) -> Cohort | None:
    """The one of these called so; its page is asked for all day, and of the whole mart the statement is kept."""
    if whole(place, mart):
        return _cohort.first(mart=mart.pk, pk=pk)
    return cohort_at(mart, place).filter(pk=pk).first()


@Prepared
def _cohort() -> "QuerySet[Cohort]":
    wanted = Cohort.objects.filter(mart=Slot("mart", BigIntegerField()), pk=Slot("pk", BigIntegerField()))
    return _shown(wanted)


def by_kind(bills: Iterable[Sequence[Any]] | None) -> dict[str, int]:
    """Kind of cost → paise, of the `bills` of a wave."""
    found: dict[str, int] = {}
    for kind, paise in bills or ():
        found[kind] = found.get(kind, 0) + paise
    return found


def far(cohorts: Collection[Cohort], mart: Mart, place: Place) -> dict[int, Far]:
    """Wave → how far its groups at or below a place are; one statement."""
    rows = seats_within(place, mart).filter(cohort__in=[each.pk for each in cohorts], left_on=None).order_by()
    counts: dict[str, Any] = {field: Count(field) for field in FIELDS}
    late = Count("pk", filter=Q(open=True, stuck_from__lt=today()))
    told: Any = rows.values("cohort").annotate(groups=Count("pk"), stuck=late, **counts)
    found = {row["cohort"]: Far(row["groups"], tuple(row[f] for f in FIELDS), row["stuck"]) for row in told}
    return {each.pk: found.get(each.pk, Far(0, (0,) * len(FIELDS), 0)) for each in cohorts}


def conditions_of(cohort: Cohort) -> tuple[Condition, ...]:
    """What the wave shows of what it must before it is copied; one statement."""
    long_ago = today() - timedelta(days=TOO_LATE)
    rows = Seat.objects.filter(cohort=cohort, left_on=None)
    told = rows.aggregate(
        groups=Count("pk"),
        live=Count("live_on"),
        sold=Count("sale_on"),
        late=Count("pk", filter=Q(open=True, stuck_from__lt=long_ago)),
    )
    return conditions(told["groups"], told["live"], told["sold"], told["late"])


def seats_of(cohort: Cohort, place: Place) -> "QuerySet[Seat]":
    """Its groups at or below a place that have not left, with what a line shows, the longest stuck first."""
    rows = seats_within(place, cohort.mart).filter(cohort=cohort, left_on=None)
    # `order`: who is through, or whom no plan leads, stands at the end.
    ordered = rows.annotate(order=Coalesce("stuck_from", Value(NEVER)))
    return ordered.select_related("group", "maker", "block", "place")


def stuck_of(seats: "QuerySet[Seat]") -> "QuerySet[Seat]":
    """Those of them that wait beyond the plan."""
    return seats.filter(open=True, stuck_from__lt=today())


def seat_at(mart: Mart, place: Place) -> "QuerySet[Seat]":
    """The seats at or below a place, those that left too, with what the page of one shows."""
    return seats_within(place, mart).select_related("group__maker", "maker", "block", "place", "cohort")


def stuck_within(mart: Mart, place: Place, days: int = 0) -> "QuerySet[Seat]":
    """Groups at or below a place that wait more than so many days beyond the plan of a running wave."""
    rows = seats_within(place, mart).filter(open=True, stuck_from__lt=today() - timedelta(days=days))
    return rows.select_related("group__maker", "maker", "block")


def costs_of(cohort: Cohort) -> "QuerySet[Cost]":
    """Every bill, the newest first, those that were struck too."""
    return Cost.objects.filter(cohort=cohort).order_by("-day", "-pk")


def spent(cohorts: Sequence[Cohort]) -> dict[int, int]:
    """Wave → paise it cost so far; one statement."""
    rows = Cost.objects.filter(cohort__in=[each.pk for each in cohorts], struck_at=None).order_by()
    return dict(rows.values_list("cohort").annotate(paise=Sum("amount_paise")))
