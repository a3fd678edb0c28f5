"""A gateway of text messages with the operators' scrubbing behind it, as Gupshup, MSG91, NIC and Mobile Seva are
spoken to; each reports in its own form. What the last two answer is known from their callers alone.

It refuses what operators refuse: an unknown header, entity or template, words unlike the template, a value that is too
long or not of its tag, variables side by side, more than one part; it slows down who asks too fast; and HTTP 200 says
nothing. It reports to an address: once, late, twice, failed after delivered, or of a message nobody knows.
"""

import hashlib
import html
import itertools
import json
import re
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from haat.cli.rehearsal.double import Asked, Double, Received, Said, call
from haat.messages.notices import LONGEST_VARIABLE
from haat.messages.parts import length, units_wide

USER, PASSWORD, KEY = "rehearsal", "rehearsal-password", "rehearsal-key"
HEADER, ENTITY, SECRET = "HAATDM", "1101000000000000001", "rehearsal-reports"
# How it reports, as it is told to (`/set?reports=twice`).
REPORTS = ("delivered", "failed", "late", "twice", "failed_after_delivered", "unknown", "none")
A_SECOND = 30
SERVICES = ("singlemsg", "otpmsg", "bulkmsg", "unicodemsg")
_TAG = {"numeric": r"[0-9]+", "alphanumeric": r"[\w\s./:\-\u0900-\u0dff\u200c\u200d]+", "cbn": r"[0-9]{10}"}
_SLOT = re.compile(r"\{#(\w+)#\}")
_LOOSE = re.compile(r"[\s.,:;!?।-]+")


@dataclass(frozen=True)
class Template:
    """What was registered: the tagged text `{#numeric#} is your code`, and whether it is barred."""

    text: str
    barred: bool = False

    def why_not(self, text: str) -> str:
        """Why a text does not pass; empty when it does. Spaces and points are not compared."""
        tags = _SLOT.findall(self.text)
        if self.barred or len(tags) > 2 or re.search(r"#\}\s*\{#", self.text):
            return "632"
        pieces = _SLOT.split(self.text)
        pattern = "".join(_fixed(piece) if n % 2 == 0 else f"({_TAG[piece]})" for n, piece in enumerate(pieces))
        found = re.fullmatch(pattern, text.strip())
        if found is None:
            return "unlike"
        if any(units_wide(value) > LONGEST_VARIABLE for value in found.groups()):
            return "variable"
        return "length" if length(text).parts > 1 else ""


def _fixed(words: str) -> str:
    return r"[\s.,:;!?।-]*".join(re.escape(word) for word in _LOOSE.split(words)) or ""


