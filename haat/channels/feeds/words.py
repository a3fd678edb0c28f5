"""What was answered, as one text of one line: in the feed's language, clean, and cut at a word where it is too long."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.catalogue.models import Attribute
from haat.core.languages import CODES, LANGUAGES, best
from haat.core.texts import JOINERS, clean_line

# slug → choice → {language: what it is called}
Called = Mapping[str, Mapping[str, Mapping[str, str]]]
# A cell that begins so is read as a formula by spreadsheets, and no text need begin so.
FORMULA = "=+-@"


def choices_called() -> Called:
    """What every choice is called; one statement. A slug means one thing wherever it is asked."""
    found: dict[str, dict[str, Mapping[str, str]]] = {}
    for slug, words in Attribute.objects.exclude(words={}).order_by("pk").values_list("slug", "words"):
        found.setdefault(slug, {}).update(words)
    return found


def said(slug: str, value: Any, language: str, called: Called) -> str:
    """An answer as it reads in a language; empty for nothing."""
    if isinstance(value, str):
        choices = called.get(slug)
        words = choices.get(value) if choices else None
        return plain(best(words, language).text if words else value)
    if isinstance(value, Mapping):
        own = value.get(language)
        if own and type(own) is str and LANGUAGES.keys() >= value.keys():
            return plain(own)
        return plain(_text_of(value, language))
    if isinstance(value, list | tuple):
        return ", ".join(text for each in value if (text := said(slug, each, language, called)))
    if isinstance(value, bool):
        with override(language):
            return _("yes") if value else _("no")
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return said(slug, str(value), language, called)


def _text_of(value: Mapping[Any, Any], language: str) -> str:
    """A text by language as it reads; of a measure or a record, what it holds."""
    if value and all(code in CODES for code in value):
        return best({code: str(text) for code, text in value.items()}, language).text
    return " ".join(str(each) for each in value.values() if each not in (None, ""))


def plain(text: str) -> str:
    """One line that nobody reads as anything but a text: no control signs, no formula."""
    text = " ".join(text.split())
    if not text.isprintable():  # joiners among them, which Indian scripts need
        text = clean_line(text)
    return text.lstrip(FORMULA + " ") if text[:1] in FORMULA else text


def cut(text: str, most: int) -> str:
    """At most so many letters, ended where a word ends, and never between a letter and its signs."""
    if len(text) <= most:
        return text
    head = text[:most]
    word, _space, _rest = head.rpartition(" ")
    if text[most] == " ":
        return head.rstrip()
    if 2 * len(word) >= most:
        return word.rstrip(" ,;:–-")
    while most > 1 and _joins(text[most]):
        most -= 1
    return text[:most].rstrip()


def _joins(letter: str) -> bool:
    """Whether it only stands with the one before it."""
    return letter in JOINERS or unicodedata.category(letter)[0] == "M"
