"""Two people at once: what a race is, how it is run, and what came of it."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from django.db import connection, models

from haat.core.errors import HaatError
from haat.core.models import Event

# How often each pair meets: often enough to see a lock that is missing; 200 when it is to be proved.
TRIALS = int(os.environ.get("HAAT_RACE_TRIALS", "3" if connection.vendor == "postgresql" else "1"))
# Only the doors whose names begin so (`delivery`, `orders.cancel`), when one is looked into.
ONLY = os.environ.get("HAAT_RACE_ONLY", "")
# Seconds: before a statement one hesitates so long at most; longer before the event, which is written near the end.
HESITATE, LINGER = 0.0008, 0.004

Call = Callable[[], Any]
M = TypeVar("M", bound=models.Model)


class Pair(NamedTuple):
    """Two calls that meet, and what is counted afterwards: it must be `once`."""

    first: Call
    second: Call
    counted: Callable[[], object]
    once: object = 1


# Sets the stage: gives the pair, or what makes the pair once the worker has reacted to everything so far.
Stage = Callable[[], "Pair | Callable[[], Pair]"]


@dataclass(frozen=True)
class Race:
    """A door, its stage, and the codes of what the one who comes second is told.

    Without a code both are answered, and it counts once. `always`: exactly one is refused; else one may be, when
    the one deed may also follow the other.
    """

    door: str
    title: str
    stage: Stage
    codes: tuple[str, ...] = ()
    always: bool = True

    @property
    def room(self) -> str:
        return self.door.split(".")[0]


RACES: list[Race] = []
TOLD: list[str] = []


def race(door: Callable[..., Any], *codes: str, always: bool = True) -> Callable[[Stage], Stage]:
    """Put a stage into the table under the door it is about."""

    def register(stage: Stage) -> Stage:
        name = f"{door.__module__.split('.')[1]}.{door.__name__}"
        title = getattr(stage, "__name__").replace("_", " ")  # noqa: B009 - stages are functions
        RACES.append(Race(name, title, stage, codes, always))
        return stage

    return register


def twice(call: Callable[..., Any], *rows: models.Model, counted: Callable[[], object], once: object = 1) -> Pair:
    """Both call the same with what each read beforehand."""
    return Pair(given(call, *rows), given(call, *rows), counted, once)


def given(call: Callable[..., Any], *rows: models.Model) -> Call:
    """The call with the rows as somebody reads them now, to act on them later."""
    kept = [read(row) for row in rows]
    return lambda: call(*kept)


def read(row: M) -> M:
    """The row as it stands now, in an object of one's own."""
    return type(row)._default_manager.get(pk=row.pk)


def told(kind: str, row: models.Model) -> Callable[[], int]:
    """How many events say so of the row."""
    key = row.pk
    return lambda: Event.objects.filter(kind=kind, subject_id=key).count()


@dataclass
class Tally:
    """What came of a race's trials."""

    race: Race
    answered: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def line(self) -> str:
        came = ", ".join(f"{what} {count}" for what, count in sorted(self.answered.items()))
        return f"{self.race.door:28} {self.race.title:58} {came}; wrong {len(self.wrong)}; {self.seconds:.1f} s"


def run(told_race: Race, pairs: "Sequence[Pair | Callable[[], Pair]]") -> Tally:
    """Let each pair meet, on two connections of their own."""
    tally, began = Tally(told_race), time.monotonic()
    with ThreadPoolExecutor(2) as people:
        for number, ready in enumerate(pairs):
            _meet(tally, people, ready if isinstance(ready, Pair) else ready(), number)
        leave = threading.Barrier(2)
        for gone in [people.submit(_leave, leave) for _person in range(2)]:
            gone.result()
    tally.seconds = time.monotonic() - began
    return tally


def _meet(tally: Tally, people: ThreadPoolExecutor, pair: Pair, number: int) -> None:
    door = threading.Barrier(2)
    calls = [pair.first, pair.second]
    answers = [people.submit(_go, call, door, random.Random(2 * number + turn)) for turn, call in enumerate(calls)]
    came = [answer.result() for answer in answers]
    refused = sorted(code for code in came if code)
    tally.answered[_name(came)] += 1
    fits = set(refused) <= set(tally.race.codes) and len(refused) <= 1
    if tally.race.codes and tally.race.always:
        fits = fits and len(refused) == 1
    counted = pair.counted()
    if not fits or counted != pair.once:
        tally.wrong.append(f"trial {number}: {came}, counted {counted!r}, not {pair.once!r}")


def _name(came: list[str]) -> str:
    if not any(came):
        return "both answered"
    if all(came):
        return "both refused"
    return "the first won" if came[1] else "the second won"


def _go(call: Call, door: threading.Barrier, luck: random.Random) -> str:
    """Call it when the other is at the door too; the code of the refusal, or what went wrong, or nothing."""

    def hesitate(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        time.sleep(luck.uniform(0, HESITATE))
        if sql.startswith('INSERT INTO "core_event"'):
            time.sleep(luck.uniform(LINGER / 2, LINGER))
        return execute(sql, params, many, context)

    door.wait(20)
    try:
        with connection.execute_wrapper(hesitate):
            call()
    except HaatError as refused:
        return refused.code
    except Exception as fault:
        return f"{type(fault).__name__}: {fault}"[:300]
    return ""


def _leave(together: threading.Barrier) -> None:
    together.wait(20)
    connection.close()
