"""Processes that begin at once: one that has loaded everything forks for each command. What is killed is a process.

    python -m tests.load.forked

reads orders, a line of JSON each, and answers each with one: {"haat": ["channels", "run", "--once"]} or
{"call": "selling.stir(1, 2, 3)"} with the number of the process, {"wait": 814} with its exit status and what a call
answered. It has no connection to a database itself, so that none is shared.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOADED = ("haat.channels.jobs", "haat.cli.channelling", "haat.cli.verbs", "tests.load.mart", "tests.load.selling")


class Forked:
    """The one that forks, as who gives orders sees it; `log` is where its children write."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        with log.open("ab") as written:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.load.forked"],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=written,
                text=True,
            )

    def begin(self, *words: str) -> int:
        """A `haat` command in a process group of its own: its number."""
        return int(self._told({"haat": words}))

    def begin_call(self, call: str) -> int:
        """A function of a module of tests.load, likewise."""
        return int(self._told({"call": call}))

    def kill(self, process: int) -> bool:
        """No word of warning; whether it was still at work."""
        try:
            os.killpg(process, signal.SIGKILL)  # until it is waited for, its number is its own
        except ProcessLookupError:  # it has no group of its own yet
            os.kill(process, signal.SIGKILL)
        return bool(self.wait(process)[0] == -signal.SIGKILL)

    def wait(self, process: int) -> tuple[int, Any]:
        """Its exit status, below 0 by the signal that ended it; and what a call answered."""
        status, answer = self._told({"wait": process})
        return status, answer

    def end(self) -> None:
        with self._process:  # nothing more is told, and it ends
            pass

    def _told(self, order: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def _fork(order: dict[str, Any], answers: Path) -> int:
    """A process that does what an order says and ends; the number of it."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        os.setsid()
        random.seed()
        os.dup2(2, 1)
        status = _do(order, answers)
    finally:
        sys.stdout.flush()
        os._exit(status)


def _do(order: dict[str, Any], answers: Path) -> int:
    if "haat" in order:
        from haat.cli import main

        return main(order["haat"])
    module, _point, call = order["call"].partition(".")
    answer = eval(call, vars(import_module(f"tests.load.{module}")))
    (answers / str(os.getpid())).write_text(json.dumps(answer))
    return 0


def _waited(process: int, answers: Path) -> tuple[int, Any]:
    _process, status = os.waitpid(process, 0)
    kept = answers / str(process)
    answer = json.loads(kept.read_text()) if kept.exists() else None
    kept.unlink(missing_ok=True)
    return os.waitstatus_to_exitcode(status), answer


def _serve() -> None:
    import django

    django.setup()
    for module in LOADED:  # what each child would load
        import_module(module)
    with tempfile.TemporaryDirectory() as folder:
        answers, said = Path(folder), os.fdopen(os.dup(1), "w")
        for line in sys.stdin:
            order = json.loads(line)
            told = _waited(order["wait"], answers) if "wait" in order else _fork(order, answers)
            said.write(json.dumps(told) + "\n")
            said.flush()


if __name__ == "__main__":
    _serve()
