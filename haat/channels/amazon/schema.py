"""A product type's schema as Amazon gives it: what each attribute looks like, and what of a listing does not fit it.

Amazon's dialect is JSON Schema 2019-09 with words of its own; those that bound a value are known here.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import jsonschema_rs

from haat.channels.amazon.api import listed
from haat.channels.channel import UNFIT, Gap, Trouble

MOST_DEEP = 20  # references that lead on to references
MOST_CHOICES = 12  # that are named to people
MOST_SAID = 300
WHOLE = ("product_type", "kind")  # what is about a listing and no attribute of it: the channel's name, and ours
_Kind = jsonschema_rs.ValidationErrorKind


class _Bound:
    """A word of Amazon's that bounds a value; one that is no whole number bounds nothing."""

    def __init__(self, parent_schema: dict[str, Any], value: Any, schema_path: list[str | int]) -> None:
        self._bound = value if isinstance(value, int) else None

    def validate(self, instance: Any) -> None:
        """Raises ValueError, with why."""
        if self._bound is not None and (why := self.against(instance, self._bound)):
            raise ValueError(why)

    def against(self, instance: Any, bound: int) -> str:
        raise NotImplementedError


class _MostBytes(_Bound):
    """maxUtf8ByteLength: a text's length as Amazon counts it."""

    def against(self, instance: Any, bound: int) -> str:
        length = len(instance.encode()) if isinstance(instance, str) else 0
        return f"{length} bytes, where {bound} is the most" if length > bound else ""


class _LeastBytes(_Bound):
    """minUtf8ByteLength."""

    def against(self, instance: Any, bound: int) -> str:
        length = len(instance.encode()) if isinstance(instance, str) else bound
        return f"{length} bytes, where {bound} is the least" if length < bound else ""


class _MostItems(_Bound):
    """maxUniqueItems: how many values an attribute may have in one language of one marketplace."""

    def against(self, instance: Any, bound: int) -> str:
        number = len(instance) if isinstance(instance, list) else 0
        return f"{number} values, where {bound} is the most" if number > bound else ""


_WORDS: dict[str, Any] = {
    "maxUtf8ByteLength": _MostBytes,
    "minUtf8ByteLength": _LeastBytes,
    "maxUniqueItems": _MostItems,
}


class Schema:
    """One product type's schema. `attributes`: name → what it looks like."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        found = document.get("properties")
        self.attributes: Mapping[str, Any] = found if isinstance(found, dict) else {}

    @cached_property
    def _validator(self) -> jsonschema_rs.Validator:
        plain = {name: value for name, value in self._document.items() if name not in ("$schema", "$id")}
        try:
            return jsonschema_rs.Draft201909Validator(plain, mask="the answer", keywords=_WORDS, offline=True)
        except (ValueError, jsonschema_rs.ReferencingError) as wrong:
            raise Trouble("unreadable", str(wrong)[:MOST_SAID]) from None

    @property
    def always(self) -> list[str]:
        """The attributes that every listing of the type must have."""
        found = self._document.get("required")
        return sorted(each for each in found if isinstance(each, str)) if isinstance(found, list) else []

    def resolved(self, node: Any) -> Mapping[str, Any]:
        """What a part of the schema says, its references followed; {} where it says nothing that can be read."""
        for _step in range(MOST_DEEP):
            if not isinstance(node, dict):
                return {}
            reference = node.get("$ref")
            if not isinstance(reference, str):
                return node
            beside = {name: value for name, value in node.items() if name != "$ref"}
            target = self._at(reference)
            node = {**target, **beside} if isinstance(target, dict) else {}
        return {}

    def _at(self, reference: str) -> Any:
        if not reference.startswith("#/"):
            return None
        node: Any = self._document
        for part in reference[2:].split("/"):
            node = node.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(node, dict) else None
        return node

    def items(self, name: str) -> Mapping[str, Any]:
        """What one value of an attribute looks like; {} where the type has no such attribute."""
        return self.resolved(self.resolved(self.attributes.get(name)).get("items"))

    def parts(self, node: Any) -> Mapping[str, Any]:
        """The properties of an object of the schema, by their names."""
        found = self.resolved(node).get("properties")
        return found if isinstance(found, dict) else {}

    def title(self, name: str) -> str:
        """What Amazon calls an attribute to people."""
        return str(self.resolved(self.attributes.get(name)).get("title") or name)

    def choices(self, name: str) -> list[str]:
        """The values an attribute may have, as people read them; none where any will do."""
        value = self.resolved(self.parts(self.items(name)).get("value"))
        return [label for _value, label in self.options(value)]

    def options(self, leaf: Mapping[str, Any]) -> list[tuple[Any, str]]:
        """(value, what people read) of every value a leaf may have; none where any will do."""
        nodes = [leaf, *listed(leaf, "anyOf"), *listed(leaf, "oneOf")]
        found: list[tuple[Any, str]] = []
        for node in map(self.resolved, nodes):
            values, labels = node.get("enum"), node.get("enumNames")
            if isinstance(values, list):
                told: Sequence[Any] = labels if isinstance(labels, list) and len(labels) == len(values) else values
                found += [(value, str(label)) for value, label in zip(values, told, strict=True)]
        return found

    def gaps(self, attributes: Mapping[str, Any], slugs: Mapping[str, str]) -> list[Gap]:
        """What keeps a listing back; `slugs`: what an attribute is called here. Each attribute once."""
        found: dict[str, Gap] = {}
        for error in self._validator.iter_errors(dict(attributes)):
            for name, said in self._about(error):
                code = UNFIT if name in attributes else ""
                gap = Gap(name, slugs.get(name, ""), said[:MOST_SAID], code) if name else Gap(*WHOLE, said[:MOST_SAID])
                found.setdefault(name, gap)
        return list(found.values())

    def _about(self, error: jsonschema_rs.ValidationError) -> Iterator[tuple[str, str]]:
        """(attribute, what is said) of an error; of several ways that would do, the one with the least to do."""
        kind = error.kind
        if error.instance_path:
            name = str(error.instance_path[0])
            yield name, f"{self.title(name)}: {error.message}"
        elif isinstance(kind, _Kind.Required):
            yield kind.property, self._asks(kind.property)
        elif isinstance(kind, _Kind.AnyOf | _Kind.OneOfNotValid):
            for each in min(kind.context, key=len, default=[]):
                yield from self._about(each)
        elif isinstance(kind, _Kind.AdditionalProperties):
            yield from ((name, error.message) for name in kind.unexpected)
        else:
            yield "", error.message

    def _asks(self, name: str) -> str:
        choices = self.choices(name)
        if not choices:
            return self.title(name)
        more = ", …" if len(choices) > MOST_CHOICES else ""
        return f"{self.title(name)}: {', '.join(choices[:MOST_CHOICES])}{more}"
