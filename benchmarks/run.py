"""`make bench`: everything measured, on SQLite and PostgreSQL, written to `results/` with the machine and commit.

python -m benchmarks.run [--goods 10000,100000] [--only sqlite|postgresql|lighthouse]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.postgres import cluster

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).parent / "results"
PARTS = ("sqlite", "postgresql", "lighthouse")


def _squares() -> float:
    """CPU milliseconds of a fixed piece of work: shared machines are up to three times slower at some hours."""
    began = time.process_time()
    sum(number * number for number in range(1_000_000))
    return (time.process_time() - began) * 1000


def machine() -> dict[str, Any]:
    """Where and of what this was measured."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "cpu": model,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": [round(x, 2) for x in os.getloadavg()],
        "million_squares_ms": round(min(_squares() for _ in range(5)), 1),
    }


def _in_new_data(database: str, *commands: list[str]) -> str:
    """Run modules one after the other on an empty data directory; gives what the last printed."""
    with tempfile.TemporaryDirectory(prefix="haat-bench-") as folder:
        env = {
            **os.environ,
            "HAAT_DATABASE_URL": database,
            "HAAT_DATA_DIR": folder,
            "HAAT_HOSTS": "127.0.0.1,testserver",
            "HAAT_LOG_LEVEL": "ERROR",
        }
        for command in commands:
            done = subprocess.run(
                [sys.executable, "-m", *command], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True
            )
    return done.stdout


def one_size(goods: int, database: str) -> dict[str, Any]:
    """Fill one size afresh and measure, in a process of its own so that settings are its own."""
    said = _in_new_data(database, ["benchmarks.size", str(goods), "--checkout"])
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def scores() -> dict[str, Any]:
    """Seed the demonstration and let Lighthouse look at its shop."""
    said = _in_new_data("", ["haat.cli", "demo", "--no-serve"], ["benchmarks.lighthouse"])
    found: dict[str, Any] = json.loads(said)
    return found


def growth(found: dict[str, Any]) -> dict[str, float]:
    """How much dearer an uncached page is at the largest size than at the smallest."""
    sizes = sorted(found, key=int)
    small, large = found[sizes[0]]["pages"]["uncached_ms"], found[sizes[-1]]["pages"]["uncached_ms"]
    return {kind: round(large[kind]["least"] / small[kind]["least"], 2) for kind in small}


def write(name: str, content: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({**machine(), **content}, indent=1, ensure_ascii=False) + "\n")
    print(f"{path.relative_to(ROOT)}:\n{json.dumps(content, indent=1, ensure_ascii=False)}", flush=True)


def main(arguments: list[str]) -> None:
    top = argparse.ArgumentParser(prog="benchmarks.run")
    top.add_argument("--goods", default="10000,100000")
    top.add_argument("--only", choices=PARTS)
    options = top.parse_args(arguments)
    sizes = [int(size) for size in options.goods.split(",")]
    for part in [options.only] if options.only else PARTS:
        found: dict[str, Any] = {}
        for size in sizes if part in PARTS[:2] else []:
            with cluster(durable=True) if part == "postgresql" else nullcontext("") as url:
                found[str(size)] = one_size(size, url)
            write(part, {"sizes": found, "growth": growth(found)})
        if part == "lighthouse":
            write(part, scores())


if __name__ == "__main__":
    main(sys.argv[1:])
