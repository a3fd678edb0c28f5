"""The answers of a choice as one types them, with commas in each language; each keeps the value it had."""

from collections.abc import Iterator, Mapping
from typing import Any

from haat.catalogue.answers import choice_names, choices_of
from haat.core.slugs import slug as slug_of


def parts(text: str) -> list[str]:
    """What stands between the commas; an empty place stays one, so that the others keep theirs."""
    found = [part.strip() for part in text.replace("،", ",").split(",")]
    while found and not found[-1]:
        found.pop()
    return found


def answers(question: Mapping[str, Any], code: str) -> str:
    """The answers of a choice in one language, with commas; figures and names stand as they are."""
    words = [choice_names(question, value) for value in choices_of(question)]
    return ", ".join(each.get(code) or each.get("en", "") for each in words)


def choices(lists: Mapping[str, list[str]], known: Mapping[str, Any]) -> dict[str, Any]:
    """Values and words of a choice: an answer that was there keeps its value and its words in languages not asked for.

    Answers stand in one order in every language; a language that lacks one shows it in the first language.
    """
    values: list[str] = []
    words: dict[str, dict[str, str]] = {}
    for named in _rows(lists):
        value = next(iter(_shared(_meant(known, named))), "")
        before = choice_names(known, value) if value else {}
        values.append(value or free(named, set(values)))
        words[values[-1]] = {code: text for code, text in before.items() if code not in lists} | _own(named, before)
    return {"choices": values, "words": words}


def _rows(lists: Mapping[str, list[str]]) -> Iterator[dict[str, str]]:
    """Each answer by language, as many as the first language has that has any."""
    first = next((found for found in lists.values() if found), [])
    for place in range(len(first)):
        named = {code: found[place] for code, found in lists.items() if found[place : place + 1] not in ([], [""])}
        if named:
            yield named


def in_order(lists: Mapping[str, list[str]], known: Mapping[str, Any]) -> bool:
    """Whether no language has one answer at a place and another language another, or one the first has not at all."""
    first = next((len(found) for found in lists.values() if found), 0)
    meant = [each for named in _rows(lists) if (each := _meant(known, named))]
    kept = [values[0] for each in meant if (values := _shared(each))]
    in_step = len(kept) == len(meant) == len(set(kept))
    return in_step and all(len(found) <= first for found in lists.values())


def _meant(question: Mapping[str, Any], named: Mapping[str, str]) -> list[list[str]]:
    """The values that were shown with these words, for each language in which any was."""
    shown = [(value, choice_names(question, value)) for value in choices_of(question)]
    found = [
        [value for value, words in shown if (words.get(code) or words.get("en", "")) == text]
        for code, text in named.items()
    ]
    return [values for values in found if values]


def _shared(meant: list[list[str]]) -> list[str]:
    return [value for value in meant[0] if all(value in values for values in meant)] if meant else []


def _own(named: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without what only stood there because a language had no word of its own."""
    return {code: text for code, text in named.items() if code in before or text != before.get("en")}


def free(names: Mapping[str, str], taken: set[str]) -> str:
    """A short name nothing on the list has, from the English name or the first."""
    texts = [names.get("en", ""), *names.values()]
    stem = next((found for text in texts if text and (found := slug_of(text, limit=30).replace("-", "_"))), "other")
    numbers = (stem if number == 1 else f"{stem}_{number}" for number in range(1, 100))
    return next(name for name in numbers if name not in taken)
