"""Children of `haat serve` are started again when they die, and ended when it ends; it needs next to nothing itself."""

import json
import subprocess
import sys
import threading
import time

import pytest

from haat.cli import tending

DEAF = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""


@pytest.fixture
def said(monkeypatch) -> list[tuple[str, dict]]:
    told: list[tuple[str, dict]] = []
    monkeypatch.setattr(tending, "tell", lambda event, **more: told.append((event, more)))
    return told


def tend(child: tending.Child, seen) -> None:
    for _turn in range(1500):
        child.tend()
        if seen():
            return
        threading.Event().wait(0.02)
    pytest.fail("it was not seen in half a minute")


def test_child_that_dies_is_started_again_later_each_time(said):
    child = tending.Child("web", [sys.executable, "-c", "raise SystemExit(3)"])
    tend(child, lambda: len(said) == 2)
    told = [more for _event, more in said]
    assert [(line["process"], line["code"]) for line in told] == [("web", 3)] * 2
    assert 1 <= told[0]["in_seconds"] <= 1.3 < 2 <= told[1]["in_seconds"] <= 2.5


def test_child_that_does_not_end_in_time_is_killed(said, tmp_path):
    child = tending.Child("worker", [sys.executable, "-c", DEAF, str(tmp_path / "deaf")])
    tend(child, (tmp_path / "deaf").exists)
    child.ask_to_end()
    child.end(time.monotonic() + 0.1)
    assert [event for event, _more in said] == ["did not end in time and was killed"]


def test_children_are_ended_when_it_is_told(said, tmp_path):
    child = tending.Child("web", [sys.executable, "-c", "import sys, time; time.sleep(60)"])
    tend(child, lambda: child._process is not None)
    stopping = threading.Event()
    stopping.set()
    tending.tend([child], stopping)
    assert (child._process.poll(), said) == (-15, [])


def test_what_ends_is_told_as_a_line_for_machines(capsys):
    tending.tell("ended, and is started again", process="web", code=3)
    line = json.loads(capsys.readouterr().err)
    assert line.pop("timestamp").startswith("20")
    assert line == {"event": "ended, and is started again", "level": "error", "process": "web", "code": 3}


def test_line_of_the_command_is_read_back():
    words = ["--bind", "0.0.0.0", "--port", "8123", "--workers", "3", "--threads", "4", "--requests", "5"]
    told = {"bind": "0.0.0.0", "port": 8123, "workers": 3, "threads": 4, "requests": 5}
    assert vars(tending.line(words)) == {**told, "with_worker": False, "rehearse": []}
    doubles = ["sms --port 8460", "amazon --port 8463 --keep"]
    line = [word for double in doubles for word in ("--rehearse", double)]
    assert tending.line([*words, *line]).rehearse == doubles
    assert vars(tending.line([*words, "--with-worker"])) == {**told, "with_worker": True, "rehearse": []}


def test_it_needs_nothing_but_python():
    """What serves for weeks brings in no Django, no database and no settings."""
    code = "import sys; import haat.cli.tending; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    foreign = set(done.stdout.split()) - sys.stdlib_module_names - {"haat", "__main__"}
    assert {name for name in foreign if not name.startswith(("_", "sitecustomize"))} == set()
