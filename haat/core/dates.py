"""Days as people in India count them; instants stay in UTC."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

INDIA = ZoneInfo("Asia/Kolkata")


def today() -> date:
    """The date in India now."""
    return timezone.now().astimezone(INDIA).date()


def day_of(moment: datetime) -> date:
    """The date in India at `moment`."""
    return moment.astimezone(INDIA).date()


def start_of(day: date) -> datetime:
    """The instant at which `day` begins in India."""
    return datetime.combine(day, time.min, INDIA)


def monday_of(day: date) -> date:
    """The Monday of the week `day` lies in."""
    return day - timedelta(days=day.weekday())


def financial_year(day: date) -> str:
    """The Indian financial year of `day`, April to March: `2026-27`."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"
