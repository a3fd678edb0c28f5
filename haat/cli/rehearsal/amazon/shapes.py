"""Bodies of calls, told as plain Python: what must be there, what may, and nothing else.

A shape is a type (`str`, `int`, `float`, `bool`, `dict`), a tuple of choices, a list of one shape, or a mapping of
names to shapes, where a name that ends in `?` may be absent. `Within` bounds a text's length, a number or a list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from haat.cli.rehearsal.amazon.wire import BadInput, moment


@dataclass(frozen=True)
class Within:
    """A shape with its least and most: characters, items, or the number itself; `time` asks for a date and time."""

    shape: Any
    least: float = 1
    most: float = 10**9
    time: bool = False


TIME = Within(str, time=True)
_NUMBERS = {int: (int,), float: (int, float)}


def check(value: Any, shape: Any, where: str = "body") -> None:
    """Raises BadInput naming the first place that is not as it must be."""
    if isinstance(shape, Within):
        check(value, shape.shape, where)
        _bounds(value, shape, where)
    elif isinstance(shape, Mapping):
        _object(value, shape, where)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise BadInput(f"{where} must be a list")
        for place, each in enumerate(value):
            check(each, shape[0], f"{where}[{place}]")
    elif isinstance(shape, tuple):
        if value not in shape:
            raise BadInput(f"{where} must be one of {', '.join(shape)}")
    elif not isinstance(value, _NUMBERS.get(shape, (shape,))) or (shape in _NUMBERS and isinstance(value, bool)):
        raise BadInput(f"{where} must be of type {shape.__name__}")


def _object(value: Any, shape: Mapping[str, Any], where: str) -> None:
    if not isinstance(value, dict):
        raise BadInput(f"{where} must be an object")
    names = {name.rstrip("?"): name for name in shape}
    strange = sorted(set(value) - set(names))
    if strange:
        raise BadInput(f"{where} knows no {', '.join(strange)}")
    for name, written in names.items():
        if name in value:
            check(value[name], shape[written], f"{where}.{name}")
        elif not written.endswith("?"):
            raise BadInput(f"{where}.{name} is missing")


def _bounds(value: Any, shape: Within, where: str) -> None:
    if shape.time:
        moment(value, where)
        return
    size = len(value) if isinstance(value, str | list) else value
    if not shape.least <= size <= shape.most:
        raise BadInput(f"{where} must be from {shape.least:g} to {shape.most:g}")
