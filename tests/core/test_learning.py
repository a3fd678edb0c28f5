"""SQLite knows what its tables hold, by the product's own worker and from its start; PostgreSQL learns by itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from haat.cli import preparing
from haat.core.jobs import HANDLERS
from haat.core.learning import learn_tables
from haat.core.models import Sending

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL learns by itself"),
]


def add(rows: int) -> None:
    before = Sending.objects.count()
    Sending.objects.bulk_create(Sending(name=f"form {before + number}") for number in range(rows))


def learnt() -> int | None:
    """How many rows SQLite believes that the forms are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = 'core_sending'")
        (rows,) = cursor.fetchone()
    return rows


def learning() -> list[str]:
    """The tables that are learnt when the worker's hour comes."""
    with CaptureQueriesContext(connection) as asked:
        learn_tables()
    found = (query["sql"] for query in asked.captured_queries)
    return [sql.split()[1].strip('"') for sql in found if sql.startswith("ANALYZE")]


def test_a_table_is_learnt_when_it_holds_something_and_again_when_it_has_grown():
    learn_tables()
    add(100)
    assert "core_sending" in learning()
    assert learnt() == 100
    add(20)
    assert "core_sending" not in learning()
    add(30)
    assert learning() == ["core_sending"]
    assert learnt() == 150


def test_a_table_that_shrank_is_learnt_anew():
    add(100)
    learn_tables()
    Sending.objects.filter(pk__gt=Sending.objects.earliest("pk").pk + 49).delete()
    assert learning() == ["core_sending"]
    assert learnt() == 50


def test_the_size_of_a_table_is_asked_without_walking_it():
    add(10)
    with CaptureQueriesContext(connection) as asked:
        learn_tables()
    sizes = [query["sql"] for query in asked.captured_queries if "max(rowid)" in query["sql"]]
    with connection.cursor() as cursor:
        for sql in sizes:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            assert not [row for row in cursor.fetchall() if row[3].startswith("SCAN") and "CONSTANT" not in row[3]], sql


def test_the_worker_learns_by_the_hour_and_the_start_before_it(monkeypatch):
    assert HANDLERS.clocks["core.learn_tables"] == 3600
    add(100)
    for step in ("call_command", "_bring_tables", "_not_newer"):
        monkeypatch.setattr(preparing, step, lambda *_args, **_given: None)
    monkeypatch.setattr(preparing.static, "gather", lambda: None)
    preparing.prepare()
    assert learnt() == 100
