"""`make bench`: everything measured, on SQLite and PostgreSQL, written to `results/` with the machine and commit.

    python -m benchmarks.run [--goods 10000,100000] [--only sqlite,postgresql,instructions,lighthouse]
                             [--parts search,flows] [--accept]

PostgreSQL is a cluster of its own with the settings it is installed with, durable. Each part is a process of its own,
so that its settings and its memory are; `--parts` runs some, and then writes no result.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib.util import find_spec
from typing import Any, NamedTuple

from benchmarks import instructions, outcome, wanted
from benchmarks.outcome import ROOT
from tools.postgres import cluster

DATABASES = ("sqlite", "postgresql")
# So many goods are filled as a district fills them; a larger mart is grown out of this one (`benchmarks.size`).
FILLED = 100_000
# When a part is run: at each size; at each that nothing is grown out of, because it writes; once, at the largest that
# is filled; and once on an empty database of its own.
READS, WRITES, ONCE, ALONE = "reads", "writes", "once", "alone"


class Part(NamedTuple):
    """A module with `measure(*arguments)`, and the name its result has."""

    name: str
    module: str
    arguments: tuple[int, ...] = ()
    when: str = ONCE


PARTS = (
    Part("pages", "pages", when=READS),
    Part("kept", "kept", when=READS),
    Part("search", "search", when=READS),
    Part("first_visit", "weight", when=READS),
    Part("limiter", "limiter"),
    Part("keeping", "keeping"),
    Part("memory", "memory"),
    Part("restarting", "restarting"),
    Part("flows", "flows", when=WRITES),
    Part("checkout", "checkout", when=WRITES),
    Part("jobs", "jobs", (50_000,)),
    Part("rebuilding", "rebuilding"),
    Part("importing", "importing", when=ALONE),
    Part("payouts", "payouts", when=ALONE),
    Part("office", "office", when=ALONE),
    Part("feeds", "feeds"),
    Part("channels", "channels", when=READS),
    Part("publishing", "publishing", (100_000,), when=ALONE),
    Part("channel_walk", "channel_walk", (10_000,), when=ALONE),
    Part("roster", "roster", (58_000, 700_000), when=ALONE),
    Part("roster_small", "roster", (15_000, 180_000), when=ALONE),
    Part("cohort", "cohort", (500, 2_000), when=ALONE),
    Part("amazon_sheet", "amazon_sheet", (1_000,), when=ALONE),
)
Environment = dict[str, str]


@contextmanager
def new_database(kind: str) -> Iterator[Environment]:
    """An empty data folder, and for PostgreSQL a new cluster, as environment."""
    durable = cluster(durable=True) if kind == "postgresql" else nullcontext("")
    with durable as url, tempfile.TemporaryDirectory(prefix="haat-bench-") as folder:
        yield {
            **os.environ,
            "HAAT_DATABASE_URL": url,
            "HAAT_DATA_DIR": folder,
            "HAAT_HOSTS": "127.0.0.1,testserver",
            "HAAT_LOG_LEVEL": "ERROR",
        }


def run(environment: Environment, module: str, *arguments: object) -> dict[str, Any]:
    """One part in a process of its own, with how long it took; a part that fails says why and stops no other."""
    command = [sys.executable, "-m", "benchmarks.part", module, *map(str, arguments)]
    speed, began = outcome.squares(), time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    seconds = round(time.perf_counter() - began, 1)
    if done.returncode:
        print(f"{module} FAILED:\n{done.stderr[-3000:]}", flush=True)
        return {"error": (done.stderr.strip().splitlines() or ["without a word"])[-1]}
    print(f"{module}: {seconds} s", flush=True)
    return {**json.loads(done.stdout), "took_seconds": seconds, "million_squares_ms": speed}


def one_group(kind: str, sizes: list[int], parts: list[Part], *, once: bool) -> dict[str, Any]:
    """The sizes of one database, each grown out of the one before, by size. `once`: with the parts that run once."""
    found: dict[str, Any] = {}
    with new_database(kind) as environment:
        for size in sizes:
            print(f"{kind}, {size} goods", flush=True)
            found[str(size)] = own = {"filled": run(environment, "size", size, FILLED)}
            here = {READS} | ({WRITES} if size == sizes[-1] else set()) | ({ONCE} if once and size <= FILLED else set())
            for part in parts:
                if part.when in here:
                    own[part.name] = run(environment, part.module, *part.arguments)
    return found


def alone(kind: str, part: Part) -> dict[str, Any]:
    """A part on a database of its own that has its tables and nothing in them."""
    with new_database(kind) as environment:
        run(environment, "size", 0)
        return run(environment, part.module, *part.arguments)


def groups(sizes: list[int]) -> list[list[int]]:
    """Each size on a database of its own, but for those that are grown out of the one before."""
    found: list[list[int]] = []
    for size in sorted(sizes):
        if size > FILLED and found:
            found[-1].append(size)
        else:
            found.append([size])
    return found


def one_database(kind: str, sizes: list[int], parts: list[Part]) -> dict[str, Any]:
    """Everything on SQLite or PostgreSQL."""
    found: dict[str, Any] = {"sizes": {}}
    whole = max(sizes) <= FILLED
    for group in groups(sizes):
        found["sizes"] |= one_group(kind, group, parts, once=whole and group[-1] == max(sizes))
    found["growth"] = outcome.growth(found["sizes"])
    if whole:
        found["alone"] = {part.name: alone(kind, part) for part in parts if part.when == ALONE}
    print("\n".join([outcome.show(found["sizes"], found["growth"]), *wanted.lines(kind, found)]), flush=True)
    return found


def scores() -> dict[str, Any]:
    """Seed the demonstration and let Lighthouse look at its shop."""
    with new_database("sqlite") as environment:
        command = [sys.executable, "-m", "haat.cli", "demo", "--no-serve"]
        subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
        return run(environment, "lighthouse")


def failures(found: dict[str, Any], path: str) -> list[str]:
    """Where in a result a part failed, and why."""
    own = [f"FAILED {path}: {found['error']}"] if "error" in found else []
    below = ((name, each) for name, each in found.items() if isinstance(each, dict))
    return own + [sentence for name, each in below for sentence in failures(each, f"{path}/{name}")]


def main(arguments: list[str]) -> int:
    top = argparse.ArgumentParser(prog="benchmarks.run")
    top.add_argument("--goods", default="10000,100000")
    top.add_argument("--only", default=",".join((*DATABASES, "instructions")))
    top.add_argument("--parts", default="")
    top.add_argument("--accept", action="store_true", help="keep instructions that became dearer")
    options = top.parse_args(arguments)
    sizes, some = [int(size) for size in options.goods.split(",")], options.parts
    there = [part for part in PARTS if find_spec(f"benchmarks.{part.module}")]
    parts = [part for part in there if not some or part.name in some.split(",")]
    said = [f"not here: benchmarks.{part.module}" for part in PARTS if part not in there]
    wrong: list[str] = []
    for kind in options.only.split(","):
        if kind == "instructions":
            said += outcome.keep_instructions(instructions.measure(), accept=options.accept)
            continue
        before = outcome.machine()
        found = scores() if kind == "lighthouse" else one_database(kind, sizes, parts)
        wrong += failures(found, kind)
        if not some:
            outcome.write(kind if max(sizes) <= FILLED else f"{kind}-million", before | found)
    print("\n".join(said + wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
