"""Many offers at once by JSON_LISTINGS_FEED: laid as a document, created, asked for, and its report read line by line.

A message's number is the offer's own, for Amazon's reports name numbers and seldom SKUs.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any, Protocol

from haat.channels.amazon import documents, patching
from haat.channels.amazon.api import Refused, call, listed, seller
from haat.channels.amazon.causes import issues
from haat.channels.amazon.operations import LANGUAGE, LISTINGS_FEED, MARKETPLACE, MOST_MESSAGES
from haat.channels.amazon.schema import Schema
from haat.channels.channel import (
    CLOSE,
    Answer,
    Keys,
    Line,
    Lost,
    Report,
    Sending,
    Trouble,
    good_of,
    parent_sku,
)
from haat.channels.plain import parsed

KIND = "application/json; charset=UTF-8"
IN_MEMORY = 8 * 1024 * 1024  # bytes of a feed; a larger one lies in a file till it is sent
MOST_NUMBER = 2_147_483_647  # of a message
# Numbers of parents are counted down from it by their goods' own: offers have the lower half.
HALF = MOST_NUMBER // 2
WAITING, ENDED = ("IN_QUEUE", "IN_PROGRESS"), "DONE"


class Schemas(Protocol):
    """Where the schemas that are kept are found."""

    def of(self, product_type: str) -> Schema | None: ...


def send(operation: str, sendings: Sequence[Sending], keys: Keys, line: Line, schemas: Schemas) -> str:
    """Send them all; Amazon's number of the feed. Raises Trouble, Lost or Shut.

    Parents of sizes go before; where there is no room for them in the same feed, in one of their own.
    """
    numbers = _numbers(sendings)
    parents = _parents(operation, sendings, schemas)
    children = (_message(operation, each, number, schemas) for each, number in zip(sendings, numbers, strict=True))
    if len(parents) + len(sendings) <= MOST_MESSAGES:
        return _create(_both(parents, children), keys, line)
    first = _create(iter(parents), keys, line)
    return f"{first},{_create(children, keys, line)}"


def _numbers(sendings: Sequence[Sending]) -> list[int]:
    """The offers' own numbers; their places where these cannot be told apart."""
    own = [each.number for each in sendings]
    if len(set(own)) == len(own) and all(0 < number <= HALF for number in own):
        return own
    return list(range(1, len(sendings) + 1))


def _parents(operation: str, sendings: Sequence[Sending], schemas: Schemas) -> list[dict[str, Any]]:
    """The parents' messages, by numbers from which a report's parent is known; no offer has such a number."""
    found: dict[str, dict[str, Any]] = {}
    for sending in sendings:
        if not patching.is_new(operation, sending):
            continue
        parent = patching.parent_of(sending, schemas.of(sending.product_type))
        if parent is not None and parent[0] not in found:
            sku, attributes = parent
            number = MOST_NUMBER - (good_of(sku) or 0)
            found[sku] = _update(number, sku, sending.product_type, patching.PRODUCT_ONLY, attributes)
    return list(found.values())


