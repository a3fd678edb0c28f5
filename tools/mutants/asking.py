"""Which tests can notice a mutant, and whether they do: each is asked in a process of its own, up to the first failure.

A mutant that hangs is stopped long after its tests would have passed (a minute, and five times what they took), and
counts as noticed; such are told apart.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from tools.mutants.kept import GUARDS, KEPT, ROOT, code_digest, module, tests, walk_file
from tools.mutants.sample import Mutant

PYTEST = [sys.executable, "-m", "pytest", "-n0", "-q", "-p", "no:cacheprovider"]
NEITHER = ("-m", "not browser and not load")
PATIENCE_SECONDS, PATIENCE_TIMES = 60, 5
MOST = 250
BESIDE = {"pages": "tests/web/shop/base/"}  # rooms whose tests stand under another name
FEW = 12  # tests asked first: most mutants end there, and few files need to be read for it


class Answer(StrEnum):
    KILLED = "killed"
    HANGS = "hangs"
    SURVIVED = "survived"
    UNSEEN = "no test walks it"


@dataclass(frozen=True)
class Walk:
    """What one test walked when nothing was wrong: seconds, and lines by file."""

    test: str
    seconds: float
    lines: dict[str, frozenset[int]]


class NotGreen(Exception):
    """Tests fail although nothing was changed; what they say of mutants means nothing."""


def walks(workers: int) -> list[Walk]:
    """The walk of every test, the fastest first; those of files of tests that changed are walked now.

    Raises NotGreen.
    """
    folder = KEPT / "walks" / code_digest()
    folder.mkdir(parents=True, exist_ok=True)
    for _try in range(2):  # what fails once, on a machine that was busy, is walked once more
        _walk_missing(folder, workers)
        failed = _forget_failed(folder)
        if not failed:
            break
        print("failed though nothing was changed: " + ", ".join(failed), flush=True)
    else:
        raise NotGreen("these tests fail though nothing was changed: " + ", ".join(failed))
    found = []
    for path in tests():
        for test, walk in _walked(folder, path).items():
            lines = {file: frozenset(lines) for file, lines in walk["lines"].items()}
            found.append(Walk(test, walk["seconds"], lines))
    return sorted(found, key=lambda walk: walk.seconds)


def _walk_missing(folder: Path, workers: int) -> None:
    missing = [path for path in tests() if not walk_file(folder, path).exists()]
    if missing:
        print(f"walking {len(missing)} files of tests", flush=True)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda batch: _walk(folder, batch), _dealt(missing, workers)))


def _walked(folder: Path, path: Path) -> dict[str, Any]:
    """What is kept of the tests of one file, by their names."""
    kept: dict[str, Any] = json.loads(walk_file(folder, path).read_text(encoding="utf-8"))
    return kept


def _forget_failed(folder: Path) -> list[str]:
    """The tests that failed; their files are walked anew the next time."""
    failed = []
    for path in tests():
        mine = [test for test, walk in _walked(folder, path).items() if not walk["passed"]]
        if mine:
            walk_file(folder, path).unlink()
        failed += mine
    return failed


def _dealt(paths: Sequence[Path], workers: int) -> list[list[Path]]:
    """A few batches for each worker, so that none waits long for another."""
    batches = [list(paths[start :: workers * 3]) for start in range(workers * 3)]
    return [batch for batch in batches if batch]


def _walk(folder: Path, paths: Iterable[Path]) -> None:
    command = [*PYTEST, *NEITHER, "-p", "tools.mutants.walks", *map(str, paths)]
    with tempfile.TemporaryDirectory(prefix="haat-walk-") as own:
        _begin(command, _environment(own, HAAT_WALKS=str(folder))).wait()


def _environment(folder: str, **more: str) -> dict[str, str]:
    """On SQLite; what tests leave behind goes into the folder, and nothing of a mutant is kept by Hypothesis."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    own = {"PYTHONPATH": path, "TMPDIR": folder, "HYPOTHESIS_STORAGE_DIRECTORY": folder, "HAAT_DATABASE_URL": ""}
    return {**os.environ, **own, **more}


def tests_of(mutant: Mutant, walks: Iterable[Walk]) -> list[Walk]:
    """The tests that walk its lines, else its statement: those that stand with its room first, each in their order.

    What runs at the import is walked by whichever test happened to be first: of it all are asked that walk the file,
    and after them those that stand with its room. Of very many only the first MOST are asked; a mutant that all of them
    pass over counts as unnoticed.
    """
    own = BESIDE.get(mutant.room, f"tests/{mutant.room}/")
    if mutant.inside:
        every = list(walks)
        found = _walking(every, mutant.path, mutant.lines) or _walking(every, mutant.path, mutant.statement)
    else:
        found = [walk for walk in walks if mutant.path in walk.lines or walk.test.startswith(own)]
    return sorted(found, key=lambda walk: (mutant.path not in walk.lines, not walk.test.startswith(own)))[:MOST]


