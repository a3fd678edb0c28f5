"""Instants and amounts as Amazon writes them."""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from haat.channels.plain import YEARS
from haat.core.abroad import CURRENCIES

MOST_DIGITS = 18  # more money than there is


def instant(told: Any) -> datetime | None:
    """An instant with its own offset, in UTC; None where it is none, or of no year in which anybody sells there.

    Without an offset it is UTC.
    """
    if not isinstance(told, str):
        return None
    try:
        found = datetime.fromisoformat(told.strip())
    except ValueError:
        return None
    if found.year not in YEARS:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def written(moment: datetime) -> str:
    """An instant as Amazon's queries take it: 2026-11-30T10:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def minor(amount: Any, currency: Any) -> int | None:
    """An amount as text (299.90) in the smallest unit of its money; None where it is none, or not whole in it."""
    digits = CURRENCIES.get(currency) if isinstance(currency, str) else None
    if digits is None or isinstance(amount, bool) or not isinstance(amount, str | int | Decimal):
        return None
    try:
        found = Decimal(amount)
    except InvalidOperation:
        return None
    if not found.is_finite() or found.adjusted() > MOST_DIGITS or len(found.as_tuple().digits) > MOST_DIGITS:
        return None
    found = found.scaleb(digits)
    return int(found) if found == found.to_integral_value() else None
