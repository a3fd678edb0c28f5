"""`haat demo --fresh` deletes demonstrations, and only those; a real mart is never shown as one."""

import socket

import pytest
from django.db import connection
from django.utils import timezone

from demo.world import MARTS
from haat.cli import demonstration, main, preparing, serving
from haat.cli.holding import Held, held
from haat.cli.refusing import Refused
from haat.core.marks import DEMONSTRATION, set_mark
from haat.core.models import Mark
from tests.make import make_mart

KEPT = ["secret_key"]
FILES = ["haat.sqlite3", "haat.sqlite3-wal", "media"]


class _Line:
    """The test's own connection, said to be of one kind or the other, and left open."""

    def __init__(self, vendor: str) -> None:
        self.vendor, self.introspection = vendor, connection.introspection

    def close(self) -> None:
        pass


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    """A data folder with files of an SQLite installation; the rows are the test's own."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    monkeypatch.setattr(demonstration, "connection", _Line("sqlite"))
    for name in ("HAAT_DEMO", "HAAT_LOG_LEVEL"):  # which `haat demo` sets for its own process
        monkeypatch.setenv(name, "0")
    (tmp_path / "media").mkdir()
    for name in ("haat.sqlite3", "haat.sqlite3-wal", "secret_key", "media/a.jpg"):
        (tmp_path / name).write_text("x")
    return tmp_path


def left(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


@pytest.mark.django_db
def test_fresh_deletes_a_demonstration_and_nothing_else(folder):
    make_mart()
    set_mark(DEMONSTRATION, timezone.now())
    (folder / "rehearsal").mkdir()
    for name in ("amazon.world", "senders.toml"):
        (folder / "rehearsal" / name).write_text("x")
    demonstration.empty_data()
    assert left(folder) == ["rehearsal", *KEPT]
    assert [path.name for path in (folder / "rehearsal").iterdir()] == ["senders.toml"]


@pytest.mark.django_db
def test_fresh_leaves_a_mart_without_the_mark_alone(folder, capsys):
    make_mart()
    assert main(["demo", "--fresh", "--no-serve"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("This database has a real mart (deoghar), and a demonstration shows")
    assert said.count("\n") == 1
    assert left(folder) == [*FILES, *KEPT]


@pytest.mark.django_db
def test_fresh_leaves_a_demonstration_alone_that_became_a_real_mart(folder):
    make_mart()
    make_mart("durg")
    set_mark(DEMONSTRATION, timezone.now())
    with pytest.raises(Refused, match=r"a real mart \(durg\)"):
        demonstration.empty_data()
    assert left(folder) == [*FILES, *KEPT]


@pytest.mark.django_db
def test_fresh_deletes_nothing_where_no_mart_is(folder):
    demonstration.empty_data()
    assert left(folder) == [*FILES, *KEPT]


@pytest.mark.django_db
def test_fresh_leaves_a_database_of_before_alone(folder, monkeypatch):
    make_mart()
    monkeypatch.setattr(demonstration, "_has", lambda model: model is not Mark)
    with pytest.raises(Refused):
        demonstration.empty_data()


@pytest.mark.django_db
def test_fresh_waits_for_no_server_that_runs(folder):
    make_mart()
    set_mark(DEMONSTRATION, timezone.now())
    with held("running", shared=True), pytest.raises(Refused, match="A haat is running on"):
        demonstration.empty_data()
    assert left(folder) == [*FILES, *KEPT]


@pytest.mark.django_db
def test_fresh_does_not_touch_pictures_of_a_postgresql_mart(folder, monkeypatch):
    monkeypatch.setattr(demonstration, "connection", _Line("postgresql"))
    with pytest.raises(Refused, match="--fresh deletes SQLite demonstrations only"):
        demonstration.empty_data()
    assert left(folder) == [*FILES, *KEPT]


@pytest.mark.django_db
@pytest.mark.parametrize("command", [["demo", "--no-serve"], ["serve"]])
def test_a_real_mart_is_not_served_as_a_demonstration(folder, settings, monkeypatch, command, capsys):
    settings.DEMO = True
    make_mart()
    monkeypatch.setattr(preparing, "prepare", lambda: pytest.fail("it began"))
    assert main(command) == 2
    assert "a real mart (deoghar)" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_demonstration_of_before_is_served_but_not_deleted(folder):
    make_mart(legal_name=MARTS["deoghar"]["legal_name"])
    demonstration.refuse_on_real_data()
    with pytest.raises(Refused, match="made by an earlier version"):
        demonstration.empty_data()
    assert left(folder) == [*FILES, *KEPT]


# ---- locks, ports, versions ----


def test_lock_is_held_by_one_or_shared_by_many(folder):
    with held("one"), pytest.raises(Held), held("one"):
        pass
    with held("many", shared=True), held("many", shared=True):
        pass


def test_port_in_use_is_refused_before_anything_begins():
    waits: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Refused, match=f"127.0.0.1:{port} cannot be served"):
            serving.port_is_free("127.0.0.1", port, wait=waits.append)
    assert len(waits) == 7
    serving.port_is_free("127.0.0.1", port)


@pytest.mark.django_db
def test_database_of_a_newer_version_is_refused():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0999_later', %s)", [timezone.now()]
        )
    with pytest.raises(Refused, match="A newer Haat has worked on this database"):
        preparing._not_newer()
