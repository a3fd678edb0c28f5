"""Answers that are nearly right: a part of one is gone, or something else stands in its place."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

GONE = object()
Path = tuple[Any, ...]


def nested(levels: int) -> Any:
    found: Any = {}
    for _level in range(levels):
        found = {"in": [found]}
    return found


ODD_TEXTS = st.sampled_from(
    [
        *("", " ", "\x00", "a\x00b", "\ud800", "\U0001f600" * 3, "\u202e\u200b", "x" * 5000, "9" * 5000),
        *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00", "2026-02-30", "24:00"),
        *("1e999999", "-1e-999999", "NaN", "sNaN", "Infinity", "1_0", "٣", "1,234.5", "--1", "http://[", "file:///etc"),
        *("https://\x00.example/", "INR", "QQQ", "SHIPPED", "ERROR", "DONE", "True"),
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=True, allow_infinity=True)
    | ODD_TEXTS
    | st.text(max_size=6)
)
JUNK = (
    SCALARS
    | st.lists(SCALARS, max_size=3)
    | st.dictionaries(st.text(max_size=6), SCALARS, max_size=3)
    | st.builds(nested, st.sampled_from([1, 30, 300]))
)


@st.composite
def mangled(draw: st.DrawFn, base: Any, most: int = 4) -> Any:
    """The answer with up to `most` of its parts gone or something else."""
    value = copy.deepcopy(base)
    places = list(_paths(base))
    for _part in range(draw(st.integers(1, most))):
        _put(value, draw(st.sampled_from(places)), draw(JUNK | st.just(GONE)))
    return value


def _paths(value: Any, at: Path = ()) -> Iterator[Path]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in steps:
        yield (*at, step)
        yield from _paths(below, (*at, step))


def _put(value: Any, path: Path, junk: Any) -> None:
    """Put it there, where that still is."""
    for step in path[:-1]:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return
    last = path[-1]
    if isinstance(value, list) and isinstance(last, int) and last < len(value):
        value[last : last + 1] = [] if junk is GONE else [junk]
    elif isinstance(value, dict) and junk is GONE:
        value.pop(last, None)
    elif isinstance(value, dict):
        value[last] = junk
