"""A group's savings account as a list tells it: only a mark to compare by is kept, and the last digits to show."""

from functools import lru_cache

from django.utils.crypto import salted_hmac


@lru_cache(maxsize=1_000)
def mark(number: str) -> str:
    """What two groups have alike that name one account; from it nobody finds the number."""
    return salted_hmac("roster.account", number, algorithm="sha256").hexdigest()[:32] if number else ""
