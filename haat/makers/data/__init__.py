"""What is known of papers before an office changes it, as files of the project: read once, never to be changed."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def paper_kinds() -> tuple[dict[str, Any], ...]:
    """The kinds of papers (`makers.PaperKind`), in the order in which they are offered."""
    return _rows("paper_kinds.json")


@cache
def paper_rules() -> tuple[dict[str, Any], ...]:
    """What more is known of them (`makers.PaperRule`): dates, figures, words. Days are ISO dates."""
    return _rows("paper_rules.json")


def _rows(name: str) -> tuple[dict[str, Any], ...]:
    rows = json.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))
    return tuple(row | {"position": place} for place, row in enumerate(rows))
