"""WhatsApp's Cloud API as far as messages by template go: names, languages, numbers of values, pauses, caps.

It reports by itself: signed over the bytes, in any order and twice. `shake_hands` is how an address is first tried.
"""

import hashlib
import hmac
import itertools
import json
import re
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from haat.cli.rehearsal.double import Asked, Double, Received, Said, call

TOKEN, APP_SECRET, VERIFY_TOKEN, NUMBER_ID = "rehearsal-token", "rehearsal-app", "rehearsal-verify", "1100220033"
# So many people a new account may write to in a day.
CAP, DAY = 250, 24 * 3600
# So many messages of one number in a second.
A_SECOND = 80
# How it reports, as it is told to (`/set?reports=shuffled`), and the states it tells then.
REPORTS = {
    "read": ("sent", "delivered", "read"),
    "delivered": ("sent", "delivered"),
    "failed": ("sent", "failed"),
    "twice": ("sent", "delivered", "delivered"),
    "shuffled": ("read", "delivered", "sent"),
    "none": (),
}
LANGUAGES = frozenset({"en", "en_US", "hi", "mr", "bn", "ur", "gu"})


@dataclass
class Template:
    """An approved template in one language: how many values it takes, whether it is paused, and whether it has a key
    that copies the code, which is told to that key again."""

    values: int
    paused: bool = False
    copies: bool = False


class WhatsAppDouble(Double):
    """`templates`: (name, language) → what was approved. Numbers ending in 26 are not on WhatsApp."""

    title = "WhatsApp, rehearsed"

    def __init__(
        self,
        templates: Mapping[tuple[str, str], Template],
        *,
        report_to: str = "",
        cap: int = CAP,
        delay: float = 0.5,
    ) -> None:
        super().__init__()
        self.templates, self.report_to, self.cap, self.delay = dict(templates), report_to, cap, delay
        self.reports = "read"
        self._lately: deque[float] = deque()
        self._people: dict[str, float] = {}
        self._numbers = itertools.count(int(time.time() * 1000))

    def answer(self, asked: Asked) -> Said:
        if asked.path == "/set":
            return self._set(asked.query.get("reports", ""))
        if not re.fullmatch(rf"/v[0-9]+\.0/{NUMBER_ID}/messages", asked.path) or asked.method != "POST":
            return _wrong(400, 100)
        if asked.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _wrong(401, 190)
        try:
            told = json.loads(asked.body)
            to, template = str(told["to"]), told["template"]
            name, language = str(template["name"]), str(template["language"]["code"])
            if (told["messaging_product"], told["type"]) != ("whatsapp", "template"):
                return _wrong(400, 131009)
            given, copied = _values(template, "body"), _values(template, "button")
        except (ValueError, KeyError, TypeError, AttributeError):
            return _wrong(400, 131008)
        code = self._why_not(to, name, language, given, copied)
        one = self.keep(Received(to, f"{name} ({language}): {' · '.join(given)}", refused=str(code or "")))
        if code:
            return _wrong(400, code)
        one.ref = f"wamid.{next(self._numbers)}"
        self._report_later(one)
        return Said(200, json.dumps(_accepted(to, one.ref)), "application/json")

    def _set(self, reports: str) -> Said:
        if reports not in REPORTS:
            return Said(400, f"reports: one of {', '.join(REPORTS)}")
        self.reports = reports
        return Said(200, f"reports: {reports}")

    def _report_later(self, one: Received) -> None:
        if self.report_to and REPORTS[self.reports]:
            timer = threading.Timer(self.delay, self.report, args=(one, *REPORTS[self.reports]))
            timer.daemon = True
            timer.start()

    def _too_fast(self) -> bool:
        now = time.monotonic()
        with self.lock:
            while self._lately and now - self._lately[0] > 1:
                self._lately.popleft()
            self._lately.append(now)
            return len(self._lately) > A_SECOND

    def _why_not(self, to: str, name: str, language: str, given: list[str], copied: list[str]) -> int:
        if self._too_fast():
            return 130429
        known = self.templates.get((name, language))
        if language not in LANGUAGES or known is None:
            return 132001
        if known.paused:
            return 132015
        if len(given) != known.values:
            return 132000
        if copied != (given[:1] if known.copies else []):
            return 131008 if known.copies else 132000
        if any(not value or "\n" in value or "    " in value for value in given):
            return 132008
        if to.endswith("26"):
            return 131026
        return self._counted(to)

    def _counted(self, to: str) -> int:
        now = time.time()
        with self.lock:
            self._people = {who: at for who, at in self._people.items() if now - at < DAY}
            if to not in self._people and len(self._people) >= self.cap:
                return 131048
            self._people.setdefault(to, now)
        return 0

    def shake_hands(self) -> int:
        """Try the address for reports; the status of its answer."""
        asked = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "1158201444"}
        return call(f"{self.report_to}?{urlencode(asked)}")

    def report(self, one: Received, *states: str, code: int = 0, secret: str = APP_SECRET) -> list[int]:
        """Tell these states of a message, one call each, in this order; the statuses of the answers."""
        answers = []
        for state in states:
            body = json.dumps(_status(one, state, code)).encode()
            signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
            headers = {"X-Hub-Signature-256": signature, "Content-Type": "application/json"}
            answers.append(call(self.report_to, method="POST", body=body, headers=headers))
            one.told.append(state)
        return answers


def _values(template: Mapping[str, Any], of: str) -> list[str]:
    """The values of the body, or of its key (an address, the first); raises when an entry is not a text."""
    found: list[str] = []
    for component in template.get("components", ()):
        for parameter in component.get("parameters", ()):
            if parameter["type"] != "text":
                raise ValueError
            if component["type"] == "button" and (component["sub_type"], component["index"]) != ("url", "0"):
                raise ValueError
            if component["type"] == of:
                found.append(str(parameter["text"]))
    return found


def _accepted(to: str, ref: str) -> dict[str, Any]:
    return {
        "messaging_product": "whatsapp",
        "contacts": [{"input": to, "wa_id": to}],
        "messages": [{"id": ref, "message_status": "accepted"}],
    }


def _wrong(status: int, code: int) -> Said:
    told = {"error": {"message": f"(#{code})", "type": "OAuthException", "code": code, "fbtrace_id": "A"}}
    return Said(status, json.dumps(told), "application/json")


def _status(one: Received, state: str, code: int) -> dict[str, Any]:
    status: dict[str, Any] = {"id": one.ref, "status": state, "timestamp": "1", "recipient_id": one.to}
    if state == "failed":
        status["errors"] = [{"code": code or 131026, "title": "undeliverable"}]
    value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER_ID}, "statuses": [status]}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"value": value, "field": "messages"}]}],
    }
