"""Sizes of one good as Amazon's variations: a child each, and a parent that nobody buys, by a theme of the type."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from haat.channels.amazon import offering
from haat.channels.amazon.schema import Schema
from haat.channels.amazon.shapes import entry, frame
from haat.channels.amazon.values import Unfit, folded
from haat.channels.channel import Gap, Good

LEVEL, RELATION, THEME = "parentage_level", "child_parent_sku_relationship", "variation_theme"
# What a parent never has: it is not sold.
_NOT_OF_PARENT = frozenset(
    {
        offering.PRICE_ATTRIBUTE,
        offering.STOCK_ATTRIBUTE,
        RELATION,
        "externally_assigned_product_identifier",
        "merchant_suggested_asin",
        "condition_type",
    }
)


def child(good: Good, schema: Schema, names: Sequence[str]) -> dict[str, Any]:
    """What makes a size a child of its good; {} where it has no other sizes, or its type no theme for what differs."""
    if not good.parent or not {LEVEL, RELATION, THEME} <= set(schema.attributes):
        return {}
    differing = [name.partition(".")[0] for name in names if name.partition(".")[0] in schema.attributes]
    theme = _theme(schema, differing)
    if theme is None:
        return {}
    try:
        level = entry(schema, schema.items(LEVEL), "child")
    except Unfit:
        return {}
    relation = {"child_relationship_type": "variation", "parent_sku": good.parent}
    return {
        LEVEL: [level],
        RELATION: [relation | frame(schema, schema.parts(schema.items(RELATION)))],
        THEME: [{"name": theme} | frame(schema, schema.parts(schema.items(THEME)))],
    }


def parent(attributes: Mapping[str, Any], schema: Schema | None) -> tuple[str, dict[str, Any]] | None:
    """(SKU, attributes) of a child's parent, of what the child has: all but what differs and what is sold."""
    try:
        sku = str(attributes[RELATION][0]["parent_sku"])
        differing = _parts(attributes[THEME][0]["name"])
        level = attributes[LEVEL][0]
    except (LookupError, TypeError):
        return None
    found = {
        name: value
        for name, value in attributes.items()
        if name not in _NOT_OF_PARENT and folded(name) not in differing
    }
    try:
        found[LEVEL] = [entry(schema, schema.items(LEVEL), "parent") if schema else level | {"value": "parent"}]
    except Unfit:
        return None
    return sku, found


def parent_gaps(attributes: Mapping[str, Any], schema: Schema, slugs: Mapping[str, str], had: set[str]) -> list[Gap]:
    """What the parent lacks besides what its child lacks already, and what no parent has."""
    found = parent(attributes, schema)
    if found is None:
        return []
    gaps = schema.gaps(found[1], slugs)
    differing = _parts(attributes[THEME][0]["name"])
    return [each for each in gaps if each.name not in had | _NOT_OF_PARENT and folded(each.name) not in differing]


def _theme(schema: Schema, names: Sequence[str]) -> Any:
    """The type's theme of exactly these attributes, in whatever order it names them; None where it has none."""
    wanted = {folded(name) for name in names}
    options = schema.options(schema.resolved(schema.parts(schema.items(THEME)).get("name")))
    return next((option for option, _label in options if wanted and _parts(option) == wanted), None)


def _parts(theme: Any) -> set[str]:
    """The attributes of a theme: COLOR/SIZE, SIZE_NAME/COLOR_NAME."""
    return {folded(part.strip().removesuffix("_NAME")) for part in re.split(r"[/,]", str(theme)) if part.strip()}
