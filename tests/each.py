"""One rule held against many things: whatever breaks it is told together, each by its name."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def offenders(
    rule: Callable[[Thing], None], things: Iterable[Thing], *, name: Callable[[Thing], str] = str
) -> list[str]:
    """Every thing the rule (a function of assertions) does not hold for, as `name: what is wrong`."""
    found = []
    for thing in things:
        try:
            rule(thing)
        except Exception as problem:
            found.append(f"{name(thing)}: {type(problem).__name__}: {problem}")
    return found
