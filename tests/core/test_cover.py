"""Which tests PostgreSQL is spared, and that no statement is (tests/cover.py)."""

import pytest

from tests.cover import TIMES, recorded, shape, spared


def record(**tests):
    """A record of tests of a second each, the letters standing for statements."""
    return {name: (1000, frozenset(statements)) for name, statements in tests.items()}


def test_what_enough_others_ask_is_spared_and_the_dearest_first():
    known = record(a="xy", b="xy", c="xy")
    known["b"] = (5000, frozenset("xy"))
    assert spared(known, known) == {"b"}
    assert TIMES == 2


def test_what_is_asked_by_few_is_asked_by_all_of_them():
    known = record(a="xz", b="x", c="x", d="x")
    assert spared(known, known) == {"b", "c"}  # of equal cost the first by name; a alone asks z


def test_who_is_not_in_the_record_runs_and_counts_for_nobody():
    known = record(a="x", b="x", c="x")
    assert spared(known, ["a", "b", "new"]) == set()


def test_races_and_what_the_databases_do_differently_always_run():
    known = {
        f"tests/{room}/test_x.py::{number}": (9, frozenset("x")) for room in ("races", "ledger") for number in "ab"
    }
    assert {name.split("/")[1] for name in spared(known, known)} == {"ledger"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT a FROM t WHERE b IN (%s, %s)", "SELECT a FROM t WHERE b IN (%s, %s, %s)"),
        ("INSERT INTO t VALUES (%s, 1), (%s, 1)", "INSERT INTO t VALUES (%s, 1)"),
        ("SAVEPOINT s140_x1", "SAVEPOINT s7_x22"),
    ],
)
def test_statements_that_differ_in_length_and_numbers_have_one_shape(one, other):
    assert shape(one) == shape(other) != shape("SELECT b FROM t")


def test_record_is_read_from_all_who_wrote(tmp_path):
    (tmp_path / "gw0.tsv").write_text("a\t12\tff 1\n")
    (tmp_path / "gw1.tsv").write_text("b\t0\t\n")
    assert recorded(tmp_path) == {"a": (12, frozenset({"ff", "1"})), "b": (0, frozenset())}
    assert recorded(tmp_path / "none") == {}
