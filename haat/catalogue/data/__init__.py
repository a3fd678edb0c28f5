"""The crafts every mart begins with, as a file of the project."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def crafts() -> tuple[dict[str, Any], ...]:
    """The crafts in shop order; read once, never to be changed."""
    return tuple(json.loads(files(__name__).joinpath("crafts.json").read_text(encoding="utf-8")))


@cache
def choices() -> dict[str, dict[str, str]]:
    """What the values of the crafts' choices are called: value → language → words."""
    found: dict[str, dict[str, str]] = json.loads(files(__name__).joinpath("choices.json").read_text(encoding="utf-8"))
    return found


@cache
def drawings() -> dict[str, dict[str, str]]:
    """What the project's drawings of goods show: file → language → words."""
    found: dict[str, dict[str, str]] = json.loads(files(__name__).joinpath("drawings.json").read_text(encoding="utf-8"))
    return found


def drawing_names(file: str) -> dict[str, str]:
    """What a drawing shows, by language; of one that an office brought, its file's name."""
    return drawings().get(file, {"en": file.removesuffix(".svg")})
