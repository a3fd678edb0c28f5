"""Headless Chromium, one for the session; people with contexts of their own; the mart they meet in."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from haat.core import worker as jobs
from tests.browser.person import DESKTOP, PHONE, Album, Person
from tests.browser.world import World, build

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--disable-dev-shm-usage")  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, never one that Playwright fetched."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing; run tools/system-packages test"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def album(request: pytest.FixtureRequest) -> Album:
    return Album(re.sub(r"[^a-z0-9]+", "-", request.node.name.removeprefix("test_").lower()).strip("-"))


@pytest.fixture
def world(transactional_db: None, settings: Any, media: Path) -> World:
    """A small mart of Deoghar, open for business, in a demonstration (codes are shown on the page)."""
    settings.DEMO = True
    return build()


@pytest.fixture
def meet(browser: Browser, live_server: Any, album: Album, world: World) -> Iterator[Callable[..., Person]]:
    """`meet("hi", PHONE)` gives a new person; a console error or a broken policy of any of them fails the test."""
    met: list[Person] = []

    def new(language: str, device: dict[str, Any], **more: Any) -> Person:
        met.append(Person(browser, live_server.url, album, language=language, device={**device, **more}))
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
def worker() -> Callable[[], int]:
    """Does what the worker would do next, in this thread, on the server's database."""
    return jobs.run_due
