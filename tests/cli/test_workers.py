"""gunicorn is told what it understands, and a worker that ends has its successor first."""

import os
import signal
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from config import gunicorn_ready
from haat.cli import tending
from haat.web.shop.base import handing


def test_gunicorn_understands_what_it_is_told():
    line = tending.gunicorn_arguments(bind="127.0.0.1", port=8123, workers=3, threads=4, requests=5)
    read = Config().parser().parse_args(line[6:])
    assert (read.config, read.bind, read.workers, read.threads) == (
        "python:config.gunicorn_ready",
        ["127.0.0.1:8123"],
        3,
        4,
    )
    assert (read.max_requests, read.max_requests_jitter) == (5, 5)
    known = set(Config().settings)
    assert {
        "preload_app",
        "control_socket_disable",
        "on_starting",
        "post_worker_init",
        "post_request",
        "child_exit",
    } <= known


def test_worker_asks_once_for_its_successor_when_it_has_answered_its_last(monkeypatch):
    told = []
    handing.prepare()
    monkeypatch.setattr(os, "kill", lambda pid, number: told.append((pid, number)))
    worker = SimpleNamespace(nr=8, max_requests=10, ppid=77)
    for _turn in range(5):
        worker.nr += 1
        gunicorn_ready.post_request(worker, None, None, None)
    assert told == [(77, signal.SIGTTIN)]


def test_worker_that_cannot_leave_its_pages_has_a_successor_all_the_same(monkeypatch):
    told = []
    monkeypatch.setattr(os, "kill", lambda pid, number: told.append((pid, number)))
    monkeypatch.setattr(handing, "_place", -1)
    with pytest.raises(ValueError, match="descriptor"):
        gunicorn_ready.post_request(SimpleNamespace(nr=10, max_requests=10, ppid=77), None, None, None)
    assert told == [(77, signal.SIGTTIN)]


def test_successor_takes_the_place_of_who_ends():
    server = SimpleNamespace(num_workers=3, cfg=SimpleNamespace(workers=2))
    for _turn in range(2):
        gunicorn_ready.child_exit(server, None)
    assert server.num_workers == 2
