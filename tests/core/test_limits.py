"""So many tries in so many seconds: counted in one statement, whoever tries at the same moment."""

import ast
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from haat.core import limits, worker
from haat.core.errors import HaatError
from haat.core.handlers import forget_counted_tries
from haat.core.jobs import HANDLERS
from haat.core.limits import hit
from haat.core.models import Limit
from haat.people import tries
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOON = "2026-11-22 12:00:00+00:00"
ROOT = Path(limits.__file__).parents[1]


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_hit_refuses_beyond_the_most(noon):
    for _try in range(3):
        hit("a", most=3, seconds=600)
    with refused("limits.too_many"):
        hit("a", most=3, seconds=600)


def test_hit_counts_each_name_for_itself(noon):
    hit("a", most=1, seconds=600)
    hit("b", most=1, seconds=600)
    with refused("limits.too_many"):
        hit("b", most=1, seconds=600)


def test_hit_begins_again_when_the_window_of_the_first_try_is_over(noon):
    noon.shift(400)  # windows follow the first try, not the clock
    hit("a", most=1, seconds=600)
    noon.shift(599)
    with refused("limits.too_many"):
        hit("a", most=1, seconds=600)
    noon.shift(1)
    hit("a", most=1, seconds=600)
    with refused("limits.too_many"):
        hit("a", most=1, seconds=600)


def test_hit_costs_one_statement(django_assert_num_queries):
    hit("a", most=3, seconds=600)
    with django_assert_num_queries(1):
        hit("a", most=3, seconds=600)


def test_hit_keeps_no_name_in_the_clear():
    hit("password:+919876543210", most=3, seconds=600)
    row = Limit.objects.get()
    assert (len(row.name), "9876543210" in row.name, row.tries) == (64, False, 1)
    assert str(row) == f"{row.name[:12]} 1"


def test_worker_forgets_windows_that_are_over(noon):
    hit("short", most=3, seconds=600)
    hit("long", most=3, seconds=601)
    noon.shift(600)
    worker.tick_clocks()
    assert HANDLERS.clocks["core.forget_counted_tries"] == 600
    forget_counted_tries()
    hit("long", most=3, seconds=601)
    assert list(Limit.objects.values_list("tries", flat=True)) == [2]


def tried(_turn: int) -> bool:
    try:
        hit("crowd", most=10, seconds=600)
    except HaatError:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.django_db(transaction=True)
def test_hit_lets_exactly_the_most_through_when_forty_try_at_once():
    with ThreadPoolExecutor(40) as pool:
        passed = sum(pool.map(tried, range(40)))
    assert (passed, Limit.objects.get().tries) == (10, 40)


# ---- a try that is refused stays counted: nobody counts inside a transaction that may be rolled back ----

COUNTING = {"hit", "make_code", "send_code", "check_code", "check_second_factor"} | {
    name for name in dir(tries) if name.startswith("count_")
}


def _atomic(node: ast.AST) -> bool:
    return "atomic" in ast.unparse(node)


def _counted_inside(tree: ast.AST, *, inside: bool = False) -> Iterator[int]:
    """Lines at which something is counted within a transaction of the same function."""
    for node in ast.iter_child_nodes(tree):
        within = inside
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            within = any(_atomic(decorator) for decorator in node.decorator_list)
        elif isinstance(node, ast.With):
            within = inside or any(_atomic(item.context_expr) for item in node.items)
        elif isinstance(node, ast.Call) and inside and ast.unparse(node.func).split(".")[-1] in COUNTING:
            yield node.lineno
        yield from _counted_inside(node, inside=within)


def test_nothing_is_counted_inside_a_transaction():
    sample = "@transaction.atomic\ndef f():\n    hit('a')\ndef g():\n    with transaction.atomic():\n        hit('a')\n"
    assert list(_counted_inside(ast.parse(sample))) == [3, 6]
    found = {
        path.relative_to(ROOT).as_posix(): list(_counted_inside(ast.parse(path.read_text())))
        for path in ROOT.rglob("*.py")
    }
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert settings.DATABASES["default"].get("ATOMIC_REQUESTS", False) is False
