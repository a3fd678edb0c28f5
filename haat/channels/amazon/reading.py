"""How listings stand at Amazon: twenty a call, or all that an account sells."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from haat.channels.amazon import offering
from haat.channels.amazon.api import Refused, call, listed, seller
from haat.channels.amazon.causes import FROM_AMAZON, issues
from haat.channels.amazon.operations import LANGUAGE, MARKETPLACE, MOST_PAGED, MOST_SEARCHED
from haat.channels.channel import LISTING, PRICE, STOCK, THEIRS, Issue, Keys, Line, Seen
from haat.studio.where import DESK

DATA = "summaries,attributes,issues,offers,fulfillmentAvailability"
BUYABLE, SHOWN = "BUYABLE", "DISCOVERABLE"
# What Amazon has done against a listing, where it is not exempt from it: no buyer can buy it, or none finds it.
_UNBUYABLE = ("LISTING_SUPPRESSED", "CATALOG_ITEM_REMOVED")
_UNSEEN = ("SEARCH_SUPPRESSED",)
_EXEMPT = ("EXEMPT", "EXEMPT_UNTIL_EXPIRY_DATE")


def seen(skus: Sequence[str], keys: Keys, line: Line) -> Iterator[Seen]:
    """How each SKU stands; of none at all: everything the account sells. Raises Trouble or Shut."""
    if not skus:
        yield from _everything(keys, line)
        return
    # A search parts codes by commas: one that has a comma is asked for by itself.
    alone = [sku for sku in skus if "," in sku or len(skus) == 1]
    together = [sku for sku in skus if sku not in alone]
    for sku in alone:
        yield _one(sku, keys, line)
    for start in range(0, len(together), MOST_SEARCHED):
        yield from _some(together[start : start + MOST_SEARCHED], keys, line)


def _asked(more: Mapping[str, str]) -> dict[str, str]:
    return {"marketplaceIds": MARKETPLACE, "issueLocale": LANGUAGE, "includedData": DATA, **more}


def _one(sku: str, keys: Keys, line: Line) -> Seen:
    try:
        found = call("getListingsItem", keys, line, path={"seller": seller(keys), "sku": sku}, query=_asked({}))
    except Refused as refused:
        if refused.status == 404:
            return Seen(sku, there=False)
        raise
    return read(found, sku)


def _some(skus: Sequence[str], keys: Keys, line: Line) -> Iterator[Seen]:
    query = {"identifiers": ",".join(skus), "identifiersType": "SKU", "pageSize": str(MOST_SEARCHED)}
    found: set[str] = set()
    for item in _pages(query, keys, line):
        sku = str(item.get("sku") or "")
        if sku in skus and sku not in found:
            found.add(sku)
            yield read(item, sku)
    yield from (Seen(sku, there=False) for sku in skus if sku not in found)


def _everything(keys: Keys, line: Line) -> Iterator[Seen]:
    """All listings, the oldest first. A search shows a thousand; the next begins where they were made last."""
    found: set[str] = set()
    since = ""
    while True:
        query = {"pageSize": str(MOST_SEARCHED), "sortBy": "createdDate", "sortOrder": "ASC"}
        number, last = 0, since
        for item in _pages(query | ({"createdAfter": since} if since else {}), keys, line):
            number += 1
            last = str(_summary(item).get("createdDate") or last)
            if (sku := str(item.get("sku") or "")) and sku not in found:
                found.add(sku)
                yield read(item, sku)
        if number < MOST_PAGED or last == since:
            return
        since = last


def _pages(query: Mapping[str, str], keys: Keys, line: Line) -> Iterator[Mapping[str, Any]]:
    token, number = "", 0
    while True:
        more = {**query, **({"pageToken": token} if token else {})}
        found = call("searchListingsItems", keys, line, path={"seller": seller(keys)}, query=_asked(more))
        items = [each for each in listed(found, "items") if isinstance(each, dict)]
        number += len(items)
        yield from items
        pagination = found.get("pagination")
        token = str(pagination.get("nextToken") or "") if isinstance(pagination, dict) else ""
        if not token or not items or number >= MOST_PAGED:
            return


def read(item: Mapping[str, Any], sku: str) -> Seen:
    """One listing as Amazon shows it; what it does not tell is left out."""
    summary = _summary(item)
    status = summary.get("status")
    states = {str(each) for each in status} if isinstance(status, list) else set()
    told = issues(item.get("issues"))
    against = {action for issue in told for action in _actions(issue)}
    if offering.sent_by_amazon(item):
        told.append(Issue(FROM_AMAZON, "warning", "", offering.STOCK_ATTRIBUTE, {}, DESK))
    # What lies in Amazon's warehouse has a stock, and it is not ours to say: nothing of ours differs from it.
    stock = offering.stock_seen(item) or ({THEIRS: True} if offering.sent_by_amazon(item) else {})
    parts = {LISTING: _listing(item, summary), PRICE: offering.price_seen(item), STOCK: stock}
    return Seen(
        sku=sku,
        there=True,
        buyable=BUYABLE in states and not against.intersection(_UNBUYABLE),
        shown=SHOWN in states and not against.intersection(_UNSEEN),
        external_id=str(summary.get("asin") or ""),
        parts={name: part for name, part in parts.items() if part},
        issues=told,
    )


def _summary(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """What Amazon says of it in India."""
    rows = [each for each in listed(item, "summaries") if isinstance(each, dict)]
    return next((each for each in rows if each.get("marketplaceId") in (None, MARKETPLACE)), {})


def _listing(item: Mapping[str, Any], summary: Mapping[str, Any]) -> dict[str, Any]:
    """Its type and attributes, price and stock left to their own parts."""
    attributes = item.get("attributes")
    found: dict[str, Any] = {}
    if summary.get("productType"):
        found["product_type"] = str(summary["productType"])
    if isinstance(attributes, dict):
        ours = (offering.PRICE_ATTRIBUTE, offering.STOCK_ATTRIBUTE)
        found["attributes"] = {name: value for name, value in attributes.items() if name not in ours}
    return found | offering.lead_seen(item)


def _actions(issue: Issue) -> Iterator[str]:
    """What Amazon does because of an issue, unless the listing is exempt for now."""
    enforcements = issue.raw.get("enforcements")
    if not isinstance(enforcements, dict):
        return
    exemption = enforcements.get("exemption")
    if isinstance(exemption, dict) and exemption.get("status") in _EXEMPT:
        return
    for each in listed(enforcements, "actions"):
        if isinstance(each, dict):
            yield str(each.get("action") or "")
