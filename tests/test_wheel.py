"""The wheel is whole: away from the clone it opens a mart whose pages are translated and whose drawings are there."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*command: str, cwd: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HAAT_", "PYTHON", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, *command], cwd=cwd, env={**kept, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.load
def test_wheel_opens_a_mart_away_from_the_clone(tmp_path: Path):
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), cwd=ROOT)
    (wheel,) = tmp_path.glob("haat-*.whl")
    installed, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as packed:
        assert {name.split("/")[0] for name in packed.namelist()} - {"haat", "config", "demo"} == {
            f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"
        }
        packed.extractall(installed)
    script, example = Path(__file__).with_name("from_wheel.py"), ROOT / "docs" / "mart.example.toml"
    told = json.loads(
        run(
            str(script),
            str(ROOT),
            str(example),
            cwd=elsewhere,
            PYTHONPATH=str(installed),
            HAAT_HOSTS="testserver",
            HAAT_LOG_LEVEL="ERROR",
        )
    )
    assert told["codes"] == [0, 0, 0]
    assert (told["lies"], told["data"]) == ([str(installed)], str(elsewhere / "var"))
    assert told["soon"] == "जल्द खुलेगा"  # from a catalogue of a room's own
    assert told["heads"] == {"en": "Basket", "hi": "टोकरी"}
    assert set(told["drawings"].values()) == {200}
