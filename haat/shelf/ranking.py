"""A good's place in each order, as one whole number: smaller comes first, sold-out goods last, no two alike.

Bit 62 says that the good is sold out; then come 32 bits of what the order is by, then 30 bits that put the
newer good first among equals and make the number the good's own.
"""

from datetime import datetime

GONE = 62
LOW_BITS = 30
LOW = (1 << LOW_BITS) - 1
SCORE = (1 << 32) - 1
SOLD_BITS = 19
SOLD = (1 << SOLD_BITS) - 1
# A good without ratings stands as if five buyers had given it 3½ stars: one early 5 is no crown.
PRIOR_COUNT, PRIOR_MILLISTARS = 5, 3500
MOST = (1 << 63) - 1


def newer_first(good_id: int) -> int:
    """A number that grows smaller the newer the good."""
    return LOW - (good_id & LOW)


def place(score: int, good_id: int, *, gone: bool) -> int:
    """The place of a good whose `score` (0 to SCORE, smaller first) in some order is given."""
    return gone << GONE | min(max(score, 0), SCORE) << LOW_BITS | newer_first(good_id)


def places(
    good_id: int,
    *,
    live_at: datetime,
    price_paise: int,
    stars_sum: int,
    stars_count: int,
    sold: int,
    can_buy: bool,
) -> dict[str, int]:
    """The good's place in every order, by the name of the column that keeps it."""
    stars = (stars_sum * 1000 + PRIOR_COUNT * PRIOR_MILLISTARS) // (stars_count + PRIOR_COUNT)
    scores = {
        "by_new": SCORE - int(live_at.timestamp()),
        "by_cheap": price_paise,
        "by_dear": SCORE - min(price_paise, SCORE),
        "by_best": (5000 - stars) << SOLD_BITS | SOLD - min(sold, SOLD),
        "by_loved": SCORE - min(sold, SCORE),
    }
    return {name: place(score, good_id, gone=not can_buy) for name, score in scores.items()}


def price_range(low: int | None, high: int | None, *, gone: bool, dear: bool = False) -> tuple[int, int]:
    """Between which places `by_dear` (else `by_cheap`) goods of low to high paise lie."""
    first, last = min(low or 0, SCORE), SCORE if high is None else min(max(high, 0), SCORE)
    if dear:
        first, last = SCORE - last, SCORE - first
    return gone << GONE | first << LOW_BITS, gone << GONE | last << LOW_BITS | LOW
