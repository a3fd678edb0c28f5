"""What may be refused, said so that the reader knows the field, the reason and the way out."""

from typing import Any

from django.utils.functional import Promise


class HaatError(Exception):
    """An anticipated refusal: `code` for machines, `message` (translatable) for people, `field` it belongs to."""

    def __init__(self, code: str, message: "str | Promise", *, field: str = "", **facts: Any) -> None:
        super().__init__(code)
        self.code, self._message, self.field, self.facts = code, message, field, facts

    @property
    def message(self) -> str:
        """The sentence in the active language, with its facts filled in."""
        text = str(self._message)
        return text % self.facts if self.facts and "%(" in text else text

    def __str__(self) -> str:
        return self.message


class NotAllowed(HaatError):
    """The person may not do this here."""


class Stale(HaatError):
    """Somebody changed it in the meantime; look again."""
