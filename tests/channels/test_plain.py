"""What a channel told, as both databases keep it: nothing odd is in it, and the rest is as it was told."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haat.channels.plain import INSTEAD, MOST_DEPTH, TOO_DEEP, legible, parsed, plain, timely
from tests.channels.odd import deep

# ---- what can be kept ----

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**400), max_value=10**400)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(st.characters(codec=None), max_size=8)
)
BRANCHES = LEAVES | st.lists(LEAVES, max_size=3) | st.dictionaries(st.text(max_size=5), LEAVES, max_size=3)
KEPT = BRANCHES | st.lists(BRANCHES, max_size=3) | st.dictionaries(st.text(max_size=5), BRANCHES, max_size=3)


def odd_in(value: Any) -> bool:
    if isinstance(value, str):
        return value != legible(value)
    if isinstance(value, float):
        return value != value or value in (float("inf"), float("-inf"))
    if isinstance(value, dict):
        return any(odd_in(each) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(map(odd_in, value))


@given(KEPT)
def test_what_is_kept_has_nothing_odd_in_it_and_is_the_same_where_there_was_nothing(value):
    kept = plain(value)
    assert not odd_in(kept)
    if not odd_in(value):
        assert kept == value
    assert plain(kept) == kept


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"a": "x\\u0000y"}', {"a": f"x{INSTEAD}y"}),
        (b'{"a": "\\ud83d"}', {"a": INSTEAD}),
        (b'{"a": "\\ud83d\\ude00 \xf0\x9f\x98\x80"}', {"a": "\U0001f600 \U0001f600"}),
        (b'{"a": NaN, "b": [-Infinity, 1e999]}', {"a": "nan", "b": ["-inf", "inf"]}),
        (b'{"a": %s}' % (b"9" * 5000), {"a": "9" * 5000}),
        (b"[1.5, 2]", [1.5, 2]),
    ],
)
def test_answer_is_read_as_it_can_be_kept(body, found):
    assert parsed(body) == found


def test_answer_that_is_none_or_nested_without_end_is_refused():
    for body in (b"", b"<html>", b"\xff\xfe", b"[" * 100_000):
        with pytest.raises(ValueError, match=r"."):
            parsed(body)
    assert parsed(b"1.10", exact=True) == Decimal("1.10")


def test_what_is_nested_too_deep_ends_with_a_sign():
    assert plain(deep(MOST_DEPTH // 2 - 1)) == deep(MOST_DEPTH // 2 - 1)
    assert TOO_DEEP in str(plain(deep(MOST_DEPTH)))
    assert TOO_DEEP in str(plain(deep(5000)))


def test_instants_of_no_year_are_none():
    assert timely(datetime(9999, 12, 31, 23, tzinfo=UTC)) is None
    assert timely(datetime(1, 1, 1, tzinfo=UTC)) is None
    assert timely(None) is None
    now = datetime(2026, 11, 30, tzinfo=UTC)
    assert timely(now) == now
