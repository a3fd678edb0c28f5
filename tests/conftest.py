"""Every test: no network outside loopback, nothing remembered between tests; either database."""

import gc
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from tests.cover import Statements, recorded, spared
from tests.doctor import ask_what_can_answer
from tests.static import look_once
from tests.template import begin_from_template, keep_template

# How long an example takes is the machine's affair: on a busy one, time would fail a test that found nothing.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
# Files that take minutes.
LONG = (
    "tests/web/test_fuzz",
    "tests/web/test_scope",
    "tests/web/test_factor",
    "tests/upgrade/",
    "tests/demo/",
    "tests/races/",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--only-database", action="store_true", help="only tests that touch the database")
    parser.addoption("--without-database", action="store_true", help="only tests that do not")
    parser.addoption("--keep-statements", metavar="FOLDER", help="write down there what each test asks the database")
    parser.addoption("--cover-statements", metavar="FOLDER", help="leave out what others of that record ask as well")


def _touches_database(item: pytest.Item) -> bool:
    wanted = {"db", "transactional_db", "live_server", "client", "admin_client"}
    return bool(item.get_closest_marker("django_db")) or bool(wanted & set(getattr(item, "fixturenames", [])))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", []))
    return bool(fixtures or (marker and marker.kwargs.get("transaction")))


def pytest_configure(config: pytest.Config) -> None:
    """What is slow for safety in the world outside is quick here: passwords, and writing to the disk."""
    from django.conf import settings as shipped

    shipped.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    options = shipped.DATABASES["default"]["OPTIONS"]
    if "init_command" in options:
        options["init_command"] += "PRAGMA synchronous=OFF;"
    if folder := config.getoption("--keep-statements"):
        config.pluginmanager.register(Statements(Path(folder)))
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
    items.sort(key=_begins_late)
    only, without = config.getoption("--only-database"), config.getoption("--without-database")
    if only or without:
        _keep(config, items, {item.nodeid for item in items if _touches_database(item) is only})
    if (folder := config.getoption("--cover-statements")) and os.environ.get("HAAT_WHOLE") != "1":
        spare = spared(recorded(Path(folder)), [item.nodeid for item in items if not _commits(item)])
        _keep(config, items, {item.nodeid for item in items} - spare)


def _begins_late(item: pytest.Item) -> int:
    """The longest first: the others go beside it."""
    if item.get_closest_marker("load"):
        return 0
    return 1 if item.nodeid.startswith(LONG) else 2


def _keep(config: pytest.Config, items: list[pytest.Item], names: set[str]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in names])
    items[:] = [item for item in items if item.nodeid in names]


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
