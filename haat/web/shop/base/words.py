"""What a mart says in its own words, and the plain words that hold where it has written none."""

from dataclasses import dataclass
from typing import Any

from haat.core.languages import best
from haat.places.models import Mart


def words_of(mart: Mart, part: str) -> dict[str, Any]:
    """A part of the mart's words (`home`: name → language → text); empty when it has none."""
    found = mart.words.get(part)
    return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Paragraph:
    """A paragraph in the language it was found in, as runs of (text, bold)."""

    language: str
    runs: list[tuple[str, bool]]


@dataclass(frozen=True)
class PageWords:
    """A page the mart has written."""

    title: dict[str, str]
    paragraphs: list[Paragraph]


def page_words(mart: Mart, slug: str) -> PageWords | None:
    """The mart's own page `slug`; None when it has written none. `**…**` stands for bold."""
    page = next((page for page in mart.words.get("legal") or [] if page.get("slug") == slug), None)
    if page is None:
        return None
    found = [best(texts) for texts in page.get("paragraphs", [])]
    return PageWords(page["title"], [Paragraph(text.language, _runs(text.text)) for text in found])


def _runs(text: str) -> list[tuple[str, bool]]:
    return [(run, index % 2 == 1) for index, run in enumerate(text.split("**")) if run]
