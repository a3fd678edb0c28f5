"""A person at a screen: one browser context and its page, watched for errors, photographed at every step."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyotp
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

SHOTS = Path(__file__).parent / "shots"
WAIT_MS = 60_000
CODE = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
# Pictures below the fold load when they come near; a photograph of the whole page wants them all.
LOAD_PICTURES = """() => Promise.all([...document.images].filter((one) => one.checkVisibility()).map(async (one) => {
    one.decoding = "sync";
    one.loading = "eager";
    if (!one.complete) {
        await new Promise((done) => { one.addEventListener("load", done); one.addEventListener("error", done); });
    }
    await one.decode().catch(() => null);
}))"""
# The innermost of what reaches beyond the screen.
REACHING = """(screen) => [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > screen && one.checkVisibility())
    .at(-1)?.outerHTML.slice(0, 200)"""
expect.set_options(timeout=WAIT_MS)


def code_told(phone: str) -> str:
    """The last code this phone was sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM heard WHERE phone = %s ORDER BY rowid DESC", [phone])
        codes = [code for (body,) in cursor.fetchall() for code in CODE.findall(body)]
    return codes[0]


class Album:
    """The pictures of one test, numbered in the order they were taken, whoever took them; kept with HAAT_SHOTS=1."""

    def __init__(self, name: str) -> None:
        self.folder = SHOTS / name
        self.kept = os.environ.get("HAAT_SHOTS") == "1"
        self.taken = 0
        if self.kept:
            self.folder.mkdir(parents=True, exist_ok=True)
            for old in self.folder.glob("*.png"):
                old.unlink()

    def take(self, page: Page, step: str, *, whole: bool = True) -> None:
        """Let every picture load, and photograph the page (all of it, unless not `whole`) as <n>-<step>.png."""
        self.taken += 1
        page.evaluate(LOAD_PICTURES)
        if self.kept:
            page.screenshot(path=self.folder / f"{self.taken:02d}-{step}.png", full_page=whole, animations="disabled")


class Person:
    """One browser context in one language. `wrong` gathers what the console and the network complained about."""

    def __init__(self, browser: Browser, home: str, album: Album, *, language: str, device: dict[str, Any]) -> None:
        self.home, self.album, self.language = home, album, language
        self.wrong: list[str] = []
        self._expected: list[str] = []
        self.context: BrowserContext = browser.new_context(locale=f"{language}-IN", **device)
        self.context.add_cookies([{"name": "language", "value": language, "url": home}])
        self._begin()

    def _begin(self) -> None:
        """A page of the context, watched."""
        self.context.set_default_timeout(WAIT_MS)
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda problem: self.wrong.append(f"{self.page.url}: {problem}"))
        self.page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(part in message.text for part in self._expected):
            self.wrong.append(f"{self.page.url}: {message.text} ({message.location.get('url', '')})")

    def _failed(self, request: Request) -> None:
        """A request that never reached the server; one broken off by leaving the page is no failure."""
        if request.failure != "net::ERR_ABORTED":
            self.wrong.append(f"{request.url}: {request.failure}")

    @contextmanager
    def refused(self, status: int = 422) -> Iterator[None]:
        """Within, the server may answer with `status`: Chromium writes every such answer into its console."""
        self._expected.append(f"status of {status}")
        yield
        self._expected.remove(f"status of {status}")

    def go(self, address: str) -> None:
        """Open an address of the mart; anything but 200 is a failure."""
        answer = self.page.goto(address if address.startswith("http") else self.home + address)
        assert answer is not None
        assert answer.status == 200, f"{address}: {answer.status}"

    def find(self, selector: str) -> Locator:
        """The first visible element, whenever it is asked something; this alone waits for nothing."""
        return self.page.locator(selector).locator("visible=true").first

    def press(self, selector: str) -> None:
        """Tap (or click) the first visible element."""
        self.find(selector).click()

    def send(self, selector: str) -> None:
        """Press what leads to another page, and wait until that page stands."""
        with self.page.expect_navigation():
            self.press(selector)

    def type(self, selector: str, text: str) -> None:
        self.find(selector).fill(text)

    def sees(self, selector: str) -> None:
        """Wait until it stands there: what a script has asked the server for is then answered, cookies and all."""
        self.find(selector).wait_for()

    def says(self, text: str, selector: str = "#main") -> None:
        """Wait until the words stand there."""
        expect(self.page.locator(selector).first).to_contain_text(text)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds that the page does not show (what a service worker does, for one)."""
        for _turn in range(WAIT_MS // 100):
            if holds():
                return
            self.page.wait_for_timeout(100)
        raise TimeoutError(f"{self.page.url}: waited in vain")

    def shot(self, step: str, *, whole: bool = True) -> None:
        assert self.too_wide() == ""
        self.album.take(self.page, step, whole=whole)

    def too_wide(self) -> str:
        """What to say when the page scrolls sideways; nothing when it fits.

        A phone's `innerWidth` grows with what is too wide, so the screen's own width is the measure.
        """
        assert self.page.viewport_size is not None
        wide, screen = self.page.evaluate("document.documentElement.scrollWidth"), self.page.viewport_size["width"]
        if wide <= screen:
            return ""
        return f"{self.page.url} is {wide} px wide on a screen of {screen} px: {self.page.evaluate(REACHING, screen)}"

    def sign_in_by_phone(self, phone: str) -> None:
        """From the page asking for the number: number, the code from the message, in."""
        self.type("input[name=phone]", phone.removeprefix("+91"))
        self.send("main form button[type=submit]")
        self.type("input[name=code]", code_told(phone))
        self.shot("sign-in-code")
        self.send("main form button[type=submit]")

    def sign_in_to_office(self, phone: str, password: str, address: str = "/office/") -> None:
        """From outside, for the first time: password, the page's key into an authenticator, its code, in."""
        self.go(address)
        self.type("input[name=phone]", phone.removeprefix("+91"))
        self.type("input[name=password]", password)
        self.send("main form button[type=submit]")
        self.shot("office-second-step")
        self.type("input[name=code]", pyotp.TOTP(self.find("code.num").inner_text()).now())
        self.send("main form button[type=submit]")

    @contextmanager
    def without_server(self) -> Iterator[None]:
        """Within, nobody answers: what the browser complains of then is no fault of the page."""
        kept, self.wrong = self.wrong, []
        yield
        self.wrong = kept + [line for line in self.wrong if "net::ERR_" not in line]
