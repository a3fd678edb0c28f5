"""Targets are set by the collector."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.events import record
from haat.places.models import Mart, Place
from haat.review.models import Target


@transaction.atomic
def set_target(mart: Mart, *, place: Place, measure: str, value: int, by_day: date, by: Actor) -> Target:
    """Set what should be reached at `place` by a day (counts, paise, or basis points); setting again replaces it."""
    if measure not in Target.Measure.values:
        raise HaatError("review.no_such_measure", _("There is no such target."), field="measure")
    if value <= 0 or (measure == Target.Measure.IN_TIME and value > 10_000):
        raise HaatError(
            "review.target_out_of_range",
            _("Write a target above zero; a share is at most 100%."),
            field="value",
        )
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
    )
    return target
