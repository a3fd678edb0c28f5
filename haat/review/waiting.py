"""What waits, as every room's troubles tell of it: a thing that is stuck, and the rows of one trouble."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import BigIntegerField, F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from haat.core.dates import start_of
from haat.core.queries import asked_at_once
from haat.makers.models import Maker
from haat.places.models import Place

M = TypeVar("M", bound=Model)
MOST = 200


@dataclass(frozen=True)
class Stuck:
    """`what` names it; `holds_paise` is what it holds up; `args` find the page that mends it."""

    what: str
    maker: Maker | None
    who: str
    phone: str
    block: Place | None
    since: datetime
    holds_paise: int
    args: tuple[int | str, ...]


@dataclass(frozen=True)
class Key:
    """A thing that is stuck, before anything more is read of it; `maker_id` only where a maker's are shown together."""

    pk: int
    since: datetime
    maker_id: int | None = None


class Waiting(Generic[M]):
    """The rows of one trouble, the longest waiting first: at most MOST keys, or each whole as `say` tells it.

    `since` is the field (a moment or a day) that says how long. Rows are asked for when they are wanted.
    """

    def __init__(
        self, rows: "QuerySet[M]", since: str, say: Callable[[Any, datetime], Stuck], *, together: bool = False
    ) -> None:
        self._rows, self._since, self._say, self._together = rows.order_by(since, "pk"), since, say, together

    def keys(self) -> list[Key]:
        """One statement without the joins that a whole row takes."""
        return keys_of([self])[0]

    def asked(self) -> "QuerySet[Any, Any]":
        """What `keys_of` asks: the key, since when, and the maker where hers are shown together."""
        maker = F("maker_id") if self._together else Cast(Value(None), BigIntegerField())
        since = Cast(self._since, TextField())
        rows = self._rows.annotate(told_since=since, told_maker=maker)
        return rows.values_list("pk", "told_since", "told_maker")[:MOST]

    def whole(self, pks: Collection[int]) -> dict[int, Stuck]:
        """Key → row; one statement."""
        return {row.pk: self._told(row) for row in self._rows.filter(pk__in=pks)}

    def __iter__(self) -> Iterator[Stuck]:
        return (self._told(row) for row in self._rows[:MOST])

    def _told(self, row: Any) -> Stuck:
        return self._say(row, _moment(getattr(row, self._since)))


def keys_of(waiting: "Sequence[Waiting[Any]]") -> list[list[Key]]:
    """Of several troubles each one's keys, in their order; one statement for all."""
    found: list[list[Key]] = [[] for _each in waiting]
    for at, pk, since, maker_id in asked_at_once("told.*", [each.asked() for each in waiting]):
        found[at].append(Key(pk, _moment(_read(since)), maker_id))
    return [sorted(keys, key=lambda key: (key.since, key.pk)) for keys in found]


def _read(since: str | None) -> date | datetime | None:
    """A day or a moment as either database writes it as text."""
    if since is None:
        return None
    if len(since) == len("2026-11-30"):
        return date.fromisoformat(since)
    moment = datetime.fromisoformat(since)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _moment(since: date | datetime | None) -> datetime:
    if since is None:
        return timezone.now()
    return since if isinstance(since, datetime) else start_of(since)


Rows = Iterable[Stuck]
