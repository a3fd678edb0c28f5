"""What counts as a sale, what is still on its road, and what a target may be."""

from datetime import date, timedelta

from haat.core.dates import today
from haat.orders.models import SellerOrder
from haat.review.models import Target

# Not sold: cancelled, or never paid.
GONE = (SellerOrder.State.CANCELLED, SellerOrder.State.AWAITING_PAYMENT)
# Sold and not yet with the buyer.
GOING = (
    SellerOrder.State.PLACED,
    SellerOrder.State.ACCEPTED,
    SellerOrder.State.PACKED,
    SellerOrder.State.ON_THE_WAY,
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
