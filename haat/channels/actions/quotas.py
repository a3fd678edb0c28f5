"""Token buckets: how many calls an account may still make, counted in the database, exact whoever calls at once.

A call takes a token with one guarded UPDATE by the database's clock; tokens come back as time goes by. A channel's own
headers teach the rate, and a refusal lowers it for an hour.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from haat.channels.channel import Rate
from haat.channels.models import Quota
from haat.core.rows import insert_new

MICRO = 1_000_000
# Tokens a second at the most, and not quite none: what is reckoned with must fit into the database's whole numbers.
LEAST_RATE, MOST_RATE, MOST_BURST = 1, 100 * MICRO, 1_000_000
# What a refusal leaves of the rate, per cent.
LOWERED = 80

_NOW = {
    "postgresql": "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS bigint)",
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000000 AS integer)",
}
_WORDS = {"postgresql": {"least": "LEAST", "most": "GREATEST"}, "sqlite": {"least": "MIN", "most": "MAX"}}
# What is there now: what was left, and what has come since, never more than fits into the bucket.
_LEFT = "{least}(burst_micro, left_micro + {least}({most}(told.now - at_micro, 0), 86400000000) * rate_micro / 1000000)"
_CLOCK = "(SELECT {now} AS now) AS told WHERE account_id = %s AND operation = %s"
_TAKE = (
    f"UPDATE channels_quota SET left_micro = {_LEFT} - %s, at_micro = {{most}}(at_micro, told.now),"
    " used = CASE WHEN at_micro / 86400000000 = told.now / 86400000000 THEN used + 1 ELSE 1 END"
    f" FROM {_CLOCK} AND {_LEFT} >= %s"
)
_LOWER = (
    "UPDATE channels_quota SET left_micro = 0, at_micro = {most}(at_micro, told.now), throttled = throttled + 1,"
    f" rate_micro = {{most}}(%s, rate_micro * %s / 100), lowered_until_micro = told.now + 3600000000 FROM {_CLOCK}"
)
_LEARN = (
    f"UPDATE channels_quota SET left_micro = {_LEFT}, at_micro = {{most}}(at_micro, told.now), rate_micro = %s,"
    f" lowered_until_micro = 0 FROM {_CLOCK} AND (rate_micro <> %s OR lowered_until_micro > 0)"
)
_ASK = f"SELECT {_LEFT}, rate_micro FROM channels_quota, {_CLOCK}"
_MENDS = "SELECT operation FROM channels_quota WHERE account_id = %s AND lowered_until_micro BETWEEN 1 AND {now}"


def take(account_id: int, operation: str, rate: Rate) -> float:
    """Take a token for one call: 0 when it was taken, else the seconds until one is there.

    The first call makes the row. To be called outside every transaction: a call that was made stays counted.
    """
    if _change(_TAKE, MICRO, account_id, operation, MICRO):
        return 0.0
    left = _left(account_id, operation)
    if left is None:
        _begin(account_id, operation, rate)
        return take(account_id, operation, rate)
    there, rate_micro = left
    return max(0.001, (MICRO - there) / rate_micro)


def learn(account_id: int, operation: str, rate: Rate, per_second: float) -> None:
    """From now on so many tokens come back a second, as a channel's header says; the bucket stays as large."""
    micro = _micro(per_second)
    if not _change(_LEARN, micro, account_id, operation, micro) and _left(account_id, operation) is None:
        _begin(account_id, operation, Rate(per_second, rate.burst))


def lower(account_id: int, operation: str, rate: Rate, *, told: float | None = None) -> None:
    """The channel refused a call that a token was there for: the bucket is empty, and fills slower for an hour."""
    if _left(account_id, operation) is None:
        _begin(account_id, operation, rate)
    _change(_LOWER, LEAST_RATE, LOWERED, account_id, operation)
    if told is not None:
        learn(account_id, operation, rate, told)


def mend(account_id: int, rates: Mapping[str, Rate]) -> None:
    """What a refusal lowered more than an hour ago fills again as the channel says it does."""
    with connection.cursor() as lines:
        lines.execute(_words(_MENDS), [account_id])
        mended: Sequence[Any] = lines.fetchall()
    for (operation,) in mended:
        if operation in rates:
            learn(account_id, operation, rates[operation], rates[operation].per_second)


def _begin(account_id: int, operation: str, rate: Rate) -> None:
    """A full bucket."""
    burst = min(max(rate.burst, 1), MOST_BURST) * MICRO
    row = Quota(account_id=account_id, operation=operation, left_micro=burst, burst_micro=burst, at_micro=_now())
    row.rate_micro = _micro(rate.per_second)
    insert_new([row])


def _micro(per_second: float) -> int:
    return min(max(round(per_second * MICRO), LEAST_RATE), MOST_RATE)


def _now() -> int:
    with connection.cursor() as lines:
        lines.execute(_words("SELECT {now}"))
        now: int = lines.fetchone()[0]
    return now


def _left(account_id: int, operation: str) -> tuple[int, int] | None:
    """(millionths of a call that are there now, those that come back a second); None before the first call."""
    with connection.cursor() as lines:
        lines.execute(_words(_ASK), [account_id, operation])
        found: tuple[int, int] | None = lines.fetchone()
    return found


def _change(statement: str, *values: Any) -> int:
    with connection.cursor() as lines:
        lines.execute(_words(statement), values)
        return int(lines.rowcount)


def _words(statement: str) -> str:
    return statement.format(now=_NOW[connection.vendor], **_WORDS[connection.vendor])
