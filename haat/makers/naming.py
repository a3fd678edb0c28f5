"""Names and stories as language → text."""

from collections.abc import Mapping

from haat.core.texts import clean_line, clean_text
from haat.makers.errors import NameTooLong, NoLetter, NoName, StoryTooLong

Names = Mapping[str, str]

MOST_LETTERS = 120
MOST_STORY = 2000


def line(text: str, field: str = "names", *, language: str = "") -> str:
    """A name in one line, without signs nobody sees; empty when nothing is left.

    Raises HaatError at `field` (its facts hold `language`) when it has no letter, or too many of them.
    """
    kept = clean_line(text)
    if len(kept) > MOST_LETTERS:
        raise NameTooLong(field, language)
    if kept and not any(sign.isalpha() for sign in kept):
        raise NoLetter(field, language)
    return kept


def given(names: Names, field: str = "names") -> dict[str, str]:
    """The names that say something, each as `line` has it; raises HaatError when none does."""
    lines = {code: line(text or "", field, language=code) for code, text in names.items()}
    kept = {code: text for code, text in lines.items() if text}
    if not kept:
        raise NoName(field)
    return kept


def told(stories: Names) -> dict[str, str]:
    """The stories that say something, line breaks kept; raises HaatError at `stories` when one is too long."""
    kept = {}
    for code, text in stories.items():
        story = clean_text(text or "")
        if len(story) > MOST_STORY:
            raise StoryTooLong(code)
        if story:
            kept[code] = story
    return kept


def english_first(names: Names) -> list[str]:
    return [names[code] for code in sorted(names, key=lambda code: (code != "en", code))]
