"""What no database keeps, and no page can show."""

from typing import Any

from haat.channels.plain import INSTEAD

ODD = "a\x00b\ud800c"  # a NUL, and half of a letter
SEEN_ODD = f"a{INSTEAD}b{INSTEAD}c"


def deep(levels: int) -> Any:
    found: Any = "end"
    for _level in range(levels):
        found = {"in": [found]}
    return found
