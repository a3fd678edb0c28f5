"""Invariants of the books, each a function that yields one sentence for each broken thing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

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


def waiting_subjects(handler: str) -> set[int]:
    """Subjects of the events that `handler` (its dotted name) has still to react to: behind, not wrong.

    An event its handler gave up on is not among them.
    """
    open_ = Job.objects.filter(name=handler, state__in=(Job.State.WAITING, Job.State.RUNNING))
    events = [args["event_id"] for args in open_.values_list("args", flat=True)]
    return set(Event.objects.filter(pk__in=events).values_list("subject_id", flat=True))


def examine() -> list[Finding]:
    """Run every room's checks, in name order."""
    for app in apps.get_app_configs():
        if app.name.startswith("haat.") and find_spec(f"{app.name}.doctor"):
            import_module(f"{app.name}.doctor")
    findings = []
    for name, function in sorted(_CHECKS.items()):
        broken = list(function())
        findings.append(Finding(name, len(broken), broken[:SHOWN]))
    return findings
