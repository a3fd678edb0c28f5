"""What a run leaves behind: where and of what it was measured, how pages grew, and which became dearer."""

import json
import os
import platform
import subprocess
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).parent / "results"
DEARER = 1.15


def squares() -> float:
    """CPU milliseconds of a million squares: shared machines are up to three times slower at some hours."""
    began = time.process_time()
    sum(number * number for number in range(1_000_000))
    return round((time.process_time() - began) * 1000, 1)


def processor() -> str:
    """The machine, as far as its instructions depend on it: `model, N cores`."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":", 1)[1].strip() for line in lines if "model name" in line), platform.machine())
    return f"{model}, {os.cpu_count()} cores"


def machine() -> dict[str, Any]:
    """Where and of what this was measured."""
    command = ["git", "describe", "--always", "--dirty", "--exclude", "*"]
    commit = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "machine": processor(),
        "python": platform.python_version(),
        "load": [round(x, 2) for x in os.getloadavg()],
        "million_squares_ms": min(squares() for _ in range(5)),
    }


def read(name: str) -> dict[str, Any]:
    """A result that was kept; empty when there is none."""
    path = RESULTS / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def write(name: str, content: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    print(f"written: {path.relative_to(ROOT)}", flush=True)


def figures(found: dict[str, Any]) -> dict[str, float]:
    """A size's milliseconds, to be held against another's: every page, class of search and step of a flow."""
    own: dict[str, float] = {}
    own |= {f"page {kind}": each["median_ms"] for kind, each in found.get("pages", {}).get("uncached", {}).items()}
    # Beside its readers stands how long the part took.
    readers = {who: each for who, each in found.get("kept", {}).items() if isinstance(each, dict)}
    own |= {f"kept {who}": each["median_ms"] for who, each in readers.items()}
    search = found.get("search", {})
    own |= {f"search {kind}": each["mean_ms"] for kind, each in search.get("classes", {}).items()}
    if search:
        own["search, all"] = search["all"]["mean_ms"]
    flows = found.get("flows", {})
    own |= {f"flow {step}": each["median_ms"] for step, each in flows.get("steps", {}).items()}
    if flows:
        own["flow, whole"] = flows["flow_ms"]["median"]
    return own


def _floor(found: dict[str, Any]) -> float:
    return median(each["floor_ms"] for each in found["pages"]["uncached"].values())


def growth(sizes: dict[str, Any]) -> dict[str, dict[str, float]]:
    """How much dearer each figure is at a size than at the size before it, beside the floor's own change.

    The sizes are measured one after the other: where the machine was slower meanwhile, the floor was dearer too.
    """
    grown: dict[str, dict[str, float]] = {}
    order = [size for size in sorted(sizes, key=int) if "pages" in sizes[size]]
    for small, large in pairwise(order):
        before, after = figures(sizes[small]), figures(sizes[large])
        slower = _floor(sizes[large]) / _floor(sizes[small])
        shared = [name for name in after if before.get(name)]
        grown[f"{small} to {large}"] = {name: round(after[name] / before[name] / slower, 2) for name in shared}
    return grown


def show(found: dict[str, Any], grown: dict[str, dict[str, float]]) -> str:
    """The figures of the sizes of one database, a line each; what was dearest stands beside."""
    lines = []
    for size, each in found.items():
        worst = _worst(each)
        lines += [f"{size}: {name}: {ms} ms{worst.get(name, '')}" for name, ms in figures(each).items()]
    lines += [f"{sizes}: {name}: {times} ×" for sizes, each in grown.items() for name, times in each.items()]
    return "\n".join(lines)


def _worst(found: dict[str, Any]) -> dict[str, str]:
    told = {}
    for kind, each in found.get("pages", {}).get("uncached", {}).items():
        told[f"page {kind}"] = f", {each['ratio']} × the floor; worst {each['worst_ms']} ms: {each['worst_at']}"
    for kind, each in found.get("search", {}).get("classes", {}).items():
        told[f"search {kind}"] = f"; worst {each['worst_ms']} ms: {each['worst_words']} ({each['worst_at']})"
    return told


def keep_instructions(found: dict[str, float], *, accept: bool) -> list[str]:
    """Keep this machine's figures; gives a sentence for each that is more than 15% dearer than what was kept.

    A figure that became dearer is not kept, so that it is named again until it is mended or `accept`ed; nor does one
    that creeps up: what is kept only falls.
    """
    name, at = "instructions", machine()
    every = read(name)
    before = every.get(at["machine"], {}).get("kept", {})
    dearer = {kind: before[kind] for kind in found if found[kind] > DEARER * before.get(kind, float("inf"))}
    kept = found if accept else {kind: min(found[kind], before.get(kind, found[kind])) for kind in found}
    every[at["machine"]] = {"at": at["at"], "commit": at["commit"], "found": found, "kept": kept}
    write(name, every)
    return [
        f"{kind}: {found[kind]} million instructions, {found[kind] / was:.2f} times the {was} that were kept"
        for kind, was in dearer.items()
    ]
