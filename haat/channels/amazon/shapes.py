"""One value of an attribute, built as its type's schema says it looks: value, unit, sides, kind, language."""

from collections.abc import Callable, Mapping
from typing import Any

from haat.channels.amazon.operations import LANGUAGE, MARKETPLACE
from haat.channels.amazon.schema import Schema
from haat.channels.amazon.values import Unfit, folded, leaf, measured, number, plain, text_of, texts_of, three, unit_of

SIDES = ("length", "width", "height")
HSN = "hsncode"  # how Amazon's entity of a tax code begins, folded
_IDENTIFIERS = {12: "upc", 13: "ean", 14: "gtin"}  # by their digits


def entries(schema: Schema, name: str, value: Any, unit: str = "") -> list[dict[str, Any]]:
    """All values of an attribute; a list, or a text of several lines, gives several where it may. Raises Unfit."""
    node = schema.items(name)
    if not node:
        raise Unfit("an attribute that this type does not have")
    if not schema.parts(node):
        raise Unfit("a form that is not known here")
    if _several(schema, name, value) and _is_text(schema, node):
        found = [entry(schema, node, each, unit) for each in texts_of(value)]
        if not found:
            raise Unfit("a text")
        return found
    return [entry(schema, node, value, unit)]


def entry(schema: Schema, node: Mapping[str, Any], value: Any, unit: str = "") -> dict[str, Any]:
    """One value, framed by language and marketplace where the schema has them. Raises Unfit."""
    parts = schema.parts(node)
    for names, build in _BUILDERS:
        if names <= parts.keys():
            return {**build(schema, parts, value, unit), **frame(schema, parts)}
    raise Unfit("a form that is not known here")


def frame(schema: Schema, parts: Mapping[str, Any]) -> dict[str, Any]:
    """In which language and marketplace a value holds, where the schema wants to know."""
    found: dict[str, Any] = {}
    if "marketplace_id" in parts:
        found["marketplace_id"] = MARKETPLACE
    if "language_tag" in parts:
        options = [value for value, _label in schema.options(schema.resolved(parts["language_tag"]))]
        found["language_tag"] = LANGUAGE if LANGUAGE in options or len(options) != 1 else options[0]
    return found


def kept(schema: Schema, node: Any, value: dict[str, Any]) -> dict[str, Any]:
    """Of a value what the schema knows; all of it where it says nothing of its parts."""
    parts = schema.parts(node)
    return {name: each for name, each in value.items() if name in parts} if parts else value


def _several(schema: Schema, name: str, value: Any) -> bool:
    """Whether an attribute may have several values; where its schema sets no bound, a list gives several."""
    node = schema.resolved(schema.attributes.get(name))
    bounds = [node[word] for word in ("maxUniqueItems", "maxItems") if isinstance(node.get(word), int)]
    return all(each > 1 for each in bounds) if bounds else isinstance(value, list | tuple)


def _is_text(schema: Schema, node: Mapping[str, Any]) -> bool:
    value = schema.resolved(schema.parts(node).get("value"))
    return value.get("type") == "string" and not schema.options(value)


def _sides(schema: Schema, parts: Mapping[str, Any], value: Any, unit: str) -> dict[str, Any]:
    found = three(value)
    told = unit_of(value, "") or unit_of(found[2], unit)
    return {
        side: entry(schema, schema.resolved(parts[side]), each, told) for side, each in zip(SIDES, found, strict=True)
    }


def _identifier(schema: Schema, parts: Mapping[str, Any], value: Any, unit: str) -> dict[str, Any]:
    digits = text_of(value)
    kind = _IDENTIFIERS.get(len(digits), "")
    options = schema.options(schema.resolved(parts["type"]))
    chosen = next((option for option, label in options if kind and kind in (folded(option), folded(label))), None)
    if not digits.isdigit() or chosen is None:
        raise Unfit("an EAN of 13 digits")
    return {"type": chosen, "value": digits}


def _counted(schema: Schema, parts: Mapping[str, Any], value: Any, unit: str) -> dict[str, Any]:
    """A number of a kind: net quantity."""
    node = schema.resolved(parts["type"])
    inner = schema.parts(node)
    amount, chosen = measured(schema.options(schema.resolved(inner["value"]) if inner else node), value, unit)
    kind = {"value": chosen, **frame(schema, inner)} if inner else chosen
    return {"type": kind, "value": amount}


def _kind(schema: Schema, parts: Mapping[str, Any], value: Any, unit: str) -> dict[str, Any]:
    """What has a value and says of which kind: a bar code, or a quantity."""
    options = schema.options(schema.resolved(parts["type"]))
    is_code = any(folded(option) in _IDENTIFIERS.values() for option, _label in options)
    return (_identifier if is_code else _counted)(schema, parts, value, unit)


def _of_entity(schema: Schema, parts: Mapping[str, Any], value: Any, unit: str) -> dict[str, Any]:
    """A tax code, by the name Amazon has for it."""
    options = schema.options(schema.resolved(parts["entity"]))
    chosen = next((option for option, label in options if HSN in (folded(option), folded(label))), None)
    if chosen is None and options:
        raise Unfit("an HSN code")
    return {"entity": chosen or "HSN Code", "value": text_of(value)}


def _measure(schema: Schema, parts: Mapping[str, Any], value: Any, unit: str) -> dict[str, Any]:
    amount, chosen = measured(schema.options(schema.resolved(parts["unit"])), value, unit)
    node = schema.resolved(parts["value"])
    return {"unit": chosen, "value": str(amount) if node.get("type") == "string" else amount}


def _value(schema: Schema, parts: Mapping[str, Any], value: Any, unit: str) -> dict[str, Any]:
    node = schema.resolved(parts["value"])
    items = schema.resolved(node.get("items"))
    if items:
        rows = value if isinstance(value, list | tuple) else [value]
        return {"value": [_inner(schema, items, each, unit) for each in rows]}
    return {"value": _inner(schema, node, value, unit)}


def _inner(schema: Schema, node: Mapping[str, Any], value: Any, unit: str) -> Any:
    if schema.parts(node):
        return entry(schema, node, value, unit)
    if isinstance(value, Mapping) and "unit" in value:
        return plain(number(value))
    return leaf(schema, node, value)


def _picture(schema: Schema, parts: Mapping[str, Any], value: Any, unit: str) -> dict[str, Any]:
    return {"media_location": str(value)}


def _named(schema: Schema, parts: Mapping[str, Any], value: Any, unit: str) -> dict[str, Any]:
    return {"name": leaf(schema, schema.resolved(parts["name"]), value)}


# The first whose names an attribute has builds its value.
_BUILDERS: list[tuple[frozenset[str], Callable[[Schema, Mapping[str, Any], Any, str], dict[str, Any]]]] = [
    (frozenset(SIDES), _sides),
    (frozenset({"media_location"}), _picture),
    (frozenset({"entity", "value"}), _of_entity),
    (frozenset({"type", "value"}), _kind),
    (frozenset({"unit", "value"}), _measure),
    (frozenset({"value"}), _value),
    (frozenset({"name"}), _named),
]
