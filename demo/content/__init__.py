"""The demonstration's words: JSON beside this file, one folder a mart."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(mart: str, name: str) -> Any:
    """`load("deoghar", "goods")`: read once, never to be changed."""
    return json.loads(files(__name__).joinpath(mart, f"{name}.json").read_text(encoding="utf-8"))


def words(mart: str) -> dict[str, Any]:
    """A mart's words in one shape: home, quotes {maker, text}, legal, festivals, buyers, ratings, returns.

    A rating's `goods` are those its words speak of: they stand at no other.
    """
    raw = load(mart, "words")
    home = raw["home"]
    return {
        "home": {**home, "line": home.get("tagline") or home.get("headline")},
        "quotes": [_quote(row) for row in raw["quotes"]],
        "legal": raw["legal"],
        "festivals": raw.get("festivals", []),
        "buyers": [_buyer(row) for row in raw["buyers"]],
        "ratings": [_rating(row) for row in raw["ratings"]],
        "returns": raw.get("return_reasons") or [{"en": "It is not the size I thought", "mr": "माप वेगळे निघाले"}],
    }


def _quote(row: dict[str, Any]) -> dict[str, Any]:
    text = row.get("text") or {code: row[code] for code in ("en", "hi", "mr") if code in row}
    return {"maker": row["maker"], "who": row.get("who", {}), "text": text}


def _buyer(row: dict[str, Any]) -> dict[str, Any]:
    if "address" in row:
        return row
    return {**row, "address": {"en": f"{row['street']}, {row['city']}"}}


def _rating(row: dict[str, Any]) -> dict[str, Any]:
    text = row["text"] if isinstance(row["text"], dict) else {row["language"]: row["text"]}
    return {"goods": row.get("goods") or [row["good"]], "stars": row["stars"], "text": text}
