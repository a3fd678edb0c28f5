"""What a mart says in its own words, and the plain words that hold where it has written none."""

from dataclasses import dataclass
from typing import Any

from haat.core.languages import best
from haat.places.models import Mart
from haat.places.words import WITHOUT_PLAIN_WORDS, page_of, paragraphs, runs


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
    """The mart's own page `slug`, whole in one language; None when it has written none."""
    page = page_of(mart, slug)
    if not page:
        return None
    told = best(page.text)
    return PageWords(dict(page.title), [Paragraph(told.language, runs(text)) for text in paragraphs(told.text)])


def has_terms(mart: Mart) -> bool:
    """Whether the mart has written its terms of sale: there are no plain ones."""
    return any(page.get("slug") == WITHOUT_PLAIN_WORDS for page in mart.words.get("legal") or ())
