"""gunicorn as shipped, on a free loopback port, with the CPU it has used."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """A running server: its port and its first process."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Time on a processor of the server's processes so far; a thread that ended takes its own along."""
        return sum(_cpu(pid) for pid in _family(self.pid))

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(below for child in children for below in _family(int(child)))]


def _cpu(pid: int) -> float:
    """Seconds on a processor of all the process's threads; the scheduler counts in nanoseconds."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(environment: dict[str, str]) -> Iterator[Server]:
    """`haat serve --no-worker` with these settings; stopped at the end."""
    port = _free_port()
    command = [sys.executable, "-m", "haat.cli", "serve", "--no-worker", "--port", str(port)]
    process = subprocess.Popen(
        command,
        env={**os.environ, "HAAT_LOG_LEVEL": "ERROR", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(60)


def _wait(port: int, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"the server on port {port} did not answer in {seconds:.0f} s")
