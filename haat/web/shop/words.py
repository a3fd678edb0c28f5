"""What a mart says in its own words, and the plain words that hold where it has written none."""

from typing import Any

from haat.places.models import Mart


def words_of(mart: Mart, part: str) -> dict[str, Any]:
    """A part of the mart's words (`home`: name → language → text); empty when it has none."""
    found = mart.words.get(part)
    return found if isinstance(found, dict) else {}


def page_words(mart: Mart, slug: str) -> dict[str, Any] | None:
    """A page the mart has written: `title` and `paragraphs`, each language → text; None when it has not."""
    pages = mart.words.get("legal") or []
    return next((page for page in pages if page.get("slug") == slug), None)
