"""The one error every identifier check raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class InvalidIdentifier(ValueError):
    """What a person typed is not a valid identifier.

    `code` is stable and dotted (`gstin.check_digit`), for programs and tests; `message` is translatable and
    names the field, the reason and the way out, for the person.
    """

    def __init__(self, code: str, message: str | _StrPromise) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
