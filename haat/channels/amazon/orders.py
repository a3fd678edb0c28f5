"""Orders read by windows that overlap: what changed since the last reading, a page at a time.

The cursor moves only when a page was read; whatever Amazon answers, for an hour or for days, the next reading begins
where this one stood. `cursor`: {since, first, token?, until?, again?}, instants as texts: `until` is how far the window
was whole when its first page was read, `again` when it was begun anew.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.utils import timezone

from haat.channels.amazon import told, told_v0
from haat.channels.amazon.api import Refused, call, listed
from haat.channels.amazon.instants import instant, written
from haat.channels.amazon.operations import MARKETPLACE
from haat.channels.channel import Keys, Line, Page, Shut, Told, Trouble

log = structlog.get_logger("haat.channels")
FIRST = timedelta(days=14)  # orders of so long before an account was connected are looked at
OVERLAP = timedelta(minutes=10)  # what Amazon lists late is read again, and counts once
RESTS = timedelta(hours=1)  # a window that was begun anew is not begun anew once more before
MOST, MOST_OLDER = 100, 25  # orders of a page; the older version asks for the lines of each by a call
GONE = 404  # of the lines of one order, which no asking again will bring
DATA = "BUYER,RECIPIENT,PROCEEDS,CANCELLATION,FULFILLMENT,PACKAGES"


@dataclass(frozen=True)
class Read:
    """One answer: its orders, the instant up to which it is whole, the latest change in it, and its next page."""

    orders: Sequence[Mapping[str, Any]]
    until: Any
    changed: Sequence[Any]
    token: str


def page(cursor: Mapping[str, Any], keys: Keys, line: Line) -> Page:
    """The next page. Raises Trouble (the cursor stays as it is) or Shut.

    A page's token lives a day. One that Amazon takes no more is left, and its window read from its beginning; when that
    window's next token is refused as well, not at once again.
    """
    now = timezone.now()
    first = str(cursor.get("first") or written(now))
    since = str(cursor.get("since") or written(now - FIRST))
    token, until = str(cursor.get("token") or ""), str(cursor.get("until") or "")
    begun = instant(cursor.get("again"))
    ask, tell = _VERSIONS[str(settings.CHANNELS["amazon_orders"])]
    try:
        read = ask(since, token, keys, line)
    except Refused:
        if not token or (begun is not None and now - begun < RESTS):
            raise
        token, begun = "", now
        read = ask(since, token, keys, line)
    else:
        begun = None if token else begun
    orders = [_known(_told(tell, each, keys, line), first) for each in read.orders if not _is_amazons(each)]
    whole = until if token else str(read.until or "")
    moved: dict[str, Any] = {"first": first, "since": since}
    if read.token:
        again = written(begun) if begun is not None else ""
        moved |= {name: text for name, text in (("token", read.token), ("until", whole), ("again", again)) if text}
    else:
        moved["since"] = _next(since, read, whole)
    return Page(orders=orders, cursor=moved, more=bool(read.token))


def _told(tell: "_Tell", order: Mapping[str, Any], keys: Keys, line: Line) -> Told:
    """One order; of one that is not as any model has it, its own words, for a person: the others are read."""
    try:
        return tell(order, keys, line)
    except (Trouble, Shut) as refused:
        if not isinstance(refused, Refused) or refused.status != GONE:
            raise
        log.warning("order not there", status=refused.status)
    except Exception as fault:
        log.warning("order not read", fault=type(fault).__name__)
    name = order.get("orderId") or order.get("AmazonOrderId") or ""
    return Told(str(name), "", {}, raw=told.without_contact(order))


def _next(since: str, read: Read, whole: str) -> str:
    """Where the next window begins: by Amazon's clock, never before this one, and never behind what is now.

    What changed while its pages were read is in the next one: it is whole as far as its first page was (`whole`), else
    as its last one is.
    """
    ends = [found for each in read.changed if (found := instant(each)) is not None]
    end = instant(whole) or instant(read.until) or max(ends, default=None)
    begun = instant(since)
    if end is not None:
        end = min(end, timezone.now())
    if end is None or (begun is not None and end - OVERLAP <= begun):
        return since
    return written(end - OVERLAP)


def _known(found: Told, first: str) -> Told:
    """What had left before the account was connected is told of, and not received: its pieces were never here."""
    if found.facts is None or found.state not in told.GONE:
        return found
    placed, connected = instant(found.facts.get("placed_at")), instant(first)
    if placed is None or connected is None or placed >= connected:
        return found
    return Told(found.external_id, found.state, None, found.cancelled, raw=found.raw, at=found.at)


def _is_amazons(order: Mapping[str, Any]) -> bool:
    """Whether Amazon itself sends it from its warehouse."""
    fulfillment = order.get("fulfillment")
    by = fulfillment.get("fulfilledBy") if isinstance(fulfillment, dict) else None
    return by == "AMAZON" or order.get("FulfillmentChannel") == "AFN"


def _search(since: str, token: str, keys: Keys, line: Line) -> Read:
    query = {
        "lastUpdatedAfter": since,
        "marketplaceIds": MARKETPLACE,
        "maxResultsPerPage": str(MOST),
        "includedData": DATA,
    }
    found = call("searchOrders", keys, line, query=query | ({"paginationToken": token} if token else {}))
    orders = [each for each in listed(found, "orders") if isinstance(each, dict)]
    pagination = found.get("pagination")
    following = str(pagination.get("nextToken") or "") if isinstance(pagination, dict) else ""
    changed = [each.get("lastUpdatedTime") for each in orders]
    return Read(orders, found.get("lastUpdatedBefore"), changed, following)


def _get(since: str, token: str, keys: Keys, line: Line) -> Read:
    """The same of the older version."""
    query = {"LastUpdatedAfter": since, "MarketplaceIds": MARKETPLACE, "MaxResultsPerPage": str(MOST_OLDER)}
    found = call("getOrders", keys, line, query=query | ({"NextToken": token} if token else {}))
    payload = found.get("payload")
    rows: Mapping[str, Any] = payload if isinstance(payload, dict) else {}
    orders = [each for each in listed(rows, "Orders") if isinstance(each, dict)]
    changed = [each.get("LastUpdateDate") for each in orders]
    return Read(orders, rows.get("LastUpdatedBefore"), changed, str(rows.get("NextToken") or ""))


_Ask = Callable[[str, str, Keys, Line], Read]
_Tell = Callable[[Mapping[str, Any], Keys, Line], Told]
_VERSIONS: Mapping[str, tuple[_Ask, _Tell]] = {
    "2026-01-01": (_search, lambda order, _keys, _line: told.told(order)),
    "v0": (_get, told_v0.told),
}
