"""One batch sent: a few offers by calls of their own, which are quick; more by a feed."""

from collections.abc import Sequence
from typing import Any

from haat.channels.amazon import feeds, patching
from haat.channels.amazon.api import Refused, call, seller
from haat.channels.amazon.causes import issues, refusal
from haat.channels.amazon.operations import LANGUAGE, MARKETPLACE
from haat.channels.amazon.schema import Schema
from haat.channels.channel import CLOSE, LISTING, PRICE, STOCK, Answer, Keys, Line, Receipt, Sending, Shut, Trouble

# So many go by calls of their own; a listing takes two, for it is previewed.
SINGLY = {CLOSE: 10, STOCK: 10, PRICE: 10, LISTING: 5}
PREVIEW = "VALIDATION_PREVIEW"
TAKEN = ("ACCEPTED", "VALID")


def send(operation: str, sendings: Sequence[Sending], keys: Keys, line: Line) -> Receipt:
    """Send one batch. Raises Trouble (nothing happened), Lost (some of it may have) or Shut."""
    kept = KeptSchemas(line)
    if len(sendings) > SINGLY[operation]:
        return Receipt(ref=feeds.send(operation, sendings, keys, line, kept))
    answers: list[Answer] = []
    parents: dict[str, Answer] = {}
    for sending in sendings:
        try:
            answers.append(_single(operation, sending, parents, keys, line, kept))
        except (Trouble, Shut):
            if not answers:
                raise
            break  # the rest was not sent, and goes with the next batch
    return Receipt(answers=answers)


class KeptSchemas:
    """The schemas that are kept already, each read once for a batch; nothing is fetched for a sending."""

    def __init__(self, line: Line) -> None:
        self._line, self._found = line, dict[str, Schema | None]()

    def of(self, product_type: str) -> Schema | None:
        if product_type not in self._found:
            kept = self._line.schema(product_type) if product_type else None
            document = kept.get("schema") if kept else None
            self._found[product_type] = Schema(document) if isinstance(document, dict) else None
        return self._found[product_type]


def _single(
    operation: str, sending: Sending, parents: dict[str, Answer], keys: Keys, line: Line, kept: KeptSchemas
) -> Answer:
    if operation == CLOSE:
        return _off(sending.sku, keys, line)
    schema = kept.of(sending.product_type)
    if not patching.is_new(operation, sending):
        body = {
            "productType": sending.product_type or "PRODUCT",
            "patches": patching.patches(operation, sending, schema),
        }
        return _previewed("patchListingsItem", sending.sku, body, keys, line, first=operation == LISTING)
    parent = patching.parent_of(sending, schema)
    if parent is not None:
        sku, attributes = parent
        if sku not in parents:
            parents[sku] = _put(sku, sending.product_type, patching.PRODUCT_ONLY, attributes, keys, line)
        if not parents[sku].taken:
            return Answer(sending.sku, taken=False, issues=parents[sku].issues)
    requirements, attributes = patching.whole(sending, schema)
    return _put(sending.sku, sending.product_type, requirements, attributes, keys, line)


def _put(sku: str, product_type: str, requirements: str, attributes: Any, keys: Keys, line: Line) -> Answer:
    body = {"productType": product_type, "requirements": requirements, "attributes": attributes}
    return _previewed("putListingsItem", sku, body, keys, line, first=True)


def _previewed(name: str, sku: str, body: Any, keys: Keys, line: Line, *, first: bool) -> Answer:
    """The call, after its preview when it is to be previewed `first`: what that refuses is not sent."""
    if first:
        preview = _asked(name, sku, body, keys, line, {"mode": PREVIEW})
        if not preview.taken:
            return preview
    return _asked(name, sku, body, keys, line, {})


def _asked(name: str, sku: str, body: Any, keys: Keys, line: Line, more: dict[str, str]) -> Answer:
    query = {"marketplaceIds": MARKETPLACE, "issueLocale": LANGUAGE, "includedData": "issues", **more}
    path = {"seller": seller(keys), "sku": sku}
    try:
        found = call(name, keys, line, path=path, query=query, body=body)
    except Refused as refused:
        return Answer(sku, taken=False, issues=(refusal(refused.errors, refused.status),))
    told = tuple(issues(found.get("issues")))
    return Answer(sku, taken=found.get("status") in TAKEN, issues=told)


def _off(sku: str, keys: Keys, line: Line) -> Answer:
    """Take it off: the account's offer goes, the page and what buyers wrote stay Amazon's. What is not there is off."""
    query = {"marketplaceIds": MARKETPLACE, "issueLocale": LANGUAGE}
    try:
        found = call("deleteListingsItem", keys, line, path={"seller": seller(keys), "sku": sku}, query=query)
    except Refused as refused:
        gone = refused.status == 404
        return Answer(sku, taken=gone, issues=() if gone else (refusal(refused.errors, refused.status),))
    return Answer(sku, taken=found.get("status") in TAKEN, issues=tuple(issues(found.get("issues"))))
