"""Reading what came from outside, field by field: nothing in it is trusted, and everything wrong is told at once."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from haat.core.dates import start_of
from haat.core.errors import HaatError
from haat.core.identifiers import InvalidIdentifier, clean_mobile, clean_pin
from haat.core.texts import clean_line
from haat.orders.errors import BadFact, BadFacts

MOST_VALUES, MOST_DEPTH, MOST_LETTERS = 5000, 8, 4000
BIGGEST = 2**53  # whole numbers beyond are not the same in every reader of JSON
FIRST_DAY = date(2015, 1, 1)
AHEAD = timedelta(days=1)  # clocks differ, and so do days around the world
RATE = re.compile(r"[0-9]{1,10}(\.[0-9]{1,8})?")
ABROAD_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
NOT_SHOWN = re.compile(r"[\x00\ud800-\udfff]")


def bounded(data: object) -> dict[str, Any]:
    """The same as every database keeps it, when it can be kept: not too big or deep, no letters that are none.

    Raises BadFacts.
    """
    if not isinstance(data, dict) or not _fits(data):
        raise BadFacts({"": BadFact("", "not_readable")})
    return {name: _without_minus_zero(value) for name, value in data.items()}


def _without_minus_zero(value: Any) -> Any:
    """There is no zero below zero in the JSON of PostgreSQL; the digest of what is kept would be another."""
    if isinstance(value, dict):
        return {name: _without_minus_zero(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_minus_zero(each) for each in value]
    return 0.0 if isinstance(value, float) and not value else value


def _fits(data: object) -> bool:
    left = MOST_VALUES
    waiting: list[tuple[object, int]] = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        left -= 1
        if left < 0 or depth > MOST_DEPTH or not _plain(value):
            return False
        if isinstance(value, dict):
            waiting += [(each, depth + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
    return True


def _plain(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= MOST_LETTERS and NOT_SHOWN.search(value) is None
    if isinstance(value, float):
        return abs(value) < BIGGEST  # neither endless nor no number
    if isinstance(value, int):
        return abs(value) <= BIGGEST
    return value is None or isinstance(value, dict | list)


class Reader:
    """One object of what came; what is wrong stands in `wrong`, by field, and a harmless value is read in its place."""

    def __init__(self, data: object, at: str = "", wrong: "dict[str, HaatError] | None" = None) -> None:
        self._data: dict[str, Any] = data if isinstance(data, dict) else {}
        self._at, self._asked = f"{at}." if at else "", set[str]()
        self.wrong: dict[str, HaatError] = {} if wrong is None else wrong
        if not isinstance(data, dict):
            self.wrong[at] = BadFact(at, "not_readable")

    def below(self, at: str, data: object) -> "Reader":
        """A reader of an object within this one."""
        return Reader(data, at, self.wrong)

    def refuse(self, field: str, why: str, **facts: Any) -> None:
        """This field is wrong; `why` is one of `errors.FACTS`. The first word about a field stands."""
        self._refuse(field, BadFact(self._at + field, why, **facts))

    def _refuse(self, field: str, error: HaatError) -> None:
        self.wrong.setdefault(self._at + field, error)

    def _value(self, name: str) -> Any:
        self._asked.add(name)
        value = self._data.get(name)
        return None if value == "" else value

    def strange(self, kept: Collection[str]) -> None:
        """Refuse fields nobody asked for: a name that is misspelt would be passed over in silence."""
        for name in self._data.keys() - self._asked - set(kept):
            self.refuse(name[:60], "strange")

    def text(self, name: str, *, most: int, least: int = 0) -> str:
        """A text in one line; of signs that nobody sees only those stay that shape a script. Empty when not told."""
        value = self._value(name)
        if value is not None and not isinstance(value, str):
            self.refuse(name, "no_text")
            return ""
        found = clean_line(value or "")
        if len(found) > most:
            self.refuse(name, "too_long", most=most)
        elif len(found) < least:
            self.refuse(name, "missing")
        else:
            return found
        return ""

    def number(self, name: str, *, most: int, least: int = 0, default: int | None = None) -> int:
        """A whole number; `least` when it is wrong."""
        value = self._value(name)
        if value is None and default is not None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.refuse(name, "no_number", least=least, most=most)
            return least
        return value

    def rows(self, name: str, *, most: int) -> list[Any]:
        """A list of at most so many."""
        value = self._value(name)
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > most:
            self.refuse(name, "no_list", most=most)
            return []
        return value

    def one_of(self, name: str, known: Collection[str], default: str) -> str:
        """One of the known words."""
        value = self._value(name)
        if value is None:
            return default
        if not isinstance(value, str) or value not in known:
            self.refuse(name, "unknown_word", words=", ".join(known))
            return default
        return value

    def code(self, name: str, known: Collection[str], default: str) -> str:
        """A code of ISO, in capitals."""
        value = self._value(name)
        if value is None:
            return default
        if not isinstance(value, str) or value not in known:
            self.refuse(name, f"no_{name}")
            return default
        return value

    def slug(self, name: str, *, most: int) -> str:
        """A word of small letters, digits and dashes; empty when there is none."""
        found = self.text(name, most=most)
        if found and not re.fullmatch(r"[a-z0-9_-]+", found):
            self.refuse(name, "no_slug")
            return ""
        return found

    def nothing(self, name: str) -> str:
        """A field that must be empty here."""
        if self._value(name) is not None:
            self.refuse(name, f"no_{name}")
        return ""

    def phone(self, name: str, *, abroad: bool) -> str:
        """An Indian mobile number, or one of another country (`abroad`) with its + in front; empty when not told."""
        told = self.text(name, most=24)
        compact = re.sub(r"[\s().-]", "", told)
        if abroad and ABROAD_PHONE.fullmatch(compact) and not compact.startswith("+91"):
            return compact
        return self._clean(name, told, lambda text: clean_mobile(text, allow_demo=settings.DEMO))

    def pin(self, name: str) -> str:
        """A PIN code; empty when not told."""
        return self._clean(name, self.text(name, most=12), clean_pin)

    def _clean(self, name: str, told: str, clean: Any) -> str:
        try:
            return str(clean(told)) if told else ""
        except InvalidIdentifier as error:
            self._refuse(name, HaatError(error.code, error.message, field=self._at + name))
            return ""

    def rate(self, name: str, *, wanted: bool) -> Decimal | None:
        """Rupees for one unit, written as text with at most eight digits after the point."""
        value = self._value(name)
        if not wanted:
            if value is not None:
                self.refuse(name, "no_rate_wanted")
            return None
        if not isinstance(value, str) or not RATE.fullmatch(value) or not Decimal(value):
            self.refuse(name, "no_rate")
            return None
        return Decimal(value)

    def day(self, name: str, *, wanted: bool) -> date | None:
        """A day, written 2026-11-29."""
        value = self._value(name)
        if value is None and not wanted:
            return None
        found = _day(value)
        if found is None or not FIRST_DAY <= found <= FIRST_DAY.replace(year=FIRST_DAY.year + 85):
            self.refuse(name, "no_day")
            return None
        return found

    def moment(self, name: str) -> datetime:
        """An instant with its offset, or a day (its beginning in India), in UTC; it has come, or comes within a day.

        Now when it is wrong.
        """
        value, now = self._value(name), timezone.now()
        found: datetime | None = None
        if day := _day(value):
            found = start_of(day)
        elif isinstance(value, str):
            found = _instant(value)
        if found is None or not start_of(FIRST_DAY) <= found <= now + AHEAD:
            self.refuse(name, "no_moment")
            return now
        return found


def _instant(value: str) -> datetime | None:
    """In UTC: not every database keeps an offset of sixteen hours, or of seconds."""
    try:
        found = datetime.fromisoformat(value)
        return None if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(value: Any) -> date | None:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
