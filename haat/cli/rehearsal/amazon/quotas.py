"""How often each call may be made, counted in the double's own clock: a bucket of tokens, and feeds in five minutes."""

from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from haat.cli.rehearsal.amazon.wire import TooMany

# Of JSON_LISTINGS_FEED, besides createFeed's own: so many feeds in so many seconds, of so many messages.
FEEDS, FEED_SECONDS, FEED_MESSAGES = 5, 300, 25_000
SLACK = 1e-5  # of a token: seconds since 1970 are told to a quarter of a microsecond


@dataclass
class _Bucket:
    left: float
    at: float


class Quotas:
    """`plans` are rates that differ from what is published: an account's may be higher or lower, as its header says."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.buckets: dict[str, _Bucket] = {}
        self.feeds: deque[float] = deque()
        self.plans: dict[str, float] = {}
        self.throttled: Counter[str] = Counter()

    def rate(self, operation: str, published: float) -> float:
        return self.plans.get(operation, published)

    def spend(self, operation: str, published: float, burst: int) -> None:
        """Take a token. Raises TooMany."""
        now, rate = self._now(), self.rate(operation, published)
        bucket = self.buckets.setdefault(operation, _Bucket(burst, now))
        bucket.left = min(burst, bucket.left + (now - bucket.at) * rate)
        bucket.at = now
        if bucket.left < 1 - SLACK:
            self.throttled[operation] += 1
            raise TooMany()
        bucket.left -= 1

    def spend_feed(self) -> None:
        """Take the place of one feed of listings. Raises TooMany."""
        now = self._now()
        while self.feeds and now - self.feeds[0] >= FEED_SECONDS:
            self.feeds.popleft()
        if len(self.feeds) >= FEEDS:
            self.throttled["JSON_LISTINGS_FEED"] += 1
            raise TooMany(f"JSON_LISTINGS_FEED: {FEEDS} feeds in {FEED_SECONDS} seconds")
        self.feeds.append(now)

    def left(self) -> Mapping[str, float]:
        """Operation → tokens left when it was last called."""
        return {name: round(bucket.left, 3) for name, bucket in sorted(self.buckets.items())}
