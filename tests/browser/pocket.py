"""A phone in a pocket: Chromium on a folder of its own, really ended and begun again, with or without net."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import QUIET, chromium_program
from tests.browser.opening import Gateway, Steps, Walker
from tests.browser.person import Album
from tests.load.haat import Haat

A_YEAR_S = 365 * 86_400
SARATH = {"latitude": 24.2312, "longitude": 86.8123, "accuracy": 14}


class _Program:
    """What `Person` takes for a browser: each context is a program of its own on one folder."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser, self._folder, self._options = browser, folder, dict[str, Any]()

    def new_context(self, **options: Any) -> BrowserContext:
        self._options = options
        return self.again()

    def again(self, **more: Any) -> BrowserContext:
        return self._browser.browser_type.launch_persistent_context(
            self._folder, executable_path=chromium_program(), args=list(QUIET), **self._options, **more
        )


class Pocket(Walker):
    """A walker whose phone outlives its browser: what is kept is kept on disk, the session and the language too."""

    def __init__(self, browser: Browser, home: str, album: Album, gateway: Gateway, steps: Steps, folder: Path) -> None:
        self._program = _Program(browser, folder)
        super().__init__(self._program, home, album, gateway, steps)  # type: ignore[arg-type]
        kept: Any = {"name": "language", "value": "hi", "url": home, "expires": time.time() + A_YEAR_S}
        self.context.add_cookies([kept])
        self.context.grant_permissions(["geolocation"])
        self.context.set_geolocation(SARATH)  # type: ignore[arg-type]

    @contextmanager
    def without_net(self, haat: Haat) -> Iterator[None]:
        """Within, the phone has no net; what the browser complains of then is no fault of the page.

        Its service worker is not told so by the tools that tell its pages: nobody serves meanwhile.
        """
        with self.without_server():
            self.context.set_offline(True)
            haat.stop()
            yield
            haat.start()
            self.context.set_offline(False)

    def restart(self) -> None:
        """The battery was empty: the browser ends and begins again without net."""
        self.context.close()
        self.context = self._program.again(offline=True)
        self._begin()
