"""The roads to papers as files of the project: read once, never to be changed. README.md says how they are built."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def roads() -> tuple[dict[str, Any], ...]:
    """The roads, in the order in which they are offered."""
    return _rows("roads.json")


@cache
def needs() -> dict[str, dict[str, str]]:
    """What a road may need → what it is called, by language."""
    return {row["slug"]: row["says"] for row in _rows("needs.json")}


@cache
def boxes() -> dict[str, dict[str, Any]]:
    """The boxes of forms: where what is known of each comes from (`fill`), and what it is called (`says`)."""
    return {row["slug"]: row for row in _rows("boxes.json")}


def _rows(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(files(__name__).joinpath(name).read_text(encoding="utf-8")))
