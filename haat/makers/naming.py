"""Names as language → text."""

from collections.abc import Mapping

from haat.makers import errors

Names = Mapping[str, str]


def given(names: Names, field: str = "names") -> dict[str, str]:
    """The names that say something, trimmed; raises HaatError when none does."""
    kept = {code: " ".join(text.split()) for code, text in names.items() if text and text.strip()}
    if not kept:
        raise errors.no_name(field)
    return kept


def english_first(names: Names) -> list[str]:
    return [names[code] for code in sorted(names, key=lambda code: (code != "en", code))]
