"""gunicorn as shipped, on a free loopback port, and the processor time that it and the database take.

Times are the kernel's own (/proc): of every process of the server, and of every process of PostgreSQL, its own upkeep
included. SQLite works within the server's processes.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")
# After its last byte a request is still closed, logged and counted.
SETTLE = 0.002
HEADERS = {"Host": "127.0.0.1", "Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Server:
    """A running server: its port and its first process."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Time on a processor of the server's processes so far."""
        return cpu_seconds(self.pid)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)


class Spent(NamedTuple):
    """Processor milliseconds of the server and of the database."""

    app: float
    database: float

    @property
    def both(self) -> float:
        return self.app + self.database


class Meter:
    """Reads what a server's processes and PostgreSQL's have taken since it was read last."""

    def __init__(self, running: Server) -> None:
        self._pids = running.pid, postmaster()
        self._before = self._now()

    def spent(self, share: int = 1) -> Spent:
        """Since the last reading, divided by `share`."""
        now = self._now()
        spent = Spent(*(1000 * (after - before) / share for after, before in zip(now, self._before, strict=True)))
        self._before = now
        return spent

    def _now(self) -> list[float]:
        return [cpu_seconds(pid) for pid in self._pids]


def cpu_seconds(pid: int) -> float:
    """Seconds on a processor of a process and all below it.

    The living are read to the nanosecond; the dead, as their parents counted them, to the tick of 10 ms. Only threads
    that ended in a process that lives take theirs along. 0 is no process.
    """
    return sum(_own(each) for each in _family(pid))


def _own(pid: int) -> float:
    try:
        living = sum(
            int(_read(f"/proc/{pid}/task/{thread}/schedstat").split()[0]) for thread in os.listdir(f"/proc/{pid}/task")
        )
        fields = _stat(pid)
    except OSError:
        return 0.0  # it has just ended: its parent tells
    dead = int(fields[13]) + int(fields[14])
    return living / 1e9 + dead / TICKS


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    if not pid:
        return []
    try:
        children = _read(f"/proc/{pid}/task/{pid}/children").split()
    except OSError:
        return []
    return [pid, *(below for child in children for below in _family(int(child)))]


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name: state, parent …"""
    return _read(f"/proc/{pid}/stat").rpartition(") ")[2].split()


def _read(path: str) -> str:
    with open(path) as file:
        return file.read()


def postmaster() -> int:
    """The first process of the configured PostgreSQL, which must be on this machine; 0 for SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    return int(_stat(backend)[1])


def ask(line: http.client.HTTPConnection, path: str, headers: dict[str, str] | None = None) -> bytes:
    """The content of a page, as it came over the wire. Raises AssertionError when it is not a 200."""
    line.request("GET", path, headers={**HEADERS, **(headers or {})})
    answer = line.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    return body


def cost(meter: Meter, line: http.client.HTTPConnection, path: str, headers: dict[str, str] | None = None) -> Spent:
    """What one request of a page takes; from where the meter was read last, so that only requests lie between."""
    ask(line, path, headers)
    time.sleep(SETTLE)
    return meter.spent()


def cookies(running: Server, path: str, form: str) -> str:
    """The cookies that a form of the shop, told as a browser tells it, leaves behind."""
    line = running.connect()
    headers = {"Origin": f"http://127.0.0.1:{running.port}", "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", path, form, headers)
    answer = line.getresponse()
    answer.read()
    kept = answer.headers.get_all("Set-Cookie") or []
    assert kept, (path, answer.status)
    return "; ".join(cookie.split(";", 1)[0] for cookie in kept)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(**more: object) -> dict[str, str]:
    """Production's settings on the data folder that is measured, one worker process; `more` as HAAT_…"""
    given = {"data_dir": os.environ["HAAT_DATA_DIR"], "hosts": "127.0.0.1", "workers": 1, "log_level": "ERROR"} | more
    return {f"HAAT_{name.upper()}": str(value) for name, value in given.items()}


@contextmanager
def server(environment: dict[str, str], command: Sequence[str] = ()) -> Iterator[Server]:
    """`haat serve --no-worker` (or another module that takes `--port`) with these settings; stopped at the end."""
    port = free_port()
    served = command or ("haat.cli", "serve", "--no-worker")
    process = subprocess.Popen(
        [sys.executable, "-m", *served, "--port", str(port)],
        env={**os.environ, "HAAT_LOG_LEVEL": "ERROR", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(60)


def _wait(process: subprocess.Popen[bytes], port: int, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"the server on port {port} ended or did not answer in {seconds:.0f} s: {process.args!r}")
