"""Loaded before Django's settings (see addopts): the environment every test runs in."""

import os
import shutil
import tempfile

os.environ["HAAT_DATA_DIR"] = tempfile.mkdtemp(prefix="haat-test-")
os.environ["HAAT_SECRET_KEY"] = "test-key-" + "x" * 50
os.environ.setdefault("HAAT_HOSTS", "localhost,127.0.0.1,testserver,.localhost")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the test's own thread
os.mkdir(os.path.join(os.environ["HAAT_DATA_DIR"], "static"))  # WhiteNoise warns when it is not there


def pytest_unconfigure() -> None:
    """Nothing of a run stays behind."""
    shutil.rmtree(os.environ["HAAT_DATA_DIR"], ignore_errors=True)
