"""Our answers in a schema's own words: a choice by its name, a measure in one of its units, a text in its language.

What does not fit is said to be unfit and stays out; nothing is cut short, rounded or guessed.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from haat.catalogue.data import choices
from haat.channels.amazon.api import listed
from haat.channels.amazon.schema import Schema
from haat.channels.channel import ENGLISH, UNFIT
from haat.core.abroad import countries

TEXT_LANGUAGE = "en"  # the only one in which Amazon takes a listing in India
_SIGNS = re.compile(r"[^a-z0-9]+")
_NUMBER = re.compile(r"\s*(-?[0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]*)\s*")

# How many of the smallest unit of its kind each is, and what Amazon calls it.
_UNITS = {
    "mass": {"mg": (1, "milligrams"), "g": (1_000, "grams gram gm"), "kg": (1_000_000, "kilograms kilogram")},
    "length": {
        "mm": (1, "millimeters millimetres millimeter millimetre"),
        "cm": (10, "centimeters centimetres centimeter centimetre"),
        "m": (1_000, "meters metres meter metre"),
    },
    "volume": {"ml": (1, "milliliters millilitres milliliter millilitre"), "l": (1_000, "liters litres liter litre")},
    "time": {"days": (1, "days day"), "weeks": (7, "weeks week")},
    "age": {"months": (1, "months month"), "years": (12, "years year")},
    "power": {"W": (1, "watts watt")},
    "number": {"pieces": (1, "count pieces piece units unit")},
}
_KINDS = {unit: kind for kind, units in _UNITS.items() for unit in units} | {"piece": "number", "years": "age"}
# A choice of ours that Amazon calls otherwise, where its own names do not lead there.
_OTHERWISE = {
    "yes": ("true", "1"),
    "no": ("false", "0"),
    "new": ("newnew",),
    "women": ("female",),
    "men": ("male",),
    "girls": ("girl",),
    "boys": ("boy",),
    "multicolour": ("multicolor", "multi"),
    "grey": ("gray",),
}


class Unfit(Exception):
    """A value that an attribute cannot hold; `said` is why, for people, and `code` what a gap of it is called."""

    def __init__(self, said: str, code: str = UNFIT) -> None:
        super().__init__(said)
        self.said, self.code = said, code


def folded(text: Any) -> str:
    """A name without what two spellings of it differ in."""
    return _folded(str(text))


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    return _SIGNS.sub("", text.casefold())


@cache
def _codes() -> dict[str, str]:
    """A country's English name → its code, both folded."""
    return {folded(names["en"]): folded(code) for code, names in countries().items()}


def text_of(value: Any) -> str:
    """A text in the language that Amazon takes, a choice of ours by its name in it. Raises Unfit."""
    if isinstance(value, Mapping):
        found = value.get(TEXT_LANGUAGE)
        if not isinstance(found, str) or not found.strip():
            raise Unfit("in English", ENGLISH)
        return found.strip()
    if isinstance(value, list | tuple):
        return ", ".join(text_of(each) for each in value)
    told = str(value).strip()
    return choices().get(told, {}).get(TEXT_LANGUAGE, told)


def texts_of(value: Any) -> list[str]:
    """The same of what may hold several: a list, or one a line."""
    rows = value if isinstance(value, list | tuple) else text_of(value).splitlines()
    return [found for each in rows if (found := text_of(each))]


def leaf(schema: Schema, node: Mapping[str, Any], value: Any) -> Any:
    """One value as a leaf of the schema takes it. Raises Unfit."""
    options = schema.options(node)
    free = any(isinstance(each, Mapping) and "enum" not in schema.resolved(each) for each in listed(node, "anyOf"))
    if options:
        found = _option(options, value)
        if found is not None:
            return found
        if not free:
            raise Unfit("one of " + ", ".join(label for _value, label in options[:12]))
    kinds = _kinds(schema, node)
    if "boolean" in kinds and _truth(value) is not None:
        return _truth(value)
    if kinds & {"number", "integer"} and "string" not in kinds:
        return plain(number(value), whole="number" not in kinds)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return text_of(value)


