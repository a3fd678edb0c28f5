"""What Amazon paid and took: transactions as they are posted, and the settlements it has closed. Only read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from haat.channels import finances
from haat.channels.amazon import documents, settlement
from haat.channels.amazon.api import Refused, below, call, listed
from haat.channels.amazon.instants import instant, minor, written
from haat.channels.amazon.operations import MARKETPLACE, SETTLEMENT_REPORT
from haat.channels.channel import Keys, Line, Shut
from haat.channels.finances import Closed, Settlement

LOOKS_BACK = timedelta(days=90)  # Amazon keeps its reports so long


@dataclass(frozen=True)
class Posted:
    """One transaction: what kind, how it stands, of which order (empty: of none), its amount in the smallest unit.

    `amount_minor` is None where Amazon told none that can be read. `parts` are [what it is called, smallest unit], and
    a name that nobody here knows stays as it is. `told` is all of it.
    """

    key: str
    kind: str
    state: str
    order: str
    at: datetime | None
    currency: str
    amount_minor: int | None
    parts: tuple[tuple[str, int | None], ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)


def transactions(since: datetime, keys: Keys, line: Line) -> Iterator[Posted]:
    """What was posted since; each page is one call. Raises Trouble or Shut."""
    asked = {"postedAfter": written(since), "marketplaceId": MARKETPLACE}
    token = ""
    while True:
        query = asked | ({"nextToken": token} if token else {})
        found = call("listTransactions", keys, line, query=query, exact=True)
        for each in listed(below(found, "payload"), "transactions"):
            if isinstance(each, dict):
                yield _posted(each)
        token = str(below(found, "payload", "nextToken") or "")
        if not token:
            return


def settlements(since: datetime, keys: Keys, line: Line) -> Iterator[Closed]:
    """The settlements that Amazon closed since (90 days at the most): they cannot be asked for, only found."""
    oldest = timezone.now() - LOOKS_BACK + timedelta(hours=1)
    query: dict[str, str] = {
        "reportTypes": SETTLEMENT_REPORT,
        "processingStatuses": "DONE",
        "marketplaceIds": MARKETPLACE,
        "createdSince": written(max(since, oldest)),
        "pageSize": "100",
    }
    while True:
        found = call("getReports", keys, line, query=query)
        for each in listed(found, "reports"):
            if isinstance(each, dict) and each.get("reportDocumentId"):
                begins, ends = instant(each.get("dataStartTime")), instant(each.get("dataEndTime"))
                yield Closed(str(each.get("reportId") or ""), str(each["reportDocumentId"]), begins, ends)
        token = found.get("nextToken")
        if not token:
            return
        query = {"nextToken": str(token)}  # with it nothing else may be asked


def settled(closed: Closed, keys: Keys, line: Line) -> Settlement:
    """One settlement, line by line. Raises Trouble, Shut, or Unreadable."""
    return settlement.read(documents.of_report(closed.document, keys, line))


def seller_of(keys: Keys) -> str:
    """The account's own id as its transactions name it; empty where there is none, or they may not be read."""
    query = {"postedAfter": written(timezone.now() - timedelta(days=175)), "marketplaceId": MARKETPLACE}
    try:
        found = call("listTransactions", keys, None, query=query)
    except (Refused, Shut):
        return ""
    for each in listed(below(found, "payload"), "transactions"):
        if seller := below(each, "sellingPartnerMetadata", "sellingPartnerId"):
            return str(seller)
    return ""


def _posted(told: Mapping[str, Any]) -> Posted:
    currency = str(below(told, "totalAmount", "currencyCode") or "")
    related = [each for each in listed(told, "relatedIdentifiers") if isinstance(each, dict)]
    orders = [
        str(each.get("relatedIdentifierValue") or "")
        for each in related
        if each.get("relatedIdentifierName") == "ORDER_ID"
    ]
    return Posted(
        key=str(told.get("transactionId") or ""),
        kind=str(told.get("transactionType") or ""),
        state=str(told.get("transactionStatus") or ""),
        order=orders[0] if orders else "",
        at=instant(told.get("postedDate")),
        currency=currency,
        amount_minor=_minor(told.get("totalAmount")),
        parts=tuple(_parts(told)),
        told=told,
    )


def _parts(told: Mapping[str, Any]) -> Iterator[tuple[str, int | None]]:
    for each in listed(told, "breakdowns"):
        if isinstance(each, dict):
            yield str(each.get("breakdownType") or ""), _minor(each.get("breakdownAmount"))


def _minor(money: Any) -> int | None:
    return minor(below(money, "currencyAmount"), below(money, "currencyCode"))


class AmazonFinances(finances.Finances):
    """Amazon's settlements."""

    def closed(self, since: datetime, keys: Keys, line: Line) -> Iterator[Closed]:
        return settlements(since, keys, line)

    def settled(self, closed: Closed, keys: Keys, line: Line) -> Settlement:
        return settled(closed, keys, line)


FINANCES = AmazonFinances()
