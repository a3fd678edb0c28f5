"""One call of Amazon's Selling Partner API: quota, token, address, and what its errors mean."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings

from haat.channels.amazon.login import access_token
from haat.channels.amazon.operations import OPERATIONS, Operation
from haat.channels.channel import Keys, Line, Shut, Trouble
from haat.channels.http import Ask, Reply, ask

RATE = "x-amzn-RateLimit-Limit"
AGENT = "Haat/0.3 (Language=Python)"
_EXPIRED = re.compile(r"expired", re.IGNORECASE)
_REVOKED = re.compile(r"revoked|malformed|invalid", re.IGNORECASE)


class Refused(Trouble):
    """Amazon answered 4xx to one call, and nothing of it happened: `status`, and its own `errors`."""

    def __init__(self, reply: Reply) -> None:
        self.status = reply.status
        self.errors = errors_of(reply.json())
        first = self.errors[0] if self.errors else {}
        said = " ".join(str(first.get(name) or "") for name in ("code", "message", "details")).strip()
        super().__init__("bad_request", f"{self.status} {said}"[:300])


def errors_of(told: Any) -> list[Mapping[str, Any]]:
    """The errors of an answer, as Amazon's models have them; none where it is none of theirs."""
    found = told.get("errors") if isinstance(told, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def call(
    name: str,
    keys: Keys,
    line: Line | None,
    *,
    path: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
    body: Any = None,
    exact: bool = False,
) -> Any:
    """What one operation answers, as JSON ({} for nothing). Raises Refused, Shut, Trouble, Throttled or Lost.

    `line` is None only where an account is checked that is none yet.
    """
    operation = OPERATIONS[name]
    if line is not None:
        line.spend(name)
    reply = _asked(name, operation, keys, line, path=path, query=query, body=body)
    if reply.status == 401 or (reply.status == 403 and _says(reply, _EXPIRED)):
        reply = _asked(name, operation, keys, line, path=path, query=query, body=body, anew=True)
    if reply.status in (401, 403):
        _forbidden(reply)
    if reply.status >= 300:
        raise Refused(reply)
    found = reply.json(exact=exact) if reply.body.strip() else {}
    if not isinstance(found, dict):  # every model of Amazon's answers an object
        raise Trouble("unreadable", name)
    return found


def _asked(
    name: str,
    operation: Operation,
    keys: Keys,
    line: Line | None,
    *,
    path: Mapping[str, str] | None,
    query: Mapping[str, str] | None,
    body: Any,
    anew: bool = False,
) -> Reply:
    base = str(settings.CHANNELS["amazon_api_url"]).rstrip("/")
    where = operation.path.format(**{part: quote(value, safe="") for part, value in (path or {}).items()})
    return ask(
        Ask(
            operation.method,
            base + where,
            query=query,
            json=body,
            headers={"x-amz-access-token": access_token(keys, anew=anew), "User-Agent": AGENT},
            again=operation.again,
            rate_header=RATE,
            heard=None if line is None else lambda rate: line.learn(name, rate=rate),
        )
    )


def _says(reply: Reply, words: "re.Pattern[str]") -> bool:
    errors = errors_of(reply.json())
    return any(words.search(str(each.get(part) or "")) for each in errors for part in ("message", "details"))


def _forbidden(reply: Reply) -> None:
    """A token that was made a moment ago is refused: the account's consent has ended, or a role is missing.

    A token that is called expired although it is new is Amazon's own trouble, and heals by itself.
    """
    if _says(reply, _EXPIRED):
        raise Trouble("down", "a new token is called expired")
    if reply.status == 401 or _says(reply, _REVOKED):
        raise Shut("keys_refused", Refused(reply).said)
    raise Shut("rights_missing", Refused(reply).said)


def seller(keys: Keys) -> str:
    """The account's own id, as calls about its listings have it."""
    return str(keys.facts.get("seller_id") or keys.key)


def listed(found: Any, name: str) -> list[Any]:
    """The list an answer has under a name; none where the field is absent, as modelled fields can be."""
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, list) else []


def below(found: Any, *names: str) -> Any:
    """What lies under these names, one within the other; None where one is absent."""
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found