class SmsDouble(Double):
    """`templates`: number → what was registered under it. `report_to`: where it tells what became of a message."""

    title = "Text messages, rehearsed"

    def __init__(self, templates: Mapping[str, Template], *, report_to: str = "", delay: float = 0.5) -> None:
        super().__init__()
        self.templates, self.report_to, self.delay = dict(templates), report_to, delay
        self.reports = "delivered"
        self._numbers = itertools.count(int(time.time() * 1000))
        self._lately: deque[float] = deque()

    def answer(self, asked: Asked) -> Said:
        if asked.path == "/set":
            return self._set(asked.query.get("reports", ""))
        if asked.path == "/GatewayAPI/rest":
            return self._gupshup({**asked.query, **asked.form})
        if asked.path == "/api/v5/flow":
            return self._msg91(asked)
        if asked.path == "/failsafe/HttpLink":
            return self._nic(asked.query)
        if asked.path == "/esms/sendsmsrequestDLT":
            return self._mobile_seva(asked.form)
        return Said(404, "no such address")

    def _set(self, reports: str) -> Said:
        if reports not in REPORTS:
            return Said(400, f"reports: one of {', '.join(REPORTS)}")
        self.reports = reports
        return Said(200, f"reports: {reports}")

    def _too_fast(self) -> bool:
        now = time.monotonic()
        with self.lock:
            while self._lately and now - self._lately[0] > 1:
                self._lately.popleft()
            self._lately.append(now)
            return len(self._lately) > A_SECOND

    def _gupshup(self, given: Mapping[str, str]) -> Said:
        if self._too_fast():
            return Said(429, "error | 175 | too many requests")
        if (given.get("userid"), given.get("password")) != (USER, PASSWORD):
            return Said(200, "error | 102 | authentication failed")
        if given.get("method") != "sendMessage" or given.get("v") != "1.1":
            return Said(200, "error | 106 | method or version")
        wide = length(given.get("msg", "")).wide
        if (given.get("msg_type") == "UNICODE_TEXT") != wide:
            return Said(200, "error | 107 | message type")
        header, entity = given.get("mask", ""), given.get("principalEntityId", "")
        code = "620" if header != HEADER else "601" if entity != ENTITY else ""
        one = self._take(
            given.get("send_to", ""), given.get("msg", ""), given.get("dltTemplateId", ""), code, "gupshup"
        )
        if one.refused:
            return Said(200, f"error | {one.refused} | not sent")
        return Said(200, f"success | {one.to} | {one.ref}")

    def _msg91(self, asked: Asked) -> Said:
        if self._too_fast():
            return Said(429, '{"type": "error", "message": "429"}')
        try:
            told = json.loads(asked.body)
            recipient = dict(told["recipients"][0])
            template, phone = str(told["template_id"]), str(recipient.pop("mobiles"))
        except (ValueError, KeyError, IndexError, TypeError):
            return Said(400, '{"type": "error", "message": "body"}')
        if asked.headers.get("authkey") != KEY:
            return Said(200, '{"type": "error", "message": "201"}')
        known = self.templates.get(template)
        text = _put(known.text, recipient) if known else ""
        one = self._take(phone, text, template, "", "msg91")
        if one.refused:
            return Said(200, json.dumps({"type": "error", "message": one.refused}))
        return Said(200, json.dumps({"type": "success", "message": one.ref}))

    def _nic(self, given: Mapping[str, str]) -> Said:
        if self._too_fast():
            return Said(429, "code=API429")
        text = given.get("message", "")
        code = "" if (given.get("username"), given.get("pin")) == (USER, PASSWORD) else "API101"
        if not code and given.get("msgType") != ("UC" if length(text).wide else "PM"):
            code = "API102"
        if not code and given.get("signature") != HEADER:
            code = "620"
        if not code and given.get("dlt_entity_id") != ENTITY:
            code = "601"
        one = self._take(given.get("mnumber", ""), text, given.get("dlt_template_id", ""), code, "plain")
        if one.refused:
            return Said(200, f"Request ID=0~code={one.refused} & info=not accepted")
        return Said(200, f"Message Accepted for Request ID={one.ref}~code=API000 & info=Platform accepted")

    def _mobile_seva(self, given: Mapping[str, str]) -> Said:
        if self._too_fast():
            return Said(429, "429,too many requests")
        name, sender, content = (given.get(each, "") for each in ("username", "senderid", "content"))
        wide = given.get("smsservicetype") == "unicodemsg"
        seal = hashlib.sha512(f"{name.strip()}{sender.strip()}{content.strip()}{KEY}".encode()).hexdigest()
        known = (name, given.get("password")) == (USER, hashlib.sha1(PASSWORD.encode()).hexdigest())
        code = "" if known and given.get("key") == seal else "401"
        if not code and (not content.isascii() or given.get("smsservicetype") not in SERVICES):
            code = "404"  # what is not ASCII comes as entities
        code = code or ("" if sender == HEADER else "620")
        text = html.unescape(content) if wide else content
        one = self._take(given.get("mobileno", ""), text, given.get("templateid", ""), code, "plain")
        if one.refused:
            return Said(200, f"{one.refused if one.refused.isdecimal() else '499'},{one.refused}")
        return Said(200, f"402,MsgID = {one.ref}")

    def _take(self, phone: str, text: str, template: str, code: str, form: str) -> Received:
        known = self.templates.get(template)
        if not re.fullmatch(r"91[0-9]{10}", phone):
            code = code or "phone"
        code = code or ("630" if known is None else known.why_not(text))
        one = Received(phone, text, refused=code, parts=length(text).parts, form=form)
        if not code:
            one.ref = f"{next(self._numbers)}-{phone[-4:]}"
            self._report_later(one)
        return self.keep(one)

    def _report_later(self, one: Received) -> None:
        if self.report_to and self.reports != "none":
            wait = self.delay * (20 if self.reports == "late" else 1)
            timer = threading.Timer(wait, self.report, args=(one, self.reports))
            timer.daemon = True
            timer.start()

    def report(self, one: Received, how: str) -> list[int]:
        """Tell what became of a message, now; the statuses of the answers."""
        steps = {
            "failed": [(one.ref, "FAIL")],
            "twice": [(one.ref, "SUCCESS"), (one.ref, "SUCCESS")],
            "failed_after_delivered": [(one.ref, "SUCCESS"), (one.ref, "FAIL")],
            "unknown": [("1-nobody", "SUCCESS")],
        }.get(how, [(one.ref, "SUCCESS")])
        answers = []
        for ref, status in steps:
            answers.append(self._tell(one, ref, status == "SUCCESS"))
            one.told.append(status.lower())
        return answers

    def _tell(self, one: Received, ref: str, arrived: bool) -> int:
        """Report one state in the form in which the message came."""
        if one.form == "msg91":
            report = {
                "number": one.to,
                "status": "1" if arrived else "2",
                "desc": "" if arrived else "ABSENT_SUBSCRIBER",
            }
            body = json.dumps([{"requestId": ref, "report": [report]}]).encode()
            return call(self.report_to, method="POST", body=body, headers={"Content-Type": "application/json"})
        if one.form == "plain":
            told = {"id": ref, "status": "delivered" if arrived else "failed"}
        else:
            cause, status = ("", "SUCCESS") if arrived else ("ABSENT_SUBSCRIBER", "FAIL")
            told = {"externalId": ref, "status": status, "cause": cause, "phoneNo": one.to, "errCode": "000"}
        return call(f"{self.report_to}?{urlencode(told)}")


def _put(text: str, values: Mapping[str, object]) -> str:
    """The template with VAR1, VAR2 … in its slots; what is missing stays empty."""
    turn = itertools.count(1)
    return _SLOT.sub(lambda _found: str(values.get(f"VAR{next(turn)}", "")), text)


def registered(rows: Iterable[tuple[str, str]]) -> dict[str, Template]:
    """The templates of (number, tagged text) rows."""
    return {number: Template(text) for number, text in rows}
