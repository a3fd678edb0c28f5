"""A phone without a face: a double of the queue of deeds (haat/web/ui/static/ui/js/queue.js), and a link that drops.

The double keeps to queue.js: deeds about one thing in their order, what was refused is kept with its words and holds
back what comes after it, a lost answer is asked for again under the same key, anything else is tried later.
"""

import json
import random
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode

FINAL = (400, 403, 404, 405, 409, 410, 413, 422)
PATIENCE = 30.0


@dataclass
class Deed:
    """What a person did: where its form goes, what it is about, for whom, and how long ago it was (seconds)."""

    path: str
    of: str
    age: int
    fields: dict[str, str] = field(default_factory=dict)
    whose: str = ""
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    state: str = "ready"
    said: list[str] = field(default_factory=list)
    conflict: bool = False
    again: bool = False
    tries: int = 0


class Phone:
    """A signed-in browser with its queue, behind a link."""

    def __init__(self, port: int, session: str, deeds: list[Deed]) -> None:
        self.port, self.deeds = port, deeds
        self.cookies = {"sessionid": session, "language": "en"}
        self.rounds = 0

    def kept(self, state: str) -> list[Deed]:
        return [deed for deed in self.deeds if deed.state == state]

    def _ask(self, method: str, path: str, body: "str | bytes | None" = None, **headers: str) -> tuple[int, Any]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            line.request(method, path, body, {"Cookie": kept, "Accept": "application/json", **headers})
            answer = line.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _is, value = cookie.split(";", 1)[0].partition("=")
                self.cookies[name] = value
        try:
            return answer.status, json.loads(text)
        except ValueError:
            return answer.status, None

    def flush(self) -> None:
        """One turn over everything that waits, as `sendAll` does it; a broken line ends the turn."""
        self.rounds += 1
        try:
            status, who = self._ask("GET", "/deeds/token/")
            assert status == 200, who
            held: set[tuple[str, str]] = set()
            for deed in [deed for deed in self.deeds if deed.state != "sent"]:
                thing = (deed.whose, deed.of)
                if deed.state == "refused" or (thing not in held and not self._send(deed, who["token"])):
                    held.add(thing)
        except (OSError, HTTPException):
            return

    def _send(self, deed: Deed, token: str) -> bool:
        """True when the server has said yes. A broken line leaves the deed where it is."""
        deed.tries += 1
        headers = {
            "X-Deed": deed.key,
            "X-Deed-For": deed.whose,
            "X-Deed-Age": str(deed.age),
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        status, told = self._ask("POST", deed.path, urlencode({**deed.fields, "nonce": deed.key}), **headers)
        if status == 200 and told and told.get("done"):
            deed.state, deed.again = "sent", bool(told["again"])
        elif status in FINAL:
            told = told or {}
            deed.state, deed.said = "refused", list(told.get("said", []))
            deed.conflict = bool(told.get("conflict"))
        return deed.state == "sent"

    def waits(self) -> list[Deed]:
        """What could still be sent: ready, and nothing refused before it about the same thing."""
        stuck = {(deed.whose, deed.of) for deed in self.kept("refused")}
        return [deed for deed in self.kept("ready") if (deed.whose, deed.of) not in stuck]

    def send_all(self, most: int) -> None:
        while self.waits() and self.rounds < most:
            self.flush()


class Link:
    """A way to the server that loses requests: half of those before the server saw them, half after it answered."""

    def __init__(self, target: int, *, drops: float, seed: int) -> None:
        self.target, self.drops, self.chance = target, drops, random.Random(seed)
        self.came: Counter[str] = Counter()
        self.lock = threading.Lock()

    def fate(self) -> str:
        with self.lock:
            drawn = self.chance.random()
            fate = "before" if drawn < self.drops / 2 else "after" if drawn < self.drops else "through"
            self.came[fate] += 1
        return fate

    @contextmanager
    def open(self) -> Iterator[int]:
        """Serve on a port of its own."""
        link = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass(self) -> None:
                fate = link.fate()
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                self.close_connection = True
                if fate == "before":
                    return
                with closing(HTTPConnection("127.0.0.1", link.target, timeout=PATIENCE)) as line:
                    line.request(self.command, self.path, body or None, dict(self.headers))
                    answer = line.getresponse()
                    content = answer.read()
                if fate == "after":
                    return
                self.send_response_only(answer.status)
                for name, value in answer.headers.items():
                    if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _pass  # noqa: N815 - as http.server names them

            def log_message(self, format: str, *args: Any) -> None:
                """It is counted, not written down."""

        served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield served.server_address[1]
        finally:
            served.shutdown()
            served.server_close()
            thread.join(PATIENCE)
