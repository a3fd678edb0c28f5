"""WhatsApp, over the Cloud API of its makers: approved templates only, and signed reports."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from haat.messages import wire
from haat.messages.sender import Answer, Call, Forged, Letter, Refused, Sender, Taken, Told, Trouble, Unread
from haat.messages.senders.whatsapp.codes import AGAIN, LANGUAGES, NO_MORE, WORDS
from haat.messages.senders.whatsapp.consent import NOTICE
from haat.messages.setup import Setup

ADDRESS, VERSION = "https://graph.facebook.com", "v23.0"
STATES = {"delivered": "delivered", "read": "delivered", "failed": "failed"}
_CHALLENGE = re.compile(r"[\w.-]{1,200}")
NEEDED = {
    "whatsapp_token": "HAAT_WHATSAPP_TOKEN",
    "whatsapp_app_secret": "HAAT_WHATSAPP_APP_SECRET",
    "whatsapp_verify_token": "HAAT_WHATSAPP_VERIFY_TOKEN",
}


class WhatsApp(Sender):
    """A number at WhatsApp, and templates its makers have approved."""

    title = _("WhatsApp")
    asks_first = NOTICE
    no_more = NO_MORE

    def lacks(self, setup: Setup) -> list[str]:
        found = [] if setup.text("phone_number_id") else ["whatsapp.phone_number_id"]
        if not wire.is_safe(setup.text("address", ADDRESS)):
            found.append("whatsapp.address: an address that begins with https://")
        return found + [name for secret, name in NEEDED.items() if not setup.secret(secret)]

    def can_carry(self, letter: Letter, setup: Setup) -> bool:
        """Where a template of ours is approved in the language of the words."""
        return letter.worded.language in LANGUAGES and bool(_template(letter, setup))

    def send(self, letter: Letter, setup: Setup) -> Taken:
        if lacking := self.lacks(setup):
            raise Refused("not_set_up", lacking[0])
        base, number = setup.text("address", ADDRESS).rstrip("/"), setup.text("phone_number_id")
        try:
            reply = wire.ask(
                f"{base}/{setup.text('version', VERSION)}/{number}/messages",
                body=_body(letter, setup),
                headers={"Authorization": f"Bearer {setup.secret('whatsapp_token')}"},
            )
        except wire.NoAnswer as wrong:
            raise Trouble("no_answer", str(wrong)) from None
        return Taken(_ref(reply))

    def read(self, call: Call, setup: Setup) -> Answer:
        """The handshake (GET), or signed states; the signature is over the bytes as they came."""
        if call.method == "GET":
            return Answer(text=_challenge(call, setup))
        secret, given = setup.secret("whatsapp_app_secret"), call.headers.get("X-Hub-Signature-256", "")
        wanted = "sha256=" + hmac.new(secret.encode(), call.body, hashlib.sha256).hexdigest()
        if not secret or not hmac.compare_digest(wanted.encode(), given.encode()):
            raise Forged
        return Answer(list(_told(call.body)))


def _template(letter: Letter, setup: Setup) -> str:
    named = setup.table("templates").get(letter.notice.name, {})
    return str(named.get(letter.worded.language, "")) if isinstance(named, Mapping) else ""


def _body(letter: Letter, setup: Setup) -> dict[str, Any]:
    parameters = [{"type": "text", "text": value} for value in letter.in_order]
    components: list[dict[str, Any]] = [{"type": "body", "parameters": parameters}] if parameters else []
    if letter.notice.name == "sign_in_code":
        # Templates of codes have a key that copies the code, and it must be given a second time.
        components.append({"type": "button", "sub_type": "url", "index": "0", "parameters": parameters[:1]})
    return {
        "messaging_product": "whatsapp",
        "to": letter.phone.lstrip("+"),
        "type": "template",
        "template": {
            "name": _template(letter, setup),
            "language": {"code": letter.worded.language},
            "components": components,
        },
        "biz_opaque_callback_data": str(letter.number),
    }


def _ref(reply: wire.Reply) -> str:
    """WhatsApp's number of a message it accepted; what it paused or refused raises."""
    told = reply.json()
    wrong = told.get("error") if isinstance(told, Mapping) else None
    if isinstance(wrong, Mapping):
        code = wrong.get("code")
        number = code if isinstance(code, int) else 0
        raise (Trouble if number in AGAIN else Refused)(str(code), WORDS.get(number, ""))
    if reply.status >= 500 or reply.status == 429:
        raise Trouble(f"http_{reply.status}")
    try:
        message = told["messages"][0]
        ref, state = message["id"], message.get("message_status", "accepted")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Refused("unreadable") from None  # it may have been taken: never asked again
    if state not in ("accepted", "held_for_quality_assessment") or reply.status >= 300:
        raise Refused(str(state))
    return str(ref)[:120]


def _challenge(call: Call, setup: Setup) -> str:
    token, given = setup.secret("whatsapp_verify_token"), call.query.get("hub.verify_token", "")
    if not token or not hmac.compare_digest(token.encode(), given.encode()):
        raise Forged
    challenge = call.query.get("hub.challenge", "")
    if call.query.get("hub.mode") != "subscribe" or not _CHALLENGE.fullmatch(challenge):
        raise Unread
    return challenge


def _told(body: bytes) -> Iterator[Told]:
    try:
        told = json.loads(body)
        for entry in told["entry"]:
            for change in entry["changes"]:
                for status in change["value"].get("statuses", ()):
                    if state := STATES.get(status["status"]):
                        yield Told(str(status["id"])[:120], state, *_why(status), sure=True)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unread from None


def _why(status: Mapping[str, Any]) -> tuple[str, str]:
    errors = status.get("errors") or [{}]
    code = errors[0].get("code", "")
    return str(code)[:40], WORDS.get(code, "") if isinstance(code, int) else ""


SENDER = WhatsApp()
