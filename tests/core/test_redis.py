"""The shared cache on a Redis of the test's own, as an installation with HAAT_REDIS_URL has it."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAID = """
import django
django.setup()
from django.core.cache import cache
cache.set("word", {"haat": [1, 2]}, 60)
print(type(cache._cache).__module__, cache.get("word"), cache.add("word", 1), cache.get("other"))
"""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """The address of a server that keeps nothing on disk."""
    assert shutil.which("redis-server"), "redis is installed by tools/system-packages test"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert any("Ready to accept connections" in line for line in server.stdout)
        yield f"redis://127.0.0.1:{port}/0"
        server.terminate()


def test_cache_is_kept_in_redis_when_it_is_named(redis: str, tmp_path: Path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HAAT_", "PYTEST_"))}
    settings = {
        "HAAT_REDIS_URL": redis,
        "HAAT_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }
    ran = subprocess.run(
        [sys.executable, "-c", SAID], env=kept | settings, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.stdout.split(" ", 1) == ["django.core.cache.backends.redis", "{'haat': [1, 2]} False None\n"], ran.stderr
