"""The crafts every mart begins with, as a file of the project."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def crafts() -> tuple[dict[str, Any], ...]:
    """The crafts in shop order; read once, never to be changed."""
    return tuple(json.loads(files(__name__).joinpath("crafts.json").read_text(encoding="utf-8")))
