"""What the walk of an opening needs: a rehearsed gateway, and people who count their steps."""

import html
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pyotp
from playwright.sync_api import Browser

from tests.browser.person import CODE, PHONE, WAIT_MS, Album, Person
from tests.load.haat import ROOT, Haat

# A letter a second, and ten seconds to read a screen: what somebody needs who types with one finger.
SECONDS_A_LETTER, SECONDS_A_SCREEN = 1, 10
MESSAGE = re.compile(r"<li[^>]*><small>(\d+) [^<]*</small><p>(.*?)</p></li>", re.DOTALL)
INVITATION = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@dataclass
class Steps:
    """What one role did: screens sent or opened, fields filled or ticked, letters typed."""

    screens: int = 0
    fields: int = 0
    letters: int = 0

    @property
    def minutes(self) -> float:
        """Reckoned, not measured: nobody's fingers are in a test."""
        return (self.screens * SECONDS_A_SCREEN + self.letters * SECONDS_A_LETTER) / 60


class Gateway:
    """`haat rehearse sms`, and its page, on which one reads what a phone was sent."""

    def __init__(self, haat: Haat, port: int) -> None:
        self._haat, self.port, self._read = haat, port, defaultdict[str, int](int)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["-m", "haat.cli", "rehearse", "sms", "--port", str(self.port)]
        web = f"http://127.0.0.1:{self._haat.port}"
        self.process = subprocess.Popen(
            [sys.executable, *command, "--web", web], env=self._haat.environment, cwd=ROOT, stdout=subprocess.PIPE
        )
        assert self.process.stdout is not None
        assert b"shows what came" in self.process.stdout.readline()

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()

    def sent_to(self, phone: str) -> list[str]:
        """All that came to a phone, the oldest first."""
        with urlopen(f"http://127.0.0.1:{self.port}/", timeout=10) as page:
            text = page.read().decode()
        told = [(to, html.unescape(words)) for to, words in MESSAGE.findall(text)]
        return [words for to, words in reversed(told) if to == f"91{phone}"]

    def newest(self, phone: str, wanted: re.Pattern[str]) -> str:
        """What is wanted of the next message with it to this phone; waits for it."""
        patience = time.monotonic() + WAIT_MS / 1000
        while True:
            found = [code for words in self.sent_to(phone) for code in wanted.findall(words)]
            if len(found) > self._read[f"{phone}{wanted.pattern}"]:
                self._read[f"{phone}{wanted.pattern}"] = len(found)
                return found[-1]
            assert time.monotonic() < patience, f"nothing came to {phone}: {self.sent_to(phone)}"
            time.sleep(0.2)


class Walker(Person):
    """A person of the new district with a small phone in Hindi, who counts what she does under her role."""

    def __init__(self, browser: Browser, home: str, album: Album, gateway: Gateway, steps: Steps) -> None:
        super().__init__(browser, home, album, language="hi", device=PHONE)
        self.gateway, self.steps = gateway, steps

    def go(self, address: str) -> None:
        self.steps.screens += 1
        super().go(address)

    def send(self, selector: str) -> None:
        self.steps.screens += 1
        super().send(selector)

    def type(self, selector: str, text: str) -> None:
        self.steps.fields += 1
        self.steps.letters += len(text)
        super().type(selector, text)

    def fill(self, **fields: str) -> None:
        """Type into the fields of these names."""
        for name, text in fields.items():
            self.type(f"[name='{name}']", text)

    def tick(self, selector: str) -> None:
        """Choose a card or tick a box: a field, and no letters."""
        self.steps.fields += 1
        self.press(selector)

    def choose(self, name: str, label: str | re.Pattern[str] = "", **how: Any) -> None:
        """Choose of a list by its words; `value=` by its value."""
        self.steps.fields += 1
        field = self.find(f"select[name='{name}']")
        if isinstance(label, re.Pattern):
            label = next(words for words in field.locator("option").all_inner_texts() if label.search(words))
        field.select_option(**(how or {"label": label}))

    def give(self, selector: str, file: Path) -> None:
        """Send a file along."""
        self.steps.fields += 1
        self.page.set_input_files(selector, file)

    def sign_in_by_phone(self, phone: str) -> None:
        self.type("input[name=phone]", phone)
        self.send("main form button[type=submit]")
        self.type("input[name=code]", self.gateway.newest(phone, CODE))
        self.send("main form button[type=submit]")

    def come_in(self, phone: str, password: str = "") -> None:
        """By the code that came to her phone; with a password and an authenticator, if her role wants them."""
        code = self.gateway.newest(phone, INVITATION)
        self.go("/sign-in/office/")
        self.send("a[href='/join/']")
        self.fill(phone=phone, code=code)
        self.shot("join")
        self.send("main form button[type=submit]")
        if password:
            self.fill(new=password, again=password)
            self.shot("join-password")
            self.send("main form button[type=submit]")
            self.shot("join-second-step")
            self.type("input[name=code]", pyotp.TOTP(self.find("code.num").inner_text()).now())
            self.send("main form button[type=submit]")


class Town:
    """Everybody who opens a mart, by role, each with a phone of her own."""

    def __init__(self, browser: Browser, haat: Haat, album: Album, gateway: Gateway) -> None:
        self._browser, self._album, self.gateway, self.haat = browser, album, gateway, haat
        self.steps: dict[str, Steps] = {}
        self.met: list[Walker] = []

    def meet(self, role: str) -> Walker:
        steps = self.steps.setdefault(role, Steps())
        home = f"http://127.0.0.1:{self.haat.port}"
        self.met.append(Walker(self._browser, home, self._album, self.gateway, steps))
        return self.met[-1]

    def count(self) -> str:
        """A table of what each role did."""
        rows = [f"{'role':<24} screens fields letters minutes"]
        whole = Steps()
        for role, one in self.steps.items():
            rows.append(f"{role:<24} {one.screens:7} {one.fields:6} {one.letters:7} {one.minutes:7.0f}")
            whole.screens, whole.fields, whole.letters = (
                whole.screens + one.screens,
                whole.fields + one.fields,
                whole.letters + one.letters,
            )
        rows.append(f"{'together':<24} {whole.screens:7} {whole.fields:6} {whole.letters:7} {whole.minutes:7.0f}")
        return "\n".join(rows)

    @contextmanager
    def at_ease(self) -> Iterator[None]:
        """At the end everybody goes home, and nobody's browser has complained; a dead end is photographed."""
        try:
            yield
            wrong = [line for person in self.met for line in person.wrong]
            assert not wrong, "\n".join(wrong)
        except BaseException:
            for person in self.met:
                person.album.take(person.page, "where-it-ended")
            raise
        finally:
            for person in self.met:
                person.context.close()
