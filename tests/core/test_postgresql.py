"""A pooled connection is tried by listening to it: the living are not asked, the ended are noticed."""

import os

import psycopg
import pytest
from django.db import connection

from haat.core import postgresql

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that somebody else ends"),
]


@pytest.fixture
def line():
    with psycopg.connect(os.environ["HAAT_DATABASE_URL"], autocommit=True) as line:
        yield line


def test_living_connection_is_not_asked(line, monkeypatch):
    monkeypatch.setattr(postgresql, "_ask", lambda line: pytest.fail("asked"))
    line.execute("SELECT 1")
    postgresql.check(line)


def test_connection_that_the_server_ended_is_noticed(line):
    with psycopg.connect(os.environ["HAAT_DATABASE_URL"], autocommit=True) as other:
        pid = line.execute("SELECT pg_backend_pid()").fetchone()[0]
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone() == (True,)
    with pytest.raises(psycopg.OperationalError):
        postgresql.check(line)


def test_notice_that_was_not_asked_for_ends_nothing(line):
    with psycopg.connect(os.environ["HAAT_DATABASE_URL"], autocommit=True) as other:
        line.execute("LISTEN heard")
        other.execute("NOTIFY heard")
        line.execute("SELECT pg_sleep(0.05)")
        other.execute("NOTIFY heard")
        postgresql.check(line)
        assert line.execute("SELECT 1").fetchone() == (1,)


def test_pools_try_their_connections_so():
    from psycopg_pool import ConnectionPool

    assert ConnectionPool.check_connection is postgresql.check
