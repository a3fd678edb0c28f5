"""What remains of `haat serve` while it serves: it starts web server and worker, starts them again when they die, and
ends them together.

It has nothing else to do and lives as long as the machine, so it brings in nothing but Python's own: no Django, no
database, no settings. `haat.cli.serving` becomes this, with what it must know on the line:

    python -m haat.cli.tending --bind 127.0.0.1 --port 8000 --workers 2 --threads 16 --requests 200000 \
        [--with-worker] [--rehearse "sms --port 8460"] [--rehearse "amazon --port 8463 --keep"]
"""

import argparse
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from haat.core.backoff import Backoff

LIVES_WELL = 60.0  # seconds after which a child's next death counts as its first
LAST_WORDS = 30.0


def gunicorn_arguments(*, bind: str, port: int, workers: int, threads: int, requests: int) -> list[str]:
    """gunicorn as shipped: threads, so that a slow phone's upload holds up nobody.

    A worker process ends after `requests` to twice as many (0: never), so that no two end at the same hour.
    """
    return [
        # Which column of a line failed is written for every instruction otherwise: some megabytes nobody reads.
        sys.executable, "-X", "no_debug_ranges", "-m", "gunicorn", "config.wsgi:application",
        "--config", "python:config.gunicorn_ready",
        "--bind", f"{bind}:{port}",
        "--workers", str(workers),
        "--worker-class", "gthread",
        "--threads", str(threads),
        "--timeout", "60",
        "--graceful-timeout", "20",
        "--max-requests", str(requests),
        "--max-requests-jitter", str(requests),
        "--log-level", "warning",
        "--logger-class", "config.gunicorn_log.MaskedLog",
    ]  # fmt: skip


def tell(event: str, **told: object) -> None:
    """A line of the log, as all others are: for people on a terminal, for machines elsewhere."""
    line = {**told, "event": event, "level": "error", "timestamp": datetime.now(UTC).isoformat()}
    if sys.stderr.isatty():
        line = {"": f"{event}: {', '.join(f'{name} {value}' for name, value in told.items())}"}
    print(line.get("") or json.dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)


class Child:
    """A process that has to live: started again when it dies, later each time while it dies young."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self._name, self._command = name, [*_dies_with_us(), *command]
        self._backoff = Backoff()
        self._process: subprocess.Popen[bytes] | None = None
        self._at = 0.0  # running: since when; dead: when to start

    def tend(self) -> None:
        """Start it when its time has come, and notice its death."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._at:
                self._process, self._at = subprocess.Popen(self._command), now
            return
        code = self._process.poll()
        if code is None:
            return
        if now - self._at > LIVES_WELL:
            self._backoff.reset()
        wait = self._backoff.next()
        self._process, self._at = None, now + wait
        tell("ended, and is started again", process=self._name, code=code, in_seconds=round(wait, 1))

    def ask_to_end(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def end(self, until: float) -> None:
        """Wait for it; one that does not end by then is killed, which loses nothing."""
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            tell("did not end in time and was killed", process=self._name)
            self._process.kill()
            self._process.wait()


def _dies_with_us() -> list[str]:
    """Where util-linux is there, the kernel ends a child whose parent was killed, so that its port is free again."""
    found = shutil.which("setpriv")
    return [found, "--pdeathsig", "TERM"] if found else []


def told_to_stop() -> threading.Event:
    """Set when the operator, or the machine, wants an end."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def tend(children: Sequence[Child], stopping: threading.Event) -> None:
    """Keep the children alive until told to stop, then end them."""
    while not stopping.wait(0.5):
        for child in children:
            child.tend()
    for child in children:
        child.ask_to_end()
    until = time.monotonic() + LAST_WORDS
    for child in children:
        child.end(until)


def line(arguments: Sequence[str]) -> argparse.Namespace:
    """What `haat serve` was told."""
    reader = argparse.ArgumentParser(prog="haat.cli.tending")
    reader.add_argument("--bind", required=True)
    for number in ("--port", "--workers", "--threads", "--requests"):
        reader.add_argument(number, type=int, required=True)
    reader.add_argument("--with-worker", action="store_true")
    reader.add_argument("--rehearse", action="append", default=[], help="a double: the words after `haat rehearse`")
    return reader.parse_args(arguments)


def main(arguments: Sequence[str]) -> None:
    told = vars(line(arguments))
    with_worker, rehearse = told.pop("with_worker"), told.pop("rehearse")
    children = [Child("web", gunicorn_arguments(**told))]
    if with_worker:
        command = [sys.executable, "-m", "haat.cli", "worker", "--parent", str(os.getpid())]
        children.append(Child("worker", command))
    for double in rehearse:
        words = [*shlex.split(double), "--web", f"http://127.0.0.1:{told['port']}"]
        children.append(Child(f"rehearsal of {words[0]}", [sys.executable, "-m", "haat.cli", "rehearse", *words]))
    tend(children, told_to_stop())


if __name__ == "__main__":
    main(sys.argv[1:])
