"""The twelve lessons that ship: one file each, in their order. README.md says how they are built."""

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """Slug → lesson as its file has it. Never change what is answered."""
    files = sorted(HERE.glob("[0-9][0-9]-*.json"))
    lessons = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return {lesson["slug"]: lesson for lesson in lessons}


@cache
def called() -> dict[str, dict[str, str]]:
    """Drawing → what it shows, in each language: what is read out of a picture that is tapped."""
    drawn: dict[str, dict[str, str]] = json.loads((HERE / "drawings.json").read_text(encoding="utf-8"))
    return drawn
