"""Every test: no network outside loopback, nothing remembered between tests; either database."""

import gc
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from tests.doctor import ask_what_can_answer
from tests.static import look_once
from tests.template import begin_from_template, keep_template

# How long an example takes is the machine's affair: on a busy one, time would fail a test that found nothing.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="only tests that touch the database")
    parser.addoption("--without-database", action="store_true", help="only tests that do not")


def _touches_database(item: pytest.Item) -> bool:
    wanted = {"db", "transactional_db", "live_server", "client", "admin_client"}
    return bool(item.get_closest_marker("django_db")) or bool(wanted & set(getattr(item, "fixturenames", [])))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", []))
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))


def _is_left_to_sqlite(item: pytest.Item) -> bool:
    """Every second test of a room of pages; with HAAT_WHOLE=1 none (docs/decisions/tests-as-shipped.md)."""
    rooms = any(f"tests/web/{surface}/" in item.nodeid for surface in ("shop", "maker", "office", "papers"))
    return rooms and os.environ.get("HAAT_WHOLE") != "1" and bool(crc32(item.nodeid.encode()) % 2)


def pytest_configure() -> None:
    """What is slow for safety in the world outside is quick here: passwords, and writing to the disk."""
    from django.conf import settings as shipped

    shipped.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    options = shipped.DATABASES["default"]["OPTIONS"]
    if "init_command" in options:
        options["init_command"] += "PRAGMA synchronous=OFF;"
    begin_from_template()
    look_once()


def pytest_collection_finish() -> None:
    """What is loaded by now stays: a collector that looks through it again and again takes an eighth of a run."""
    ask_what_can_answer()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The empty database is kept for the next run (tests/template.py)."""
    with django_db_blocker.unblock():
        keep_template()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("load") is None)  # the longest first: the others go beside it
    only, without = config.getoption("--only-database"), config.getoption("--without-database")
    if only or without:
        kept = [item for item in items if _touches_database(item) is only and not (only and _is_left_to_sqlite(item))]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "local"
        if self.family != socket.AF_UNIX and host not in ("127.0.0.1", "::1", "localhost"):
            raise RuntimeError(f"a test may not connect to {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _forget_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hosts and pages kept in the process never outlive a test, nor the cache's rows where nothing is rolled back."""
    from django.core.cache import caches

    from haat.core import kept
    from haat.core.health import EXAMINED
    from haat.web.shop.base.kept_pages import PAGES
    from haat.web.ui.middleware import HOSTS

    kept.forget()
    if _commits(request.node):
        request.getfixturevalue("transactional_db")
        caches["default"].clear()
    HOSTS.forget()
    EXAMINED.forget()
    PAGES.clear()
    yield
    HOSTS.forget()


@pytest.fixture
def still() -> Iterator[None]:
    """The clock stands: no window in which tries are counted ends in the middle of a test."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def sound(db: None) -> Iterator[None]:
    """What the test leaves behind is sound: nothing that the doctor looks at is broken."""
    from tests.sound import faults

    yield
    assert faults() == {}


@pytest.fixture
def media(settings: "pytest.FixtureRequest", tmp_path: Path) -> Path:
    """A media folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    return tmp_path / "media"


@pytest.fixture
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told in secret stays, to be read by the test: it is forgotten when it has left."""
    from haat.messages.actions import fates

    monkeypatch.setattr(fates, "_forget", lambda message: None)
