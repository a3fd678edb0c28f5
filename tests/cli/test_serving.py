"""`haat serve` becomes what tends its processes; `haat worker` ends when told, or when it must be started again."""

import fcntl
import os
import sys
import threading

import pytest

from haat.cli import serving
from haat.core import worker
from tests.make import make_mart


@pytest.fixture
def stopping(monkeypatch, settings, tmp_path) -> threading.Event:
    """What a signal would set."""
    settings.DATA_DIR = tmp_path
    told = threading.Event()
    monkeypatch.setattr(serving, "told_to_stop", lambda: told)
    return told


def test_worker_ends_well_when_told(stopping, monkeypatch):
    monkeypatch.setattr(worker, "work", lambda stop: stop(60))
    stopping.set()
    assert serving.work(threads=2) == 0


def test_worker_whose_parent_is_gone_ends(stopping, monkeypatch):
    monkeypatch.setattr(worker, "work", lambda stop: stop(60))
    assert serving.work(threads=2, parent=os.getppid() + 1) == 1


def test_worker_with_a_fallen_thread_ends_to_be_started_again(stopping, monkeypatch):
    turns = iter([True, False])
    monkeypatch.setattr(worker, "work", lambda stop: stop(60) if next(turns) else None)
    assert serving.work(threads=2) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("with_worker", "more"), [(True, ["--with-worker"]), (False, [])])
def test_serve_becomes_what_tends_and_keeps_the_lock(settings, tmp_path, monkeypatch, capsys, with_worker, more):
    settings.DATA_DIR = tmp_path
    make_mart()
    seen = {}

    def become(program: str, line: list[str]) -> None:
        lock = next(int(name) for name in os.listdir("/proc/self/fd") if _is(name, tmp_path / "running.lock"))
        with (tmp_path / "running.lock").open("a") as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        seen.update(program=program, line=line, carried=os.get_inheritable(lock))

    monkeypatch.setattr(os, "execv", become)
    serving.serve(bind="127.0.0.1", port=8123, with_worker=with_worker)
    told = ["--bind", "127.0.0.1", "--port", "8123", "--workers", "2", "--threads", "16", "--requests", "200000"]
    assert seen == {
        "program": sys.executable,
        "line": [sys.executable, "-m", "haat.cli.tending", *told, *more],
        "carried": True,
    }
    assert capsys.readouterr().out == "  Deoghar Mart: http://deoghar.localhost:8123/\n"


def _is(name: str, path: os.PathLike) -> bool:
    try:
        return os.readlink(f"/proc/self/fd/{name}") == os.fspath(path)
    except OSError:
        return False
