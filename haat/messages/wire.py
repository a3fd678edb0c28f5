"""The one place from which messages' senders reach the world over HTTP: short waits, no redirect, answers cut short."""

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

WAIT = 10.0  # seconds, for the connection and for every answer
MOST = 64 * 1024  # bytes of an answer that are read


class NoAnswer(Exception):
    """Nobody answered, or nothing that is HTTP."""


@dataclass(frozen=True)
class Reply:
    """What was answered."""

    status: int
    text: str

    def json(self) -> Any:
        """Its body as JSON; None when it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


def ask(
    address: str,
    *,
    method: str = "POST",
    query: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    body: object = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Ask an address; a form or a JSON body goes with it. Plain HTTP only on this machine. Raises NoAnswer."""
    where = urlsplit(address)
    host, path = where.hostname or "", where.path or "/"
    asked = "&".join(part for part in (where.query, urlencode(query or {})) if part)
    sent, data = dict(headers or {}), None
    if form is not None:
        data, sent["Content-Type"] = urlencode(form).encode(), "application/x-www-form-urlencoded"
    elif body is not None:
        data, sent["Content-Type"] = json.dumps(body, ensure_ascii=False).encode(), "application/json"
    connection = _connection(where.scheme, host, where.port)
    try:
        connection.request(method, f"{path}?{asked}" if asked else path, data, sent)
        answer = connection.getresponse()
        return Reply(answer.status, answer.read(MOST).decode("utf-8", "replace"))
    except (OSError, HTTPException, ValueError) as wrong:
        raise NoAnswer(type(wrong).__name__) from None
    finally:
        connection.close()


def is_safe(address: str) -> bool:
    """Whether messages may go to this address: over TLS, or to this machine."""
    try:
        where = urlsplit(address)
        _port = where.port
    except ValueError:
        return False
    return bool(where.hostname) and (where.scheme == "https" or _is_here(where.scheme, where.hostname))


def _is_here(scheme: str, host: str | None) -> bool:
    return scheme == "http" and host in ("127.0.0.1", "localhost", "::1")


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https" and host:
        return HTTPSConnection(host, port, timeout=WAIT, context=ssl.create_default_context())
    if _is_here(scheme, host):
        return HTTPConnection(host, port, timeout=WAIT)
    raise NoAnswer("this address is neither https:// nor on this machine")
