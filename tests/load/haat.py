"""A real Haat to be hurt: its processes, its database, and what is asked of it."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
WORKERS = 2


class Haat:
    """A real `haat serve` (gunicorn and a worker, production settings) in a process group and on data of its own."""

    def __init__(self, folder: Path, database_url: str, **settings: str) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = folder / "serve.log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HAAT_", "PYTEST"))}
        self.environment = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "HAAT_DATA_DIR": str(folder),
            "HAAT_DATABASE_URL": database_url,
            "HAAT_SECRET_KEY": "a-key-of-one-test-that-opens-nothing-elsewhere-814112",
            "HAAT_TRUSTED_PROXIES": "1",  # each buyer has an address of her own
            "HAAT_WORKERS": str(WORKERS),
            "HAAT_THREADS": "8",
            "HAAT_LOG_LEVEL": "ERROR",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> str:
        """Python on the same data; answers what it prints."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def mart(self, call: str, *, of: str = "mart") -> Any:
        """A function of tests.load.mart (or another module there), called in a process of its own."""
        code = f"import django, json; django.setup(); from tests.load import {of}"
        return json.loads(self.run("-c", f"{code}; print(json.dumps({of}.{call}))"))

    def start(self) -> None:
        """Serve, and wait until the health page is content and all who serve are there: they are forked in turn."""
        self.begin()
        self.until(lambda: self.health() == 200, "haat serve does not answer")
        wanted = int(self.environment["HAAT_WORKERS"])
        self.until(lambda: len(self.processes()["server"]) == wanted, "a process that serves is missing")

    def begin(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "haat.cli", "serve", "--port", str(self.port)],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def until(self, seen: Callable[[], bool], otherwise: str) -> None:
        """Wait until it is so; a server that ends meanwhile tells what it logged."""
        patience = time.monotonic() + PATIENCE
        while not seen():
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < patience, f"{otherwise}\n{self.log.read_text()}"
            time.sleep(0.1)

    def ask(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and body of a page."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()

    def health(self) -> int:
        """What the health page answers; 0 while nobody does."""
        try:
            return self.ask("/healthz")[0]
        except (OSError, HTTPException):
            return 0

    def processes(self) -> dict[str, list[int]]:
        """Process numbers by what they do: `web` (gunicorn), `server` (its children), `worker`."""
        assert self.process is not None
        found: dict[str, list[int]] = {"web": [], "server": [], "worker": []}
        for pid, command in _children(self.process.pid):
            found["web" if b"gunicorn" in command else "worker"].append(pid)
        found["server"] = [child for pid in found["web"] for child, _command in _children(pid)]
        return found

    def stop(self) -> int:
        """End it as an operator would; answers its exit status."""
        assert self.process is not None
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        self.process = None
        return code

    def kill(self) -> None:
        """The power goes: every process of the group at once, with no word of warning."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def _children(parent: int) -> list[tuple[int, bytes]]:
    """Living children of a process and how they were called, from the kernel."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            command = (folder / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if above == parent and command:
            found.append((int(folder.name), command))
    return found


@contextmanager
def own_database() -> Iterator[str]:
    """A fresh database in the PostgreSQL this run is on; nothing at all on SQLite."""
    url = os.environ.get("HAAT_DATABASE_URL", "")
    if not url:
        yield ""
        return
    name = f"haat_kill_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
    try:
        head, _slash, _old = url.rpartition("/")
        yield f"{head}/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as line:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
