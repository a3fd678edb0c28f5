"""A group's savings account as a list tells it: a mark to compare by, the last digits to show, the number sealed."""

from functools import lru_cache

from django.utils.crypto import salted_hmac

from haat.core.sealing import Unreadable, seal, unseal

PURPOSE = "roster.account"


@lru_cache(maxsize=1_000)
def mark(number: str) -> str:
    """What two groups have alike that name one account; from it nobody finds the number."""
    return salted_hmac(PURPOSE, number, algorithm="sha256").hexdigest()[:32] if number else ""


def sealed(number: str, mart_id: int) -> bytes:
    """The number as it is kept; of a whole mart's rows at once, which have no keys yet."""
    return seal(PURPOSE, number.encode(), owner=mart_id) if number else b""


def opened(kept: "bytes | memoryview[int]", mart_id: int) -> str:
    """The number; empty where there is none, or the installation's secret has changed."""
    try:
        return unseal(PURPOSE, kept, owner=mart_id).decode() if kept else ""
    except Unreadable:
        return ""
