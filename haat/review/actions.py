"""Targets are set, and taken back, by the collector; a mart is opened to buyers when it is ready."""

from datetime import date

from django.db import transaction

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.locks import hold, hold_all
from haat.places.actions import open_doors
from haat.places.models import Mart, Place
from haat.places.queries import mart_now
from haat.review.errors import DayOutOfRange, NoSuchMeasure, NotReady, TargetOutOfRange
from haat.review.launch import lacking, needs
from haat.review.models import Target
from haat.review.rules import MOST, last_day


@transaction.atomic
def set_target(mart: Mart, *, place: Place, measure: str, value: int, by_day: date, by: Actor) -> Target:
    """Set what should be reached at `place` by a day (counts, paise, or basis points); setting again replaces it.

    Raises NoSuchMeasure, TargetOutOfRange, DayOutOfRange.
    """
    if measure not in Target.Measure.values:
        raise NoSuchMeasure()
    if not 0 < value <= MOST[Target.Measure(measure)]:
        raise TargetOutOfRange(measure)
    if not today() <= by_day <= last_day():
        raise DayOutOfRange()
    hold(mart)
    before = Target.objects.filter(mart=mart, place=place, measure=measure, by_day=by_day).first()
    target, _made = Target.objects.update_or_create(
        mart=mart, place=place, measure=measure, by_day=by_day, defaults={"value": value}
    )
    record(
        "review.target_set",
        target,
        by=by,
        measure=measure,
        place=place.pk,
        value=value,
        before=before.value if before else None,
        by_day=by_day.isoformat(),
    )
    return target


@transaction.atomic
def take_back_target(target: Target, *, by: Actor) -> None:
    """A target set by mistake holds no more; told twice it counts once."""
    rows = hold_all(Target.objects.filter(pk=target.pk))
    if not rows:
        return
    held = rows[0]
    record(
        "review.target_taken_back",
        held,
        by=by,
        measure=held.measure,
        place=held.place_id,
        value=held.value,
        by_day=held.by_day.isoformat(),
    )
    held.delete()


@transaction.atomic
def open_to_buyers(mart: Mart, *, by: Actor) -> Mart:
    """Let buyers in; what the mart opens without is told with it. Raises NotReady while it lacks what it must have."""
    hold(mart)
    found = needs(mart_now(mart))
    if short := lacking(found):
        raise NotReady(len(short))
    return open_doors(mart, lacking=[need.name for need in found if not need.done], by=by)
