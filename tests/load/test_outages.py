"""The database goes away under a Haat as it is shipped: everybody waits, says so once, and goes on."""

import json
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.load.haat import Haat
from tools.postgres import as_server, cluster, programs

pytestmark = pytest.mark.load
TOKEN = "Zx3_abcdefghij-klmnoPQ"
HTTPS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1"}


class Postgres:
    """A cluster that can be stopped, as by a power cut, and started again as it was."""

    def __init__(self, url: str) -> None:
        self.url = url
        with psycopg.connect(url) as line:
            found = line.execute("SHOW data_directory").fetchone()
        assert found is not None
        self.control = [str(programs() / "pg_ctl"), "-w", "-D", found[0]]
        self.options = shlex.join(shlex.split(Path(found[0], "postmaster.opts").read_text())[3:])

    def stop(self) -> None:
        as_server([*self.control, "-m", "immediate", "stop"])

    def start(self) -> None:
        as_server([*self.control, "-l", f"{self.control[-1]}/../log", "-o", self.options, "start"])


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    with cluster() as url:
        yield Postgres(url)


def lines(haat: Haat, event: str) -> int:
    """How often the log tells of it."""
    return sum(event in line for line in haat.log.read_text().splitlines())


def told(haat: Haat) -> dict[str, object]:
    """What the health page says; each of gunicorn's processes knows what it found a few seconds ago."""
    answer: dict[str, object] = json.loads(haat.ask("/healthz")[1])
    return answer


def work_is_done(haat: Haat, cause: str) -> None:
    pk = haat.mart(f"tell_somebody({cause!r})")
    haat.until(lambda: haat.mart(f"told({pk})"), "the worker does not work")


def test_postgresql_restarts_under_a_serving_haat(postgres, tmp_path):
    haat = Haat(tmp_path, postgres.url, HAAT_HTTPS="1", HAAT_LOG_LEVEL="WARNING", HAAT_PAGE_CACHE_SECONDS="0")
    haat.run("-m", "haat.cli", "migrate")
    haat.mart("fill()")
    try:
        haat.start()
        assert haat.ask("/hi/", **HTTPS)[0] == 200
        before = haat.processes()
        postgres.stop()
        haat.until(lambda: told(haat) == {"ok": False, "database": "does not answer"}, "the outage is not seen")
        haat.until(lambda: lines(haat, "worker waits") == 2, "the worker's two threads do not say that they wait")
        postgres.start()
        haat.until(lambda: haat.health() == 200, "the site does not come back")
        assert [haat.ask("/hi/crafts/", **HTTPS)[0] for _time in range(8)] == [200] * 8
        work_is_done(haat, "after")
        assert haat.processes() == before
        haat.until(lambda: lines(haat, "going on") == 2, "one of the worker's two threads does not go on")
        assert lines(haat, "worker waits") == 2
        _monitors_are_answered(haat)
        assert haat.stop() == 0
        _begins_before_its_database(haat, postgres)
    finally:
        haat.kill()


def _monitors_are_answered(haat: Haat) -> None:
    """On this machine, as docs/running.md says, though HTTPS is all that others may speak."""
    assert haat.ask("/hi/")[0] == 301
    # Each process remembers for some seconds what it found the last time.
    haat.until(
        lambda: [haat.ask(path)[0] for path in ("/healthz", "/metrics")] == [200, 200], "monitors are not answered"
    )
    assert haat.ask("/metrics", **HTTPS)[0] == 404
    assert haat.ask("/metrics", Host="mart.example.in")[0] == 200


def _begins_before_its_database(haat: Haat, postgres: Postgres) -> None:
    """As when a machine starts: whichever comes first, the site comes up."""
    postgres.stop()
    haat.begin()
    haat.until(lambda: lines(haat, "waiting for the database") == 1, "it does not wait")
    postgres.start()
    haat.until(lambda: haat.health() == 200, "the site does not come up")


def test_sqlite_is_locked_for_long_under_a_serving_haat(tmp_path):
    haat = Haat(tmp_path, "", HAAT_SQLITE_PATIENCE="1", HAAT_LOG_LEVEL="INFO", HAAT_PAGE_CACHE_SECONDS="0")
    haat.run("-m", "haat.cli", "migrate")
    haat.mart("fill()")
    try:
        haat.start()
        before = haat.processes()
        with closing(sqlite3.connect(tmp_path / "haat.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            haat.until(lambda: lines(haat, "worker waits") == 2, "the worker's two threads do not say that they wait")
            haat.until(lambda: told(haat) == {"ok": False, "database": "takes no changes"}, "the lock is not seen")
            assert haat.ask("/hi/")[0] == 200  # who only reads is not disturbed
            other.execute("ROLLBACK")
        haat.until(lambda: haat.health() == 200, "writes do not come back")
        work_is_done(haat, "after")
        assert haat.processes() == before
        haat.until(lambda: lines(haat, "going on") == 2, "one of the worker's two threads does not go on")
        assert lines(haat, "worker waits") == 2
        assert [haat.ask(f"/hi/o/{TOKEN}{rest}")[0] for rest in ("", "/", "/x.pdf")] == [301, 404, 404]
        assert haat.stop() == 0
        assert (lines(haat, "/o/"), lines(haat, TOKEN)) == (3, 0)
    finally:
        haat.kill()
