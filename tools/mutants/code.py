"""Put a mutant into modules that are imported already: the functions there are keep their names and get other code."""

import gc
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

Forgetful = type(cache(print))
Place = tuple[tuple[str, int], ...]


class AtImport(Exception):
    """What is changed ran when the file was imported; it has to be imported changed."""


def caches() -> list[Any]:
    """Everything in which functions of Haat keep what they answered."""
    kept = (one for one in gc.get_objects() if isinstance(one, Forgetful))
    return [one for one in kept if str(one.__module__).startswith("haat.")]


def live(files: set[str]) -> dict[str, list[FunctionType]]:
    """Every function there is now that these files made."""
    found: dict[str, list[FunctionType]] = {file: [] for file in files}
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename in found:
            found[one.__code__.co_filename].append(one)
    return found


def put_in(file: str, source: str, functions: list[FunctionType]) -> None:
    """Give the functions of a file the code they have in `source`. Raises AtImport."""
    before = dict(_all(compile(Path(file).read_text(encoding="utf-8"), file, "exec")))
    after = dict(_all(compile(source, file, "exec")))
    places = {code: place for place, code in before.items()}
    reached = {places[function.__code__] for function in functions if function.__code__ in places}
    for place in before.keys() | after.keys():
        if not _same(before.get(place), after.get(place)) and not _within(place, reached):
            raise AtImport(file)
    for function in functions:
        place = places.get(function.__code__)
        if place is not None and place in after:
            try:
                function.__code__ = after[place]
            except ValueError as error:  # it closes over other names than before
                raise AtImport(file) from error


def _within(place: Place, reached: set[Place]) -> bool:
    """Whether it is a function that is reached, or made anew whenever such a one runs."""
    return any(place[:length] in reached for length in range(1, len(place) + 1))


def _all(code: CodeType, place: Place = ()) -> Iterator[tuple[Place, CodeType]]:
    """Every code within a code, by the names that lead to it."""
    yield place, code
    seen: Counter[str] = Counter()
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _all(inner, (*place, (inner.co_name, seen[inner.co_name])))
            seen[inner.co_name] += 1


def _same(one: CodeType | None, other: CodeType | None) -> bool:
    """Whether two do the same, but for what the codes within them do."""
    if one is None or other is None:
        return False
    return _said(one) == _said(other)


def _said(code: CodeType) -> tuple[object, ...]:
    constants = [repr(constant) for constant in code.co_consts if not isinstance(constant, CodeType)]
    names = (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_flags)
    return code.co_code, constants, *names, code.co_exceptiontable
