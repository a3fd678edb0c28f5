"""Loaded before Django's settings (see addopts): the environment every test runs in, and its static files.

Pages are tested with the files as shipped: named by their content, and no others. Gathering them takes five seconds
of CPU, so they are kept in `var/` for the next run, and gathered again when one of them has changed.
"""

import fcntl
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

KEPT = Path(__file__).resolve().parent.parent / "var" / "test-static"
FOLDER = Path(tempfile.mkdtemp(prefix="haat-test-"))

os.environ["HAAT_DATA_DIR"] = str(FOLDER)
os.environ["HAAT_SECRET_KEY"] = "a-key-of-the-tests-that-opens-nothing-elsewhere-814112"
os.environ.setdefault("HAAT_SENDERS", "log")  # takes messages, brings them to nobody
os.environ.setdefault("HAAT_HOSTS", "localhost,127.0.0.1,testserver,.localhost")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the test's own thread
# Where nothing compiled is kept, each of a run's many processes compiles all of Haat and rewrites all assertions anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
KEPT.mkdir(parents=True, exist_ok=True)
(FOLDER / "static").symlink_to(KEPT)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Once a run, before its xdist workers begin; two runs side by side wait for each other."""
    if hasattr(config, "workerinput"):
        return
    import django

    from haat.cli import static

    django.setup()
    with KEPT.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        static.gather()


def pytest_unconfigure() -> None:
    """Nothing of a run stays behind."""
    shutil.rmtree(FOLDER, ignore_errors=True)
