"""A day as people in India write it: 31/12/2026, and as the browser's calendar sends it."""

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from haat.core.numerals import latin_digits

# No day in books or calendars lies beyond these years, and with the ends of time itself nothing can be reckoned.
YEARS = range(1900, 9999)
# The day comes before the month: never as in America.
FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d %m %Y"]


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A date field that reads Indian dates, with the digits of any Indian script."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("widget", DateInput())
        kwargs.setdefault("error_messages", {"invalid": _("Write the day as day/month/year, like 31/12/2026.")})
        super().__init__(input_formats=FORMATS, **kwargs)  # type: ignore[arg-type]

    def to_python(self, value: str | datetime | date | None) -> date | None:
        day = super().to_python(latin_digits(value).strip() if isinstance(value, str) else value)
        if day is not None and day.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day
