"""The language at the head of every address of the shop: /hi/search/."""

import re
from typing import Any

from haat.core.languages import current


class LanguagePrefix:
    """Matches the active language's code, which the language middleware has taken from the same address.

    Django's own prefix may not stand in an included list, and the shop keeps its addresses in its own folder.
    """

    converters: dict[str, Any] = {}

    @property
    def regex(self) -> re.Pattern[str]:
        """What `reverse` builds on; Django keeps it apart for each language."""
        return re.compile(re.escape(str(self)))

    def match(self, path: str) -> tuple[str, tuple[()], dict[str, Any]] | None:
        """The rest of the address behind the prefix; None when it is another one's."""
        prefix = str(self)
        return (path.removeprefix(prefix), (), {}) if path.startswith(prefix) else None

    def check(self) -> list[Any]:
        return []

    def describe(self) -> str:
        return f"'{self}'"

    def __str__(self) -> str:
        return f"{current()}/"
