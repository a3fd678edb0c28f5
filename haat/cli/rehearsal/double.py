"""What every double has: a server on this machine only, a memory of what it received, and a page that shows it."""

import contextlib
import html
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

HERE = "127.0.0.1"
KEPT = 500
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5"><title>{title}</title>
<style>body{{font:16px/1.5 system-ui;margin:0 auto;max-width:36rem;padding:1rem;background:#f4efe6;color:#2b2118}}
li{{background:#fff;border-radius:12px;padding:.75rem 1rem;margin:.75rem 0;list-style:none}}ul{{padding:0}}
small{{color:#6b5d4d}}p{{margin:.25rem 0}}.no{{border-inline-start:4px solid #a3261f}}</style>
<h1>{title}</h1><p>A rehearsal: nothing left this machine. The newest stand first.</p><ul>{rows}</ul></html>"""


@dataclass
class Received:
    """One message as it came; `ref` is the double's number of it, `refused` why it was not taken, `form` how it is
    reported."""

    to: str
    text: str
    ref: str = ""
    refused: str = ""
    parts: int = 1
    form: str = ""
    at: float = field(default_factory=time.time)
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """A request that came to a double."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    body: bytes
    headers: Mapping[str, str]
    raw_query: str = ""  # as it came: `query` keeps the last of what is said twice, and nothing of what is empty


@dataclass(frozen=True)
class Said:
    """What it answers; status 0 is no answer: the line is cut."""

    status: int
    text: str | bytes
    kind: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


class Double:
    """A party on this machine. `answer` says what it does; `received` is what came, the oldest first."""

    title = "Rehearsal"
    most = 1_000_000  # bytes of a body that are read

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.lock = threading.Lock()
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    def answer(self, asked: Asked) -> Said:
        raise NotImplementedError

    def start(self, port: int = 0) -> int:
        """Serve in threads of its own; answers the port."""
        self._server = ThreadingHTTPServer((HERE, port), _handler(self.handle, self.most))
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self.port

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def handle(self, asked: Asked) -> Said:
        if asked.method == "GET" and asked.path == "/":
            return Said(200, self.page(), "text/html; charset=utf-8")
        return self.answer(asked)

    def keep(self, received: Received) -> Received:
        with self.lock:
            self.received.append(received)
            del self.received[:-KEPT]
        return received

    def page(self) -> str:
        """What it received, for people."""
        with self.lock:
            newest = list(reversed(self.received))
        return PAGE.format(title=html.escape(self.title), rows="".join(map(_row, newest)) or "<li>Nothing yet.</li>")


def _row(one: Received) -> str:
    state = one.refused or ", ".join(one.told) or "taken"
    when = time.strftime("%H:%M:%S", time.localtime(one.at))
    parts = f" · {one.parts} parts" if one.parts > 1 else ""
    words = html.escape(one.text).replace("\n", "<br>")
    mark = ' class="no"' if one.refused else ""
    return f"<li{mark}><small>{html.escape(one.to)} · {when}{parts} · {html.escape(state)}</small><p>{words}</p></li>"


def call(address: str, *, method: str = "GET", body: bytes = b"", headers: Mapping[str, str] | None = None) -> int:
    """Tell somebody on this machine something; the status of the answer, 0 when nobody answers."""
    where = urlsplit(address)
    connection = HTTPConnection(where.hostname or HERE, where.port, timeout=5)
    try:
        path = f"{where.path}?{where.query}" if where.query else where.path
        connection.request(method, path, body or None, dict(headers or {}))
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


def _handler(handle: Callable[[Asked], Said], most: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            where = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(min(length, most))
            kind = self.headers.get("Content-Type", "")
            form = dict(parse_qsl(body.decode("utf-8", "replace"))) if "urlencoded" in kind else {}
            query = dict(parse_qsl(where.query))
            headers = dict(self.headers.items())
            said = handle(Asked(self.command, where.path, query, form, body, headers, where.query))
            if said.status:
                with contextlib.suppress(OSError):  # who asked may have gone
                    self._say(said)

        def _say(self, said: Said) -> None:
            data = said.text.encode() if isinstance(said.text, str) else said.text
            self.send_response(said.status)
            self.send_header("Content-Type", said.kind)
            self.send_header("Content-Length", str(len(data)))
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        # The server looks for these names.
        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _do  # noqa: N815

        def log_message(self, *_args: object) -> None:
            """What came stands on the page."""

    return Handler
