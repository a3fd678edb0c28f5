"""How long an answer may take, who takes it up when it does not come, and how much may be asked."""

import calendar
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from haat.core.dates import day_of, start_of

# Consumer Protection (E-Commerce) Rules, 2020: a grievance is acknowledged in 48 hours, and redressed in a month.
HEARD_WITHIN = timedelta(hours=48)
ANSWERED_WITHIN = timedelta(days=30)
LAW_HOURS, LAW_DAYS = 48, 31
# A maker's clock is the district's own; it may not be so long that nobody would believe in it.
MOST_HOURS, MOST_DAYS = 240, 90
MOST_WORDS = 2000
MOST_PICTURES = 3
MOST_ENTRIES = 60
MOST_REASON = 300
MOST_NAME = 120
# So long who asked may say that the answer did not help; afterwards the question is closed.
REOPENED_WITHIN = timedelta(days=14)
# Numbers begin where they have four figures: said on a phone, nobody asks whether there was more.
FIRST_NUMBER = 1001
NATIONAL_HELPLINE = "1915"

PAYMENT, PARCEL, STOCK, PHOTO, PAPERS = "payment", "parcel", "stock", "photo", "papers"
PHONE, PRICE, QUALITY, MARKETPLACE, OTHER = "phone", "price", "quality", "marketplace", "other"
SUBJECTS = (PAYMENT, PARCEL, STOCK, PHOTO, PAPERS, PHONE, PRICE, QUALITY, MARKETPLACE, OTHER)
BUYER_SUBJECTS = (PARCEL, QUALITY, PAYMENT, PRICE, PHONE, OTHER)

COORDINATOR, DESK, OFFICER, DEPARTMENT = "coordinator", "desk", "officer", "department"
# Who has a question first, and who takes it up next.
ROADS: Mapping[bool, tuple[str, ...]] = {
    False: (COORDINATOR, DESK, DEPARTMENT),
    True: (DESK, OFFICER, DEPARTMENT),
}
STEPS = 2


def month_after(day: date) -> date:
    """The same date of the next month, or its last day."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def heard_by(asked_at: datetime, hours: int) -> datetime:
    """Until when somebody says that it was heard."""
    return asked_at + timedelta(hours=hours)


def answered_by(asked_at: datetime, days: int, *, buyer: bool) -> datetime:
    """Until when it is answered: the end of that day in India; for a buyer a month at most."""
    day = day_of(asked_at)
    last = day + timedelta(days=days)
    if buyer:
        last = min(last, month_after(day))
    return start_of(last + timedelta(days=1))


def half_way(heard: datetime, answered: datetime) -> datetime:
    """When what was heard goes one level up, if nobody has answered."""
    return heard + (answered - heard) / 2


def levels(*, buyer: bool) -> tuple[str, ...]:
    """The levels a question may lie at, the first one first."""
    return ROADS[buyer]
