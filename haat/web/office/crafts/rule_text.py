"""When a rule for HSN and tax line holds, as one types it: `Kind = badi / mungodi; Made of = bamboo`.

Questions and answers stand in the reader's words; those of any language, and short names, are understood. Of a number
one writes `Weight of a square metre = ≤ 100`, or `> 100`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from haat.catalogue.answers import CHOICE, MEASURE, NUMBER, YES_NO
from haat.catalogue.models import Attribute
from haat.core.languages import best
from haat.core.numerals import latin_digits

RULED = (CHOICE, YES_NO, NUMBER, MEASURE)
_FIGURE = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,3})?")
_BOUNDS = {"up_to": ("≤", "<=", "up to"), "over": (">", "over")}
_SIGNS = re.compile(r"[/;=]")


class NotUnderstood(ValueError):
    """Words of a rule that name no question, or no answer to it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def written(when: Mapping[str, Any], asked: Mapping[str, Attribute]) -> str:
    """A rule's condition in the reader's words."""
    return "; ".join(f"{_named(slug, asked)} = {_answers(asked.get(slug), wanted)}" for slug, wanted in when.items())


def _named(slug: str, asked: Mapping[str, Attribute]) -> str:
    """A question's words, or its short name where other questions of the kind are called the same."""
    if slug not in asked:
        return slug
    label = best(asked[slug].labels).text
    same = [each for each in asked.values() if best(each.labels).text == label]
    return label if len(same) == 1 and not _SIGNS.search(label) else slug


def _answers(asked: Attribute | None, wanted: Any) -> str:
    if isinstance(wanted, Mapping):
        return " / ".join(f"{_BOUNDS[bound][0]} {figure:g}" for bound, figure in wanted.items())
    return " / ".join(_answer(asked, value) for value in wanted)


def _answer(asked: Attribute | None, value: Any) -> str:
    """An answer's words, or its short name where another answer is called the same."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    named = {each: best(asked.words.get(each, {})).text for each in asked.choices} if asked is not None else {}
    words = named.get(value, "")
    alone = list(named.values()).count(words) == 1 and words.casefold() not in named.keys() - {value}
    return words if words and alone and not _SIGNS.search(words) else str(value)


def read(text: str, asked: Sequence[Attribute]) -> dict[str, Any]:
    """The condition that was typed. Raises NotUnderstood at the words that say nothing."""
    found: dict[str, Any] = {}
    for part in (each.strip() for each in text.split(";")):
        if not part:
            continue
        name, sign, answers = part.partition("=")
        one = _question(name.strip(), asked) if sign else None
        if one is None or one.type not in RULED or one.slug in found:
            raise NotUnderstood(part[:60])
        found[one.slug] = _wanted(one, [each.strip() for each in answers.split("/") if each.strip()], part)
    return found


def _question(words: str, asked: Sequence[Attribute]) -> Attribute | None:
    """The question of this short name, or called so in the reader's language, or in any."""
    plain = words.casefold()
    ways: tuple[Callable[[Attribute], set[str]], ...] = (
        lambda each: {each.slug},
        lambda each: {best(each.labels).text.casefold()},
        lambda each: _plain(each.labels),
    )
    return next((each for way in ways for each in asked if plain in way(each)), None)


def _plain(words: Mapping[str, str]) -> set[str]:
    return {text.casefold() for text in words.values()}


def _wanted(asked: Attribute, answers: Sequence[str], part: str) -> Any:
    if not answers:
        raise NotUnderstood(part[:60])
    if asked.type == YES_NO:
        return [_yes(each) for each in answers]
    if asked.type == CHOICE:
        return [_choice(asked, each) for each in answers]
    return dict(_bound(each) for each in answers)


def _yes(words: str) -> bool:
    plain = words.casefold()
    if plain in {"yes", "हाँ", "हो", gettext("yes").casefold()}:
        return True
    if plain in {"no", "नहीं", "नाही", gettext("no").casefold()}:
        return False
    raise NotUnderstood(words[:60])


def _choice(asked: Attribute, words: str) -> str:
    """The answer of this short name, or called so in the reader's language, or in any."""
    plain = words.casefold()
    named = {value: asked.words.get(value, {}) for value in asked.choices}
    ways: tuple[Callable[[str], set[str]], ...] = (
        lambda value: {value.casefold()},
        lambda value: {best(named[value]).text.casefold()},
        lambda value: _plain(named[value]),
    )
    for way in ways:
        for value in named:
            if plain in way(value):
                return str(value)
    raise NotUnderstood(words[:60])


def _bound(words: str) -> "tuple[str, int | float]":
    """`≤ 100` or `> 100`, also written out."""
    plain = latin_digits(words).casefold()
    for bound, signs in _BOUNDS.items():
        for sign in signs:
            figure = plain.removeprefix(sign).strip()
            if plain.startswith(sign) and _FIGURE.fullmatch(figure):
                number = float(figure)
                return bound, int(number) if number.is_integer() else number
    raise NotUnderstood(words[:60])
