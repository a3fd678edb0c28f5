"""What the review refuses."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from haat.core.errors import HaatError
from haat.review.models import Target

_RANGES = {
    Target.Measure.VENDORS: _("How much: write a number of makers, from 1 to 1,00,000."),
    Target.Measure.GROUPS: _("How much: write a number of makers, from 1 to 1,00,000."),
    Target.Measure.REACHED: _("How much: write an amount above zero, at most ₹1,000 crore."),
    Target.Measure.IN_TIME: _("How much: write a percentage above zero, at most 100."),
}


class NoSuchMeasure(HaatError):
    """Not a measure a target is set for."""

    def __init__(self) -> None:
        super().__init__("review.no_such_measure", _("There is no such target."), field="measure")


class TargetOutOfRange(HaatError):
    """A target nobody can mean, for what it measures."""

    def __init__(self, measure: str) -> None:
        super().__init__("review.target_out_of_range", _RANGES[Target.Measure(measure)], field="value")
        self.measure = measure


class DayOutOfRange(HaatError):
    """A target for a day that is over or far off."""

    def __init__(self) -> None:
        super().__init__(
            "review.day_out_of_range", _("By the day: choose today or a later day, within ten years."), field="by_day"
        )


class NotReady(HaatError):
    """A mart that lacks what it must have before buyers come; `number` things."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "review.not_ready",
            ngettext_lazy(
                "The mart cannot open yet: %(number)d thing that it must have is missing.",
                "The mart cannot open yet: %(number)d things that it must have are missing.",
                number,
            ),
            number=number,
        )
