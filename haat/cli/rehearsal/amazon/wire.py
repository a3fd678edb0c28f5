"""What calls and answers are made of: times as text, lists in an address, and refusals in the published form."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

MARKETPLACE, LOCALE, CURRENCY, COUNTRY = "A21TJRUUN4KGV", "en_IN", "INR", "IN"
SELLER = "A2REHEARSALSHG"
DAY = 86_400
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)")


class Refusal(Exception):
    """A call that is refused: HTTP status, the code and the words of the published error."""

    def __init__(self, status: int, code: str, message: str, details: str = "") -> None:
        super().__init__(status, code, message)
        self.status, self.code, self.message, self.details = status, code, message, details

    @property
    def body(self) -> dict[str, Any]:
        return {"errors": [{"code": self.code, "message": self.message, "details": self.details}]}


class BadInput(Refusal):
    """The call itself is wrong; `details` names what."""

    def __init__(self, details: str = "", code: str = "InvalidInput", message: str = "Invalid input.") -> None:
        super().__init__(400, code, message, details)


class Denied(Refusal):
    """Who calls may not; an address that is none is answered like that too."""

    def __init__(self, details: str = "") -> None:
        super().__init__(403, "Unauthorized", "Access to requested resource is denied.", details)


class NotThere(Refusal):
    def __init__(self, message: str, code: str = "NotFound") -> None:
        super().__init__(404, code, message)


class TooMany(Refusal):
    """A quota is spent; `details` says which, where it is not the operation's own."""

    def __init__(self, details: str = "") -> None:
        super().__init__(429, "QuotaExceeded", "You exceeded your quota for the requested resource.", details)


@dataclass(frozen=True)
class Call:
    """A call that came through every check: what stood in the path and the address, the body, and where it was sent."""

    operation: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    base: str = ""
    token: str = ""

    def many(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        return tuple(self.query.get(name, default))


# The calls a room answers: operation → what does it, with the JSON of the answer, or an Answer.
Calls = Mapping[str, Callable[[Call], Any]]


class Room(Protocol):
    """What answers calls."""

    def calls(self) -> Calls: ...


@dataclass(frozen=True)
class Answer:
    """What is answered to a call: JSON, or nothing with 204."""

    body: Any = None
    status: int = 200


def stamp(at: float) -> str:
    """ISO 8601 in UTC."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def moment(text: str, name: str) -> float:
    """A time as it must be written, with its offset. Raises BadInput."""
    if not _MOMENT.fullmatch(text):
        raise BadInput(f"{name} is not a date and time in ISO 8601: {text}")
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError as wrong:
        raise BadInput(f"{name}: {wrong}") from wrong


def rupees(minor: int) -> str:
    """An amount as the interface writes it: a text with two decimals."""
    return f"{minor // 100}.{minor % 100:02d}"


def money(minor: int, currency: str = CURRENCY) -> dict[str, str]:
    return {"amount": rupees(minor), "currencyCode": currency}


def minor_of(value: object) -> int | None:
    """A number of the interface in the smallest unit; None when it is none, or finer than that."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    whole = round(value * 100)
    return whole if abs(whole - value * 100) < 1e-6 else None
