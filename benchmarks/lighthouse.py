"""Lighthouse's mobile scores of the shop's pages, on the demonstration district.

    python -m benchmarks.part lighthouse

seeds nothing: HAAT_DATA_DIR must hold a demonstration (`haat demo --no-serve`). Lighthouse comes from npm by `npx`,
Chromium from the system; the scores need Node 18 or newer.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.serving import Server, cookies, server

VERSION = "12"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"
RUNS, TRIES = 3, 4


def chromium() -> str:
    """The browser's program. Raises SystemExit when there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise SystemExit("Chromium is missing: make test installs it")
    return found


def _score(running: Server, path: str, cookies: str) -> dict[str, int]:
    """One run of one page: scores of 100 by category."""
    with tempfile.TemporaryDirectory(prefix="haat-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        command = [
            *("npx", "--yes", f"lighthouse@{VERSION}", f"http://127.0.0.1:{running.port}{path}"),
            *("--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={FLAGS}"),
            f"--only-categories={','.join(CATEGORIES)}",
            *([f"--extra-headers={json.dumps({'Cookie': cookies})}"] if cookies else []),
        ]
        environment = {**os.environ, "CHROME_PATH": chromium()}
        # On a busy machine Lighthouse now and then loses the beginning of its trace (NO_NAVSTART), and gives up.
        for turn in range(TRIES):
            done = subprocess.run(command, check=turn + 1 == TRIES, env=environment, stdout=subprocess.DEVNULL)
            if done.returncode == 0:
                break
        categories = json.loads(report.read_text())["categories"]
    return {name: round(100 * categories[name]["score"]) for name in CATEGORIES}


def _good() -> Any:
    """A good of the first demonstration mart that can be had now."""
    from haat.catalogue.models import Good

    found = Good.objects.filter(shelf__mart__slug="deoghar", shelf__can_buy=True).order_by("pk").first()
    if found is None:
        raise SystemExit("no demonstration here: haat demo --no-serve")
    return found


def measure() -> dict[str, Any]:
    """The median of RUNS runs of each page, and of the checkout of a basket with one good in it."""
    found: dict[str, Any] = {}
    environment = {"HAAT_DATA_DIR": os.environ["HAAT_DATA_DIR"], "HAAT_HOSTS": "127.0.0.1", "HAAT_DEMO": "1"}
    good = _good()
    pages = {"home": "/hi/", "search": "/hi/search/?q=pera", "good": f"/hi/g/{good.slug}/"}
    with server(environment) as running:
        basket = cookies(running, "/hi/basket/change/", f"variant={good.variants.order_by('position').first().pk}")
        for kind, path in {**pages, "checkout": "/hi/checkout/?pin=834001"}.items():
            runs = [_score(running, path, basket * (kind == "checkout")) for _ in range(RUNS)]
            found[kind] = {name: sorted(run[name] for run in runs)[RUNS // 2] for name in CATEGORIES}
    return found
