"""The facts the review shows are what the orders and payouts say, and targets are what the collector set."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from haat.core.dates import INDIA
from haat.core.doctor import check, waits
from haat.core.trail import said, told
from haat.ledger.models import Payout
from haat.makers.models import Maker
from haat.orders.models import OrderLine, Part
from haat.review.facts import MEASURES
from haat.review.models import DailyFact, Target
from haat.review.rules import GONE

PART = Part.State
Day = tuple[int, date]


@check("review: facts = orders and payouts")
def facts_match() -> Iterator[str]:
    """Every measure of every maker and day, counted from the orders in a fixed number of statements."""
    if waits("review"):
        return  # the worker has not yet told the facts; they are behind, not wrong
    wanted = _wanted()
    sums: dict[str, Any] = {f"sum_{name}": Sum(name) for name in MEASURES}
    rows: Any = DailyFact.objects.order_by().values("maker_id", "day").annotate(**sums)
    for row in rows.iterator():
        should = wanted.pop((row["maker_id"], row["day"]), {})
        for name in MEASURES:
            says, right = row[f"sum_{name}"], should.get(name, 0)
            if says != right:
                yield f"maker {row['maker_id']}: facts of {row['day']} say {says} {name}, not {right}"
    for (maker_id, day), should in wanted.items():
        if any(should.values()):
            yield f"maker {maker_id} has orders or payouts of {day} and no facts"


def _wanted() -> dict[Day, dict[str, int]]:
    found: dict[Day, dict[str, int]] = {}
    sold = OrderLine.objects.exclude(part__state__in=GONE)
    parts, paid = Part.objects, Payout.objects.filter(state=Payout.State.PAID, paid_at__isnull=False)
    delivered = parts.filter(delivered_at__isnull=False).annotate(on=TruncDate("delivered_at", tzinfo=INDIA))
    for rows in (
        _by_day(
            sold.annotate(maker_id=F("part__maker_id"), on=TruncDate("part__placed_at", tzinfo=INDIA)),
            pieces=Sum("quantity"),
            sales_paise=Sum("goods_paise"),
            sum_maker=Sum("maker_paise"),
        ),
        _by_day(
            parts.annotate(on=TruncDate("placed_at", tzinfo=INDIA)),
            orders=Count("pk", filter=~Q(state__in=GONE)),
            cancelled=Count("pk", filter=Q(state=PART.CANCELLED)),
        ),
        _by_day(
            delivered,
            delivered=Count("pk"),
            late=Count("pk", filter=Q(on__gt=F("promised_by"))),
            returned=Count("pk", filter=Q(state=PART.RETURNED)),
        ),
        _by_day(paid.annotate(on=TruncDate("paid_at", tzinfo=INDIA)), paid_paise=Sum("amount_paise")),
    ):
        for row in rows:
            day = found.setdefault((row.pop("maker_id"), row.pop("on")), {})
            for name, value in row.items():
                day["maker_paise" if name == "sum_maker" else name] = int(value)
    return found


def _by_day(rows: QuerySet[Any], **measures: Any) -> list[dict[str, Any]]:
    return list(rows.order_by().values("maker_id", "on").annotate(**measures))


@check("review: facts lie where their makers lie")
def facts_lie_with_makers() -> Iterator[str]:
    """A fact of a maker that is not there, or of another mart, would be counted by nobody."""
    marts = dict(Maker.objects.values_list("pk", "mart_id"))
    rows = DailyFact.objects.order_by().values_list("maker_id", "mart_id").distinct()
    for maker_id, mart_id in rows:
        if marts.get(maker_id) != mart_id:
            yield f"maker {maker_id}: facts in mart {mart_id}, where it is not"


@check("review: targets are those that were set")
def targets_are_told() -> Iterator[str]:
    rows = Target.objects.annotate(told_value=said(told(Target, "review.target_set"), "value"))
    for target in rows.exclude(told_value=F("value")):
        yield f"target {target.pk} ({target}): told as {target.told_value}"
