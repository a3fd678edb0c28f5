"""What the review refuses."""

from django.utils.translation import gettext_lazy as _

from haat.core.errors import HaatError
from haat.review.models import Target

_RANGES = {
    Target.Measure.VENDORS: _("How much: write a number of makers, from 1 to 1,00,000."),
    Target.Measure.GROUPS: _("How much: write a number of makers, from 1 to 1,00,000."),
    Target.Measure.REACHED: _("How much: write an amount above zero, at most ₹1,000 crore."),
    Target.Measure.IN_TIME: _("How much: write a percentage above zero, at most 100."),
}


def no_such_measure() -> HaatError:
    return HaatError("review.no_such_measure", _("There is no such target."), field="measure")


def out_of_range(measure: str) -> HaatError:
    return HaatError("review.target_out_of_range", _RANGES[Target.Measure(measure)], field="value")


def day_out_of_range() -> HaatError:
    return HaatError(
        "review.day_out_of_range", _("By the day: choose today or a later day, within ten years."), field="by_day"
    )
