"""Amazon's product types: searched by words, and each one's schema read with the account's keys and kept."""

from collections.abc import Mapping
from typing import Any

from haat.channels.amazon.api import Refused, below, call, listed, seller
from haat.channels.amazon.documents import fetched
from haat.channels.amazon.operations import LANGUAGE, MARKETPLACE
from haat.channels.amazon.schema import Schema
from haat.channels.channel import Keys, Line, Trouble
from haat.channels.office import Proposed
from haat.channels.plain import parsed

UNKNOWN = (400, 404)


def search(words: str, keys: Keys, line: Line) -> list[Proposed]:
    """The product types that Amazon proposes for a name of a good, the likeliest first. Raises Trouble or Shut."""
    query = {"marketplaceIds": MARKETPLACE, "itemName": words[:200], "locale": LANGUAGE, "searchLocale": LANGUAGE}
    found = call("searchDefinitionsProductTypes", keys, line, query=query)
    return [
        Proposed(str(each["name"]), str(each.get("displayName") or each["name"]))
        for each in listed(found, "productTypes")
        if isinstance(each, dict) and each.get("name")
    ]


def schema_of(product_type: str, keys: Keys, line: Line) -> Schema | None:
    """The schema that is kept, or Amazon's own, which is kept then; None: Amazon has no such type in India.

    Raises Trouble or Shut.
    """
    kept = line.schema(product_type)
    document = kept.get("schema") if kept else None
    if isinstance(document, dict):
        return Schema(document)
    query = {
        "sellerId": seller(keys),
        "marketplaceIds": MARKETPLACE,
        "requirements": "LISTING",
        "requirementsEnforced": "ENFORCED",
        "locale": LANGUAGE,
    }
    try:
        told = call("getDefinitionsProductType", keys, line, path={"type": product_type}, query=query)
    except Refused as refused:
        if refused.status in UNKNOWN:
            return None
        raise
    document = _document(told)
    schema = Schema(document)
    body = {"title": str(told.get("displayName") or product_type), "asks": schema.always, "schema": document}
    line.keep_schema(product_type, _version(told), body)
    return schema


def _document(told: Any) -> dict[str, Any]:
    try:
        found = parsed(fetched(below(told, "schema", "link", "resource")))
    except ValueError:
        raise Trouble("unreadable", "schema") from None
    if not isinstance(found, dict) or not isinstance(found.get("properties"), dict):
        raise Trouble("unreadable", "schema")
    return found


def _version(told: Mapping[str, Any]) -> str:
    """What a schema is known by: its version, else the checksum of its document."""
    version = below(told, "productTypeVersion", "version") or below(told, "schema", "checksum")
    return str(version or "")[:80]
