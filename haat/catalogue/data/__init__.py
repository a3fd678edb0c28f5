"""The crafts every mart begins with, the kinds of goods of each and what is asked of them, as files of the project.

What is known of kinds, attributes and sizes comes from the project's own tables of November 2026; `source` are their
sources (README.md beside this file), `sure` False is what nobody has found out.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_CODE = re.compile(r"[0-9.]+|[0-9]*X*[SML]|[BE][0-9]{2}|TPR|PU|IND-[0-9]+")  # the same in every language
COMPLETE = ("en", "hi", "mr")


def _read(name: str) -> Any:
    return json.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))


@cache
def crafts() -> tuple[dict[str, Any], ...]:
    """The crafts in shop order; read once, never to be changed."""
    return tuple(_read("crafts.json"))


@cache
def kinds() -> tuple[dict[str, Any], ...]:
    """The kinds of goods: slug, names, craft (None: of none), hsn, tax, rules, papers, channels, sure …"""
    return tuple(_read("kinds.json"))


@cache
def attributes() -> tuple[dict[str, Any], ...]:
    """Every question, one for each kind that asks it (`kind` "": of all), with the words of all its choices."""
    return tuple(row for place, told in enumerate(_read("attributes.json"), 1) for row in _rows(told, place))


def _rows(told: dict[str, Any], place: int) -> Iterator[dict[str, Any]]:
    """A question of the file for each of its kinds; what is alike stands there once."""
    words = {value: told.get("words", {}).get(value) or choice_words(value) for value in told.get("choices", ())}
    for kind in told.get("kinds", [""]):
        example = told.get("example", "")
        yield {
            "kind": kind,
            "slug": told["slug"],
            "labels": told["label"],
            "type": told["type"],
            "unit": told.get("unit", ""),
            "choices": told.get("choices", []),
            "words": words,
            "example": example.get(kind, "") if isinstance(example, dict) else example,
            "required_for": told.get("required_for", []),
            "expected_by": told.get("expected_by", []),
            "maps": told.get("maps", {}),
            "likely": told.get("likely", {}),
            "sure": told.get("sure", True),
            "source": told["source"],
            "position": place,
        }


def choice_words(value: str) -> dict[str, str]:
    """What a value is called, by language: a code (2.6, XL, B22) is the same in all."""
    return dict.fromkeys(COMPLETE, value) if _CODE.fullmatch(value) else choices()[value]


@cache
def labels() -> dict[str, dict[str, str]]:
    """What the project's questions are called: slug → language → words, as the first that asks it has them."""
    found: dict[str, dict[str, str]] = {}
    for row in attributes():
        found.setdefault(row["slug"], row["labels"])
    return found


@dataclass(frozen=True)
class Size:
    """A size of a standard (bangle, kurta, footwear …): its name, whom it fits, what is measured and how much of it.

    `value` is a number or sides ("180 x 75") in `unit`, "" where it is free. A bangle's 2.10 is two inches and ten
    sixteenths, more than 2.8: never a decimal. `also`: the same in other forms. `kinds` use it. `sure` False: unproven.
    """

    standard: str
    size: str
    measure: str
    whom: str = ""
    value: str = ""
    unit: str = ""
    also: dict[str, str] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    sure: bool = True
    source: str = ""


@cache
def sizes() -> tuple[Size, ...]:
    """Every size of every standard, those of one standard together."""
    return tuple(Size(**{**row, "kinds": tuple(row.get("kinds", ()))}) for row in _read("sizes.json"))


@cache
def choices() -> dict[str, dict[str, str]]:
    """What the values of choices are called: value → language → words."""
    found: dict[str, dict[str, str]] = _read("choices.json")
    return found


@cache
def drawings() -> dict[str, dict[str, str]]:
    """What the project's drawings of goods show: file → language → words."""
    found: dict[str, dict[str, str]] = _read("drawings.json")
    return found


def drawing_names(file: str) -> dict[str, str]:
    """What a drawing shows, by language; of one that an office brought, its file's name."""
    return drawings().get(file, {"en": file.removesuffix(".svg")})
