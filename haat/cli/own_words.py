"""The words of a mart's file, written page by page as the office writes them: what the file does not say stays."""

from collections.abc import Mapping
from typing import Any

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.places.actions import write_home, write_notice, write_page
from haat.places.models import Mart
from haat.places.words import home_of, page_of

# Parts of a mart's words that have pages of their own.
PARTS = ("legal", "home", "notices")


def write_words(mart: Mart, words: Mapping[str, Any], *, by: Actor) -> Mart:
    """Write each page, line and notice that the file words. Raises HaatError naming the field."""
    told = Mart(words=dict(words))
    try:
        for page in words.get("legal") or []:
            wanted = page_of(told, page["slug"])
            mart = write_page(mart, slug=page["slug"], title=wanted.title, text=wanted.text, by=by)
        if lines := {name: texts for name, texts in home_of(told).items() if texts}:
            mart = write_home(mart, lines={**home_of(mart), **lines}, by=by)
        for name, texts in (words.get("notices") or {}).items():
            stood = (mart.words.get("notices") or {}).get(name, {})
            mart = write_notice(mart, name=name, words={**stood, **texts}, by=by)
    except (AttributeError, KeyError, TypeError, ValueError):
        sentence = "legal needs pages with slug, title and paragraphs; home and notices need texts by language"
        raise HaatError("mart.words", sentence, field="words") from None
    return mart


def beside(kept: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Any]:
    """What stands already, with those of the file's words in it that are no page."""
    return {**kept, **{part: texts for part, texts in words.items() if part not in PARTS}}