def _both(parents: Sequence[Mapping[str, Any]], children: Iterator[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    yield from parents
    yield from children


def _message(operation: str, sending: Sending, number: int, schemas: Schemas) -> dict[str, Any]:
    if operation == CLOSE:
        return {"messageId": number, "sku": sending.sku, "operationType": "DELETE"}
    schema = schemas.of(sending.product_type)
    if patching.is_new(operation, sending):
        requirements, attributes = patching.whole(sending, schema)
        return _update(number, sending.sku, sending.product_type, requirements, attributes)
    return {
        "messageId": number,
        "sku": sending.sku,
        "operationType": "PATCH",
        "productType": sending.product_type or "PRODUCT",
        "patches": patching.patches(operation, sending, schema),
    }


def _update(number: int, sku: str, product_type: str, requirements: str, attributes: Any) -> dict[str, Any]:
    return {
        "messageId": number,
        "sku": sku,
        "operationType": "UPDATE",
        "productType": product_type,
        "requirements": requirements,
        "attributes": attributes,
    }


def _create(messages: Iterator[Mapping[str, Any]], keys: Keys, line: Line) -> str:
    line.spend(LISTINGS_FEED)
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as document:
        _write(document, messages, keys)
        return created(LISTINGS_FEED, document, KIND, keys, line)


def created(
    feed: str,
    document: "bytes | IO[bytes]",
    kind: str,
    keys: Keys,
    line: Line,
    options: Mapping[str, str] | None = None,
) -> str:
    """Lay a document and create its feed; Amazon's number of it. Raises Trouble, Lost or Shut."""
    place = call("createFeedDocument", keys, line, body={"contentType": kind})
    documents.laid(place.get("url"), document, kind)
    body: dict[str, Any] = {
        "feedType": feed,
        "marketplaceIds": [MARKETPLACE],
        "inputFeedDocumentId": str(place.get("feedDocumentId") or ""),
    }
    found = call("createFeed", keys, line, body=body | ({"feedOptions": dict(options)} if options else {}))
    if not found.get("feedId"):
        raise Lost("a feed without its number")
    return str(found["feedId"])


def _write(document: IO[bytes], messages: Iterator[Mapping[str, Any]], keys: Keys) -> None:
    """One message after the other: a feed of thousands is never whole in memory."""
    header = {"sellerId": seller(keys), "version": "2.0", "issueLocale": LANGUAGE}
    document.write(b'{"header":%s,"messages":[' % json.dumps(header).encode())
    for place, message in enumerate(messages):
        document.write((b"," if place else b"") + json.dumps(message, ensure_ascii=False).encode())
    document.write(b"]}")


def report(ref: str, keys: Keys, line: Line) -> Report:
    """What became of a feed (or of two, a comma between). Raises Trouble or Shut."""
    found = [_report(number, keys, line) for number in ref.split(",")]
    if not all(each.ready for each in found):
        return Report(ready=False)
    return Report(
        ready=True,
        answers=tuple(answer for each in found for answer in each.answers),
        lost=any(each.lost for each in found),
        whole=tuple(issue for each in found for issue in each.whole),
    )


def result(number: str, keys: Keys, line: Line) -> bytes | None:
    """The document in which a feed reports; None while it is not done. Raises Given, Trouble or Shut."""
    try:
        feed = call("getFeed", keys, line, path={"feed": number})
    except Refused as refused:
        raise Given(refused.said) from None
    state, document = feed.get("processingStatus"), feed.get("resultFeedDocumentId")
    if state in WAITING:
        return None
    if state != ENDED or not document:
        raise Given(str(state))
    return documents.of_feed(str(document), keys, line)


class Given(Exception):
    """Amazon gave a feed up, or knows it no more: what of it happened is found by reading."""


def _report(number: str, keys: Keys, line: Line) -> Report:
    try:
        body = result(number, keys, line)
    except Given:
        return Report(ready=True, lost=True)
    return Report(ready=False) if body is None else read(body)


def read(body: bytes) -> Report:
    """A processing report: the issues of each message, by SKU where it names one, else by number. Raises Trouble."""
    try:
        told = parsed(body)
    except ValueError:
        told = None
    if not isinstance(told, dict) or not told:  # nothing in it would say that all was taken
        raise Trouble("unreadable", "report")
    rows = [each for each in listed(told, "issues") if isinstance(each, dict)]
    of: dict[int | str, list[Mapping[str, Any]]] = {}
    for row in rows:
        of.setdefault(_number(row) or str(row.get("sku") or ""), []).append(row)
    whole = of.pop("", [])
    answers = [_answer(key, each) for key, each in of.items()]
    summary = told.get("summary")
    nothing = isinstance(summary, dict) and summary.get("messagesProcessed") == 0
    return Report(ready=True, answers=answers, whole=issues(whole) if nothing else ())


def _number(row: Mapping[str, Any]) -> int:
    """The message's number; 0 where a report tells none that can be one."""
    number = row.get("messageId")
    fits = isinstance(number, int) and not isinstance(number, bool) and 0 < number <= MOST_NUMBER
    return int(number) if fits and number is not None else 0


def _answer(key: int | str, rows: Sequence[Mapping[str, Any]]) -> Answer:
    told = tuple(issues(list(rows)))
    sku = key if isinstance(key, str) else next((str(row["sku"]) for row in rows if row.get("sku")), "")
    taken = all(each.severity != "error" for each in told)
    number = key if isinstance(key, int) else 0
    if number > HALF:
        return Answer(parent_sku(MOST_NUMBER - number), taken=taken, issues=told)
    return Answer(sku, taken=taken, issues=told, number=number)
