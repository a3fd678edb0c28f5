"""The service workers' code, as far as it can be read without a browser (the rest: tests/browser)."""

import re
from pathlib import Path

from haat import web

WORKERS = sorted(Path(web.__file__).parent.glob("**/*worker.js"))
SENT_LATER = re.compile(r"event\.waitUntil\((.*?)\);")


def test_browser_hears_that_something_still_waits_and_tries_again():
    """A sync that resolves is over for good: it is refused while anything waits."""
    for worker in WORKERS:
        sync = worker.read_text().partition('addEventListener("sync"')[2]
        flushed = SENT_LATER.findall(sync)
        assert flushed
        assert all(one.startswith("whole(") for one in flushed)


def test_pages_fetched_ahead_say_so():
    for worker in WORKERS:
        asked = [line for line in worker.read_text().splitlines() if 'Accept: "text/html"' in line]
        assert asked
        assert all('"X-Keep": "1"' in line for line in asked)
