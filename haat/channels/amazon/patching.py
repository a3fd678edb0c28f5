"""Changes of a listing as Amazon's patches: always a whole value, never a difference."""

from collections.abc import Mapping
from typing import Any

from haat.channels.amazon import offering, variation
from haat.channels.amazon.listing import OTHER
from haat.channels.amazon.operations import MARKETPLACE
from haat.channels.amazon.schema import Schema
from haat.channels.channel import LISTING, PRICE, STOCK, THEIRS, Sending

FULL, PRODUCT_ONLY = "LISTING", "LISTING_PRODUCT_ONLY"


def patches(operation: str, sending: Sending, schema: Schema | None) -> list[dict[str, Any]]:
    """The patches that bring a part of a listing to what is wanted.

    Stock is merged into the seller's own entry by its channel code: replacing has been seen to add a second one.
    """
    if operation == STOCK:
        stock = offering.stock(schema, quantity=sending.body["quantity"])
        return [_patch("merge", offering.STOCK_ATTRIBUTE, [stock])]
    if operation == PRICE:
        return [_patch("replace", offering.PRICE_ATTRIBUTE, [offering.price(sending.body, schema)])]
    return _listing(sending, schema)


def _listing(sending: Sending, schema: Schema | None) -> list[dict[str, Any]]:
    """Each attribute that is not seen as it is wanted (all, when nothing was seen), and pictures that are no more."""
    wanted: Mapping[str, Any] = sending.body["attributes"]
    before = sending.before.get(LISTING) or {}
    seen = before.get("attributes") or {}
    changed = {name: value for name, value in wanted.items() if seen.get(name) != value} or wanted
    gone = [name for name in seen if name.startswith(OTHER) and name not in wanted]
    lead = sending.body.get("lead_days")
    ours = THEIRS not in (sending.before.get(STOCK) or {})
    told = lead is not None and ours and lead != before.get("lead_days")
    leaves = [offering.stock(schema, lead_days=lead)] if told else []
    return [
        *(_patch("merge", offering.STOCK_ATTRIBUTE, [each]) for each in leaves),
        *(_patch("replace", name, value) for name, value in changed.items()),
        *(_patch("delete", name, [{"marketplace_id": MARKETPLACE}]) for name in gone),
    ]


def _patch(operation: str, name: str, value: list[dict[str, Any]]) -> dict[str, Any]:
    return {"op": operation, "path": f"/attributes/{name}", "value": value}


def whole(sending: Sending, schema: Schema | None) -> tuple[str, dict[str, Any]]:
    """(requirements, attributes) of a listing that is new there, with its price and stock where they go along."""
    attributes = dict(sending.body["attributes"])
    if not {PRICE, STOCK} <= sending.beside.keys():
        return PRODUCT_ONLY, attributes
    attributes[offering.PRICE_ATTRIBUTE] = [offering.price(sending.beside[PRICE], schema)]
    told = {"quantity": sending.beside[STOCK]["quantity"], "lead_days": sending.body.get("lead_days")}
    attributes[offering.STOCK_ATTRIBUTE] = [offering.stock(schema, **told)]
    return FULL, attributes


def is_new(operation: str, sending: Sending) -> bool:
    """Whether a listing is put whole: the channel has nothing of it yet."""
    return operation == LISTING and not sending.before


def parent_of(sending: Sending, schema: Schema | None) -> tuple[str, dict[str, Any]] | None:
    """(SKU, attributes) of the parent that must be there before this size; None where it has none."""
    return variation.parent(sending.body["attributes"], schema)
