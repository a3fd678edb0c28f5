"""Names of groups as lists write them: in which language, and how they are ordered."""

from haat.core.languages import LANGUAGES
from haat.core.slugs import slug
from haat.makers.naming import Names, english_first
from haat.places.models import Mart

_SCRIPTS = (
    ("\u0900", "\u097f", "Deva"),
    ("\u0980", "\u09ff", "Beng"),
    ("\u0b00", "\u0b7f", "Orya"),
    ("\u0600", "\u06ff", "Arab"),
    ("\u1c50", "\u1c7f", "Olck"),
)
MOST_SORT = 60


def language_of(text: str, mart: Mart) -> str:
    """The language a name is in, by its script: the first of the mart's written so; Latin letters are English."""
    if text.isascii():
        return "en"
    for first, last, script in _SCRIPTS:
        if any(first <= sign <= last for sign in text):
            fits = [code for code, language in LANGUAGES.items() if language.script == script]
            return next((code for code in mart.languages if code in fits), fits[0])
    return "en"


def named(text: str, mart: Mart) -> dict[str, str]:
    """A name by its language."""
    return {language_of(text, mart): text}


def sort_of(names: Names) -> str:
    """By what a list is ordered: the English name, else another one, in Latin letters where Haat can write them."""
    for name in english_first(names):
        if found := slug(name, limit=MOST_SORT):
            return found
    return next(iter(names.values()), "").casefold()[:MOST_SORT]
