"""The months of work and earnings are what the orders, the books and the cost sheets say."""

from collections.abc import Iterator

from django.db.models import F

from haat.core.doctor import check, waits
from haat.core.models import Event
from haat.core.rows import batches
from haat.livelihood.actions.months import AT_ONCE, EVER
from haat.livelihood.models import DayRule, MonthWork
from haat.livelihood.reckoning import FIGURES, Sums, by_month, dues_between, lines_of
from haat.makers.models import Maker


@check("livelihood: months = what was sold, owed and told of its cost")
def months_match() -> Iterator[str]:
    """Every figure of every maker and month, counted anew."""
    if waits("livelihood") or waits("ledger"):
        return  # the worker has not yet told the months; they are behind, not wrong
    for makers in batches(list(Maker.objects.order_by("pk").values_list("pk", flat=True)), AT_ONCE):
        dues = dues_between(makers, *EVER)
        wanted = by_month(dues, lines_of(dues))
        for row in MonthWork.objects.filter(maker__in=makers).order_by("maker", "month"):
            should = wanted.pop((row.maker_id, row.month), Sums())
            for name in FIGURES:
                if (says := getattr(row, name)) != (right := getattr(should, name)):
                    yield f"maker {row.maker_id}: {row.month:%Y-%m} says {says} {name}, not {right}"
        for maker_id, month in wanted:
            yield f"maker {maker_id} sold something in {month:%Y-%m}, and no month is kept"


@check("livelihood: months lie where their makers lie")
def months_lie_with_makers() -> Iterator[str]:
    for row in MonthWork.objects.exclude(maker__mart=F("mart")):
        yield f"maker {row.maker_id}: a month in mart {row.mart_id}, where it is not"


@check("livelihood: the rule for a day of work was set by somebody")
def rules_are_told() -> Iterator[str]:
    """A rule that nobody chose, or another than was chosen last."""
    chosen: dict[int, str] = dict(DayRule.objects.order_by("pk").values_list("mart_id", "rule"))
    events = Event.objects.filter(kind="livelihood.day_rule_set").order_by("pk").values_list("mart_id", "data")
    said = {mart_id: data["after"].get("day_rule") for mart_id, data in events}
    for mart_id, rule in chosen.items():
        if said.get(mart_id) != rule:
            yield f"mart {mart_id}: a day of work is {rule}, told as {said.get(mart_id)}"
