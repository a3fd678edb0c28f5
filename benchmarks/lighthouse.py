"""Lighthouse's mobile scores of the shop's pages, and of those behind a sign-in, on the demonstration district.

    python -m benchmarks.part lighthouse

seeds nothing: HAAT_DATA_DIR must hold a demonstration (`haat demo --no-serve`). Lighthouse comes from npm by `npx`,
Chromium from the system; the scores need Node 18 or newer.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.serving import Server, cookies, server

VERSION = "12"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"
RUNS, TRIES = 3, 4
# Whom a page is for → pages; nobody else finds them, so how they are found (seo) is not asked.
SIGNED = {
    "collector": ("/office/", "/office/review/", "/office/settings/launch/", "/office/settings/mart/"),
    "desk": (
        *("/office/makers/", "/office/goods/all/", "/office/orders/", "/office/messages/", "/office/organisations/"),
        *("/office/paperwork/", "/office/paperwork/camps/", "/office/waves/", "/office/learning/", "/office/help/"),
        *("/office/letters/", "/office/livelihood/", "/office/survey/", "/office/channels/"),
    ),
    "accountant": ("/office/money/", "/office/payments/"),
    "rider": ("/office/ride/",),
    "coordinator": ("/maker/groups/", "/maker/groups/waves/"),
    "surveyor": ("/maker/survey/",),
    "member": (
        *("/maker/", "/maker/goods/", "/maker/orders/", "/maker/money/", "/maker/help/", "/maker/papers/"),
        *("/maker/lessons/", "/maker/privacy/"),
    ),
}


def chromium() -> str:
    """The browser's program. Raises SystemExit when there is none."""
    names = ("chromium", "chromium-browser", "chromium-headless-shell")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise SystemExit("Chromium is missing: make test installs it")
    return found


def _score(running: Server, path: str, cookies: str, wanted: Sequence[str] = CATEGORIES) -> dict[str, int]:
    """One run of one page: scores of 100 by category."""
    with tempfile.TemporaryDirectory(prefix="haat-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        command = [
            *("npx", "--yes", f"lighthouse@{VERSION}", f"http://127.0.0.1:{running.port}{path}"),
            *("--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={FLAGS}"),
            f"--only-categories={','.join(wanted)}",
            *([f"--extra-headers={json.dumps({'Cookie': cookies})}"] if cookies else []),
        ]
        environment = {**os.environ, "CHROME_PATH": chromium()}
        # On a busy machine Lighthouse now and then loses the beginning of its trace (NO_NAVSTART), and gives up.
        for turn in range(TRIES):
            done = subprocess.run(command, check=turn + 1 == TRIES, env=environment, stdout=subprocess.DEVNULL)
            if done.returncode == 0:
                break
        categories = json.loads(report.read_text())["categories"]
    return {name: round(100 * categories[name]["score"]) for name in wanted}


def _session(kind: str) -> str:
    """The cookies of somebody of the first demonstration mart who is signed in, an officer with her second step."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    from haat.makers.models import Member
    from haat.people.models import Role
    from haat.web.maker.base.acting import SEEN as SEEN_ON_PHONE
    from haat.web.ui.session import BACKEND, BEGUN, FACTOR_KEY, SEEN

    if kind == "member":
        user = Member.objects.filter(maker__mart__slug="deoghar", leads=True).exclude(user=None).order_by("pk")[0].user
    else:
        user = Role.objects.filter(mart__slug="deoghar", kind=kind).order_by("pk")[0].user
    kept, now = SessionStore(), int(time.time())
    kept[SESSION_KEY], kept[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    kept[HASH_SESSION_KEY] = user.get_session_auth_hash()
    if kind != "member":
        kept[FACTOR_KEY] = True
    kept[BEGUN] = kept[SEEN] = kept[SEEN_ON_PHONE] = now
    kept.save()
    return f"sessionid={kept.session_key}; language=hi"


def _behind_a_sign_in(running: Server) -> dict[str, dict[str, int]]:
    """One run of each page of SIGNED."""
    wanted = [name for name in CATEGORIES if name != "seo"]
    found = {}
    for kind, paths in SIGNED.items():
        cookies = _session(kind)
        for path in paths:
            found[path] = _score(running, path, cookies, wanted)
    return found


def _good() -> Any:
    """A good of the first demonstration mart that can be had now."""
    from haat.catalogue.models import Good

    found = Good.objects.filter(shelf__mart__slug="deoghar", shelf__can_buy=True).order_by("pk").first()
    if found is None:
        raise SystemExit("no demonstration here: haat demo --no-serve")
    return found


def measure() -> dict[str, Any]:
    """The median of RUNS runs of each page, and of the checkout of a basket with one good in it; what is `signed`."""
    found: dict[str, Any] = {}
    environment = {"HAAT_DATA_DIR": os.environ["HAAT_DATA_DIR"], "HAAT_HOSTS": "127.0.0.1", "HAAT_DEMO": "1"}
    good = _good()
    pages = {"home": "/hi/", "search": "/hi/search/?q=pera", "good": f"/hi/g/{good.slug}/"}
    with server(environment) as running:
        basket = cookies(running, "/hi/basket/change/", f"variant={good.variants.order_by('position').first().pk}")
        for kind, path in {**pages, "checkout": "/hi/checkout/?pin=834001"}.items():
            runs = [_score(running, path, basket * (kind == "checkout")) for _ in range(RUNS)]
            found[kind] = {name: sorted(run[name] for run in runs)[RUNS // 2] for name in CATEGORIES}
        found["signed"] = _behind_a_sign_in(running)
    return found
