"""One gateway: a request made from a letter, and its answer read to the letter."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from haat.messages import wire
from haat.messages.parts import is_plain, length
from haat.messages.sender import Letter, Refused, Taken, Trouble
from haat.messages.senders.sms.presets import PLAIN, PRESETS, SCRUBBING
from haat.messages.setup import Setup

SEND_AS = ("query", "form", "json")
# Busy, or not for us to mend: it is asked again. 401 and 403 are, once the desk has put the key right.
AGAIN = (401, 403, 408, 425, 429)
_SLOT = re.compile(r"\{(\w+)\}")


class Gateway:
    """What is set for it: a preset, and the file's own entries over it."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        told = {**PLAIN, **PRESETS.get(setup.text("preset"), {}), **setup.table("gateway")}
        self.address, self.method = str(told.get("address", "")), str(told.get("method", "")).upper()
        self.send_as, self.fields, self.headers = told["send_as"], told["fields"], told.get("headers", {})
        self.taken, self.ref, self.code = told.get("taken"), told.get("ref", ""), told.get("code", "")
        self.reports, self.needs = str(told["reports"]), [str(name) for name in told["needs"]]
        self.own_templates = bool(told.get("own_templates"))

    def lacks(self) -> list[str]:
        """What must be set before it can be asked."""
        preset, found = self._setup.text("preset"), []
        if preset and preset not in PRESETS:
            found.append(f"sms.preset: {preset} is none of {', '.join(PRESETS)}")
        if not wire.is_safe(self.address):
            found.append("sms.gateway.address: an address that begins with https://")
        if not self.taken:
            found.append("sms.gateway.taken: what an answer holds when the message was taken")
        if self.send_as not in SEND_AS:
            found.append(f"sms.gateway.send_as: {', '.join(SEND_AS)}")
        found += [f"sms.{name}" for name in ("sender_id", "entity_id") if not self._setup.text(name)]
        found += [f"HAAT_SMS_{name.upper()}" for name in self.needs if not self._setup.secret(f"sms_{name}")]
        return found

    def templates(self, letter: Letter) -> tuple[str, str]:
        """The operators' number of a letter's template in its language, and the gateway's own; empty without.

        A gateway that has numbers of its own does not know a template by the operators'.
        """
        if registered := letter.worded.template:  # a mart's own words, under a number of their own
            return registered, letter.worded.at_gateway or ("" if self.own_templates else registered)
        named = self._setup.table("templates").get(letter.notice.name, {})
        found = named.get(letter.worded.language, "") if isinstance(named, Mapping) else ""
        if isinstance(found, Mapping):
            return str(found.get("dlt", "")), str(found.get("own", ""))
        return str(found), str(found)

    def ask(self, letter: Letter) -> Taken:
        """Hand a letter over. Raises Refused or Trouble."""
        slots, values = self._slots(letter), letter.in_order
        fields = _filled(self.fields, slots, values)
        headers = {str(name): str(value) for name, value in _filled(self.headers, slots, values).items()}
        sent: dict[str, Any] = {"headers": headers}
        sent["body" if self.send_as == "json" else self.send_as] = fields
        try:
            reply = wire.ask(self.address, method=self.method or self._usual(), **sent)
        except wire.NoAnswer as wrong:
            raise Trouble("no_answer", str(wrong)) from None
        return Taken(self._read(reply), length(letter.text).parts)

    def _usual(self) -> str:
        return "GET" if self.send_as == "query" else "POST"

    def _read(self, reply: wire.Reply) -> str:
        """The gateway's number of a message it took; whatever is not plainly that is a refusal or trouble.

        An answer that cannot be read may mean that it was taken: it is not asked again, or she would get it many times.
        """
        if reply.status >= 500 or reply.status in AGAIN:
            raise Trouble(f"http_{reply.status}", self._code(reply))
        ref = self._ref(reply) if reply.status < 300 else ""
        if ref:
            return ref[:120]
        code = self._code(reply)
        if not code and reply.status < 300:
            raise Refused("unreadable")
        raise Refused(code or f"http_{reply.status}", SCRUBBING.get(code, ""))

    def _ref(self, reply: wire.Reply) -> str:
        if isinstance(self.taken, Mapping):
            told = reply.json()
            right = all(str(_at(told, path)) == str(value) for path, value in self.taken.items())
            return str(_at(told, self.ref) or "") if right else ""
        found = re.search(str(self.taken), reply.text.strip(), re.DOTALL)
        return str(found.groupdict().get("ref") or "") if found else ""

    def _code(self, reply: wire.Reply) -> str:
        if isinstance(self.taken, Mapping):
            return str(_at(reply.json(), self.code) or "")[:40] if self.code else ""
        found = re.search(str(self.code), reply.text.strip()) if self.code else None
        return str(found.groupdict().get("code") or "")[:40] if found else ""

    def _slots(self, letter: Letter) -> dict[str, str]:
        setup, wide = self._setup, not is_plain(letter.text)
        template, own = self.templates(letter)
        entities = letter.text.encode("ascii", "xmlcharrefreplace").decode() if wide else letter.text
        name, key = setup.secret("sms_username").strip(), setup.secret("sms_key").strip()
        sender, password = setup.text("sender_id"), setup.secret("sms_password")
        kind = ("otpmsg" if letter.notice.secret else "singlemsg") if not wide else "unicodemsg"
        return {
            "phone": letter.phone.lstrip("+"),
            "ten": letter.phone.removeprefix("+91"),
            "text": letter.text,
            "entities": entities,
            "sender_id": sender,
            "entity_id": setup.text("entity_id"),
            "template_id": template,
            "own_template_id": own,
            "unicode": "UC" if wide else "PM",
            "gupshup_type": "UNICODE_TEXT" if wide else "TEXT",
            "service": kind,
            "username": name,
            "password": password,
            "password_sha1": hashlib.sha1(password.strip().encode()).hexdigest(),
            "key": key,
            "seal": hashlib.sha512(f"{name}{sender}{entities.strip()}{key}".encode()).hexdigest(),
        }


def _filled(entry: Any, slots: Mapping[str, str], values: list[str]) -> Any:
    """The entry with every slot filled."""
    if isinstance(entry, str):
        return _SLOT.sub(lambda found: slots.get(found[1], found[0]), entry)
    if isinstance(entry, list):
        return [_filled(each, slots, values) for each in entry]
    if isinstance(entry, Mapping):
        found: dict[str, Any] = {}
        for name, value in entry.items():
            if name == "{variables}":
                found |= {f"{value}{number}": each for number, each in enumerate(values, start=1)}
            else:
                found[name] = _filled(value, slots, values)
        return found
    return entry


def _at(told: Any, path: str) -> Any:
    """What stands in JSON under `messages.0.id`; None when nothing does."""
    for step in path.split("."):
        if isinstance(told, Mapping):
            told = told.get(step)
        elif isinstance(told, list) and step.isdecimal() and int(step) < len(told):
            told = told[int(step)]
        else:
            return None
    return told
