"""What counts as a sale, what is still on its road, and what a target may be."""

from datetime import date, timedelta

from haat.core.dates import today
from haat.orders.models import Part
from haat.review.models import Target

# Not sold: cancelled, or never paid.
GONE = (Part.State.CANCELLED, Part.State.AWAITING_PAYMENT)
# Sold and not yet with the buyer.
GOING = (
    Part.State.PLACED,
    Part.State.ACCEPTED,
    Part.State.PACKED,
    Part.State.ON_THE_WAY,
)
# The most a target may be: makers, paise (₹1,000 crore), basis points.
MOST = {
    Target.Measure.VENDORS: 100_000,
    Target.Measure.GROUPS: 100_000,
    Target.Measure.REACHED: 10**12,
    Target.Measure.IN_TIME: 10_000,
}
YEARS_AHEAD = 10


def last_day() -> date:
    """The last day a target may be set for."""
    return today() + timedelta(days=365 * YEARS_AHEAD + YEARS_AHEAD // 4)
