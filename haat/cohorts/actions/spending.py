"""What a wave cost is written down bill by bill, and struck when it was wrong."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.cohorts.errors import BadCost
from haat.cohorts.models import Cohort, Cost
from haat.cohorts.rules import MOST_WORDS
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.locks import hold
from haat.core.money import MAX_PAISE
from haat.core.rows import insert_new, update
from haat.core.texts import clean_line


@transaction.atomic
def write_cost(
    cohort: Cohort, *, kind: str, amount_paise: int, day: date, words: str = "", key: str, by: Actor
) -> Cost:
    """What was paid for a wave, in paise; the same `key` again answers the first. Raises BadCost.

    A bill may come when the wave has ended.
    """
    if kind not in Cost.Kind.values:
        raise BadCost("kind")
    if not 0 < amount_paise <= MAX_PAISE:
        raise BadCost("amount")
    if day > today():
        raise BadCost("day")
    cost = Cost(
        mart_id=cohort.mart_id,
        cohort=cohort,
        kind=kind,
        amount_paise=amount_paise,
        day=day,
        words=clean_line(words)[:MOST_WORDS],
        key=key,
        by_id=by.user_id,
    )
    if not insert_new([cost]):
        return Cost.objects.get(cohort=cohort, key=key)
    record("cohorts.cost_written", cohort, by=by, **_bill(cost))
    return cost


@transaction.atomic
def strike_cost(cost: Cost, *, by: Actor) -> Cost:
    """It was written by mistake: it counts no more, and stays to be read. Struck twice it counts once."""
    cost = hold(cost, "cohort")
    if cost.struck_at is not None:
        return cost
    cost.struck_at, cost.struck_by_id = timezone.now(), by.user_id
    update(cost, "struck_at", "struck_by_id")
    record("cohorts.cost_struck", cost.cohort, by=by, **_bill(cost))
    return cost


def _bill(cost: Cost) -> dict[str, Any]:
    """What is told of it."""
    return {"kind": cost.kind, "amount_paise": cost.amount_paise, "day": cost.day.isoformat(), "words": cost.words}