def _kinds(schema: Schema, node: Mapping[str, Any]) -> set[str]:
    nodes = [node, *map(schema.resolved, (*listed(node, "anyOf"), *listed(node, "oneOf")))]
    found: set[str] = set()
    for each in nodes:
        told = each.get("type")
        found |= {kind for kind in (told if isinstance(told, list) else [told]) if isinstance(kind, str)}
    return found


def _option(options: Sequence[tuple[Any, str]], value: Any) -> Any:
    """The option that means the same; None when none does."""
    wanted = _names(value)
    for name in wanted:
        for option, label in options:
            if name in (folded(option), folded(label)):
                return option
    return None


def _names(value: Any) -> list[str]:
    """What a choice of ours may be called."""
    truth = _truth(value)
    words = {True: "yes", False: "no"}[truth] if truth is not None else value
    if isinstance(words, Mapping):
        words = words.get(TEXT_LANGUAGE, "")
    called = choices().get(words, {}).get(TEXT_LANGUAGE, "") if isinstance(words, str) else ""
    found = [each for each in (folded(words), folded(called)) if each]
    otherwise = [other for each in found for other in _OTHERWISE.get(each, ())]
    return [*found, *otherwise, *(_codes()[each] for each in found if each in _codes())]


def _truth(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"yes": True, "true": True, "no": False, "false": False}.get(value) if isinstance(value, str) else None


def number(value: Any) -> Decimal:
    """A number as it was answered. Raises Unfit."""
    if isinstance(value, Mapping):
        value = value.get("value")
    if isinstance(value, str) and (read := _NUMBER.fullmatch(value)):
        value = read[1]
    try:
        found = Decimal(str(value)) if not isinstance(value, bool) else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite():
        raise Unfit("a number")
    return found


def plain(value: Decimal, *, whole: bool = False) -> int | float:
    """A number as JSON has it. Raises Unfit where it must be whole and is not."""
    if value == value.to_integral_value():
        return int(value)
    if whole:
        raise Unfit("a whole number")
    return float(value)


def unit_of(value: Any, unit: str) -> str:
    """The unit an answer is in: what it says itself, else what its question has."""
    if isinstance(value, Mapping) and isinstance(value.get("unit"), str):
        return str(value["unit"])
    if isinstance(value, str) and (read := _NUMBER.fullmatch(value)) and read[2]:
        return read[2]
    return unit


def measured(options: Sequence[tuple[Any, str]], value: Any, unit: str) -> tuple[int | float, Any]:
    """(number, Amazon's unit) of a measure: in its own unit, else in another of its kind. Raises Unfit."""
    told = unit_of(value, unit)
    kind = _KINDS.get(told)
    if kind is None:
        raise Unfit(f"a measure, not in {told}" if told else "a measure with its unit")
    units = _UNITS[kind]
    size = units.get(told, units.get("pieces", (1, "")))[0]
    for name in sorted(units, key=lambda each: each != told):
        own, called = units[name]
        names = {folded(each) for each in (name, *called.split())}
        for option, label in options:
            if folded(option) in names or folded(label) in names:
                return plain(number(value) * size / own), option
    raise Unfit("a measure in " + ", ".join(label for _value, label in options[:12]))


def three(value: Any) -> tuple[Any, Any, Any]:
    """Length, width and height of an answer: a list of three, by their names, or written 10 x 8 x 2. Raises Unfit."""
    found: Sequence[Any] = ()
    if isinstance(value, Mapping):
        found = [value.get(name) for name in ("length", "width", "height")]
    elif isinstance(value, list | tuple):
        found = value
    elif isinstance(value, str):
        found = [each for each in re.split(r"[x×*]", value) if each.strip()]
    if len(found) != 3 or any(each is None for each in found):
        raise Unfit("length, width and height")
    return found[0], found[1], found[2]
