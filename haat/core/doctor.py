"""Invariants of the books, each a function that yields one sentence for each broken thing."""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import DataError, connection, transaction
from django.db.models import QuerySet

from haat.core.jobs import HANDLERS, events_in, plain_name
from haat.core.models import Event, Job

Check = Callable[[], Iterable[str]]
_CHECKS: dict[str, Check] = {}
SHOWN = 20


@dataclass(frozen=True)
class Finding:
    """One check: its name, how many things are broken, and the first SHOWN of them."""

    name: str
    broken: int
    examples: list[str]


def check(name: str) -> Callable[[Check], Check]:
    """Register an invariant under a name a person understands ("stock = its movements")."""

    def register(function: Check) -> Check:
        _CHECKS[name] = function
        return function

    return register


def waiting_events(*handlers: str) -> list[Event]:
    """The events that one of `handlers` ("ledger.earn_delivered") has still to react to: behind, not wrong.

    An event its handler gave up on is not among them. Raises UnknownJob.
    """
    wanted = {HANDLERS.name_now(handler) for handler in handlers}
    names = [name for name in _open_names() if HANDLERS.knows(name) and HANDLERS.name_now(name) in wanted]
    queued = _open().filter(name__in=names).values_list("args", flat=True)
    events = {event_id for args in queued for event_id in events_in(args)}
    return list(Event.objects.filter(pk__in=events)) if events else []


def waiting_subjects(*handlers: str) -> set[int]:
    """What those events are about."""
    return {event.subject_id for event in waiting_events(*handlers)}


def waits(room: str) -> bool:
    """True when the room has still something to do: a read model may be behind then, and is not wrong."""
    return any(plain_name(name).startswith(f"{room}.") for name in _open_names())


def _open() -> QuerySet[Job]:
    return Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))


def _open_names() -> list[str]:
    return list(_open().order_by().values_list("name", flat=True).distinct())


def examine(names: Collection[str] = ()) -> list[Finding]:
    """Run every room's checks (or only those of these names), in name order."""
    for app in apps.get_app_configs():
        for module in ("doctor", "soundness", "seals"):
            if app.name.startswith("haat.") and find_spec(f"{app.name}.{module}"):
                import_module(f"{app.name}.{module}")
    findings = []
    for name, function in sorted(_CHECKS.items()):
        if not names or name in names:
            broken = _broken(function)
            findings.append(Finding(name, len(broken), broken[:SHOWN]))
    return findings


def _broken(function: Check) -> list[str]:
    """What a check finds; that it cannot be made, because a row is not what any row may be, is a finding too."""
    try:
        with _apart():
            return _listed(function)
    except DataError as error:
        return [_unexamined(error)]


def _listed(function: Check) -> list[str]:
    """What is our own to stumble over takes no question back: cursors that are open would be gone with it."""
    try:
        return list(function())
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return [_unexamined(error)]


def _unexamined(error: Exception) -> str:
    return f"this cannot be examined: {type(error).__name__}: {error}"


def _apart() -> AbstractContextManager[object]:
    """Within a transaction a question that the database refuses must not end the others."""
    inside = connection.in_atomic_block
    return transaction.atomic() if inside else nullcontext()
