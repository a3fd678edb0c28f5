"""What a craft asks about a good, and whether what is told answers it."""

from collections.abc import Mapping, Sequence
from typing import Any

from haat.catalogue.data import choices
from haat.catalogue.errors import BadAnswer
from haat.core.languages import LANGUAGES, best

TEXT, NUMBER, CHOICE, SIZE, YES_NO = "text", "number", "choice", "size", "yes_no"
KINDS = (TEXT, NUMBER, CHOICE, SIZE, YES_NO)
MOST_LETTERS, MOST_NUMBER = 300, 1_000_000
Asked = Mapping[str, Any]


def choices_of(asked: Asked) -> list[str]:
    """The values one chooses among."""
    return list(asked.get("choices") or asked.get("options") or ())


def choice_names(asked: Asked, value: str) -> dict[str, str]:
    """What a value is called, by language: in the craft's own words, else in the project's."""
    own: dict[str, str] = (asked.get("words") or {}).get(value) or {}
    return own or choices().get(value, {"en": value})


def check_answers(asked: Sequence[Asked], told: Mapping[str, Any], *, known: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of `told`: answers, and whatever the craft does not ask about. Raises BadAnswer.

    What is `known` already may stay, though the craft would not take it today.
    """
    slugs = {each["slug"] for each in asked}
    kept = {slug: value for slug, value in told.items() if slug not in slugs}
    for each in asked:
        value = told.get(each["slug"])
        if value in (None, "", [], {}):
            if each.get("required"):
                raise BadAnswer(each["slug"], best(each["label"]).text, missing=True)
            continue
        if value != known.get(each["slug"]) and not _answers(each, value):
            raise BadAnswer(each["slug"], best(each["label"]).text, missing=False)
        kept[each["slug"]] = value
    return kept


def _answers(asked: Asked, value: Any) -> bool:
    kind = asked.get("type", TEXT)
    if kind == YES_NO:
        return isinstance(value, bool)
    if kind == NUMBER:
        return _is_number(value)
    if kind == SIZE:
        return isinstance(value, list) and 0 < len(value) <= 3 and all(_is_number(side) for side in value)
    if kind == CHOICE:
        return value in choices_of(asked)
    texts = value if isinstance(value, dict) else {"en": value}
    return all(
        code in LANGUAGES and isinstance(text, str) and 0 < len(text) <= MOST_LETTERS for code, text in texts.items()
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= MOST_NUMBER