def _walking(walks: Iterable[Walk], path: str, lines: range) -> list[Walk]:
    return [walk for walk in walks if not walk.lines.get(path, frozenset()).isdisjoint(lines)]


class Warm:
    """A process that has imported and made everything once, and is asked about one mutant after the other."""

    def __init__(self) -> None:
        self._trusted: set[str] = set()

    def __enter__(self) -> "Warm":
        self._folder = tempfile.TemporaryDirectory(prefix="haat-mutant-")
        asking, self._questions = os.pipe()
        self._answers, answering = os.pipe()
        command = [*PYTEST, *NEITHER, "-p", "tools.mutants.warm", *(f"tests/{folder}" for folder in GUARDS)]
        environment = _environment(self._folder.name, HAAT_ASKED=f"{asking},{answering}")
        self._process = _begin(command, environment, pass_fds=(asking, answering))
        os.close(asking)
        os.close(answering)
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self._questions)
        os.close(self._answers)
        _end(self._process)
        self._folder.cleanup()

    def ask(self, mutant: Mutant, asked: Sequence[Walk]) -> Answer:
        """Whether these tests notice the mutant. A no counts only where the same tests say yes without it."""
        if not asked:
            return Answer.UNSEEN
        left = list(asked)
        while left:
            said = self._say(mutant, mutant.source, left)
            if said["answer"] == "at import":
                return _ask_cold(mutant, asked, Path(self._folder.name))
            if said["answer"] != "killed" or not self._fails_unchanged(mutant, left, said["test"]):
                return Answer(said["answer"])
            left = [walk for walk in left if walk.test != said["test"]]
        return Answer.SURVIVED

    def _fails_unchanged(self, mutant: Mutant, asked: Sequence[Walk], test: str) -> bool:
        """Whether it fails after the same tests without the mutant too; it is asked the first time it says no."""
        names = [walk.test for walk in asked]
        if test in self._trusted or test not in names:
            return False
        if self._say(mutant, None, asked[: names.index(test) + 1])["answer"] == "survived":
            self._trusted.add(test)
            return False
        print(f"passes over {test}: it fails in this order though nothing is changed", flush=True)
        return True

    def _say(self, mutant: Mutant, source: str | None, asked: Sequence[Walk]) -> dict[str, str]:
        question = {
            "file": str(ROOT / mutant.path),
            "source": source,
            "tests": [walk.test for walk in asked],
            "patience": _patience(asked),
        }
        os.write(self._questions, json.dumps(question).encode() + b"\n")
        with os.fdopen(os.dup(self._answers)) as answers:
            said = answers.readline()
        if not said:
            raise RuntimeError("the process that is asked has ended")
        return dict(json.loads(said))


def _patience(asked: Iterable[Walk]) -> float:
    return PATIENCE_SECONDS + PATIENCE_TIMES * sum(walk.seconds for walk in asked)


def _ask_cold(mutant: Mutant, asked: Sequence[Walk], folder: Path) -> Answer:
    """The same in a process that imports the mutant; the fastest few alone first, for which few files are read."""
    for some in (asked[:FEW], asked[FEW:]):
        if some and (answer := _import(mutant, some, folder)) is not Answer.SURVIVED:
            return answer
    return Answer.SURVIVED


def _import(mutant: Mutant, asked: Sequence[Walk], folder: Path) -> Answer:
    told = {
        "module": module(ROOT / mutant.path),
        "file": str(ROOT / mutant.path),
        "source": mutant.source,
        "tests": [walk.test for walk in asked],
    }
    telling = folder / "mutant.json"
    telling.write_text(json.dumps(told), encoding="utf-8")
    files = sorted({walk.test.split("::")[0] for walk in asked})
    command = [*PYTEST, "-x", *NEITHER, "-p", "tools.mutants.mutated", *files]
    process = _begin(command, _environment(str(folder), HAAT_MUTANT=str(telling)))
    try:
        return Answer.SURVIVED if process.wait(_patience(asked)) == 0 else Answer.KILLED
    except subprocess.TimeoutExpired:
        return Answer.HANGS
    finally:
        _end(process)


def _begin(command: Sequence[str], environment: dict[str, str], **more: Any) -> "subprocess.Popen[bytes]":
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, **quiet, **more)


def _end(process: subprocess.Popen[bytes]) -> None:
    """It, and whatever its tests began."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
