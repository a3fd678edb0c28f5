"""Headless Chromium, one for the session; people with contexts of their own; the mart they meet in, really served."""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import global_settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from playwright.sync_api import Browser, sync_playwright

from haat.core.models import Job
from haat.messages.models import Message
from tests.browser.person import DESKTOP, PHONE, Album, Person
from tests.browser.world import World, build
from tests.environment import KEPT
from tests.load.haat import PATIENCE, Haat
from tests.marketplace import Marketplace
from tests.sound import faults
from tests.template import template

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--disable-dev-shm-usage")  # fmt: skip
AS_SHIPPED = {"HAAT_DEMO": "0", "HAAT_TRUSTED_PROXIES": "0", "HAAT_THREADS": "16", "HAAT_SENDERS": "log"}

# What a phone was told. Haat forgets a code as soon as it has left; this is the phone's own memory of it.
HEARD = "CREATE TABLE heard (phone TEXT, body TEXT)"
HEARING = "CREATE TRIGGER hearing AFTER INSERT ON %s BEGIN INSERT INTO heard VALUES (new.phone, new.body); END"


def chromium_program() -> str:
    """The system's Chromium, never one that Playwright fetched; without its windows it needs half the time.

    HAAT_CHROMIUM names another one.
    """
    names = (os.environ.get("HAAT_CHROMIUM", ""), "chromium-headless-shell", "chromium", "chromium-browser")
    found = (shutil.which(name) for name in names)
    program = next(filter(None, found), None)
    assert program, "Chromium is missing; run tools/system-packages test"
    return program


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_program(), args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def album(request: pytest.FixtureRequest) -> Album:
    return Album(re.sub(r"[^a-z0-9]+", "-", request.node.name.removeprefix("test_").lower()).strip("-"))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as `haat migrate` leaves it, made once (from the kept tables, if any); every test has a copy."""
    folder = tmp_path_factory.mktemp("migrated")
    if template().exists():
        shutil.copyfile(template(), folder / "haat.sqlite3")
    (folder / "static").symlink_to(KEPT)
    Haat(folder, "").run("-m", "haat.cli", "migrate")
    return folder


@pytest.fixture
def house(migrated: Path, tmp_path: Path, django_db_blocker: Any, settings: Any) -> Iterator[Haat]:
    """`haat serve` as shipped, not yet started, on data of its own; this process looks into the same database."""
    folder = tmp_path / "data"
    shutil.copytree(migrated, folder, symlinks=True)
    haat = Haat(folder, "", **AS_SHIPPED)
    settings.MEDIA_ROOT = folder / "media"
    settings.SECRET_KEY = haat.environment["HAAT_SECRET_KEY"]
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    with django_db_blocker.unblock():
        connection.close()
        before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], folder / "haat.sqlite3"
        try:
            with connection.cursor() as cursor:
                cursor.execute(HEARD)
                cursor.execute(HEARING % Message._meta.db_table)
            yield haat
        finally:
            haat.kill()
            connection.close()
            connection.settings_dict["NAME"] = before


@pytest.fixture
def world(house: Haat) -> Iterator[World]:
    """A small mart of Deoghar, open for business. Whatever people did there, the doctor finds nothing."""
    yield build()
    assert faults(rebuilt=False) == {}


@pytest.fixture
def marketplace(house: Haat, settings: Any) -> Iterator[Marketplace]:
    """A rehearsed Amazon, begun before the Haat that speaks to it; this process speaks to no other one either."""
    made = Marketplace(house)
    made.start()
    settings.CHANNELS = settings.CHANNELS | {"amazon_login_url": made.home, "amazon_api_url": made.home}
    yield made
    made.stop()


@pytest.fixture
def served(house: Haat, world: World) -> Haat:
    """The mart, served."""
    house.start()
    return house


@pytest.fixture
def meet(browser: Browser, served: Haat, album: Album) -> Iterator[Callable[..., Person]]:
    """`meet("hi", PHONE)` gives a new person; a console error or a broken policy of any of them fails the test."""
    met: list[Person] = []

    def new(language: str, device: dict[str, Any], **more: Any) -> Person:
        home = f"http://127.0.0.1:{served.port}"
        met.append(Person(browser, home, album, language=language, device={**device, **more}))
        return met[-1]

    yield new
    complaints = [line for person in met for line in person.wrong]
    for person in met:
        person.context.close()
    assert complaints == []


@pytest.fixture
def phone(meet: Callable[..., Person]) -> Callable[[], Person]:
    """People with a small phone in Hindi."""
    return lambda: meet("hi", PHONE)


@pytest.fixture
def desktop(meet: Callable[..., Person]) -> Callable[[], Person]:
    """People at a desk in English."""
    return lambda: meet("en", DESKTOP)


@pytest.fixture
def worker(served: Haat) -> Callable[[], None]:
    """Waits until the server's own worker has done what is due."""
    return settle


def settle() -> None:
    patience = time.monotonic() + PATIENCE
    open_ = Q(state=Job.State.RUNNING) | Q(state=Job.State.WAITING, attempts=0)
    while Job.objects.filter(open_, run_at__lte=timezone.now()).exists():
        assert time.monotonic() < patience, "the worker does not end what is due"
        time.sleep(0.05)
