"""The mart's own riders: six days a week, cash at the door, no article number."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from haat.delivery.carriers import Carrier, Limits

SUNDAY = 6


class OwnRiders(Carrier):
    """On rounds the desk plans."""

    position = 10
    title = _("Our rider")
    by_round = True
    takes_cash = True
    code_at_door = True
    # What a motorcycle with a carrier brings.
    limits = Limits(most_g=40_000, longest_mm=1_500)
    leaving_words = _("Parcel %(number)s comes today. Tell the rider this code when you have it: %(code)s.")

    def arrives(self, ready: date, days: int) -> date:
        """Working days: no rider is out on a Sunday."""
        day = ready
        while days:
            day += timedelta(days=1)
            days -= day.weekday() != SUNDAY
        return day + timedelta(days=1) if day.weekday() == SUNDAY else day


CARRIER = OwnRiders()
