"""CPU an answer from memory costs on gunicorn as shipped: a stranger's, a signed-in buyer's, a campaign's link.

The configured database must hold `benchmarks.catalogue`'s mart. CPU is the server's own, from /proc.
"""

import os
import threading
from collections.abc import Callable
from itertools import count, islice
from statistics import median
from typing import Any

from benchmarks.pages import addresses
from benchmarks.serving import Server, server

ROUNDS, REPEATS, READERS = 20, 50, 32
Asked = tuple[str, dict[str, str]]


def signed_in() -> str:
    """The cookie of somebody who is signed in, as the sign-in sets it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    from haat.people.models import User
    from haat.web.ui.session import BACKEND

    user, _made = User.objects.get_or_create(phone="+919000000001")
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def readers() -> dict[str, Callable[[str, int], Asked]]:
    """Kind of reader → what of a page and a number she asks for, and how."""
    buyer = {"Cookie": f"{signed_in()}; basket=x:y:z; basket_count=3; language=hi"}
    return {
        "anonymous": lambda page, _number: (page, {}),
        "signed in, with a basket": lambda page, _number: (page, buyer),
        "forged cookie": lambda page, number: (page, {"Cookie": f"sessionid=forged{number}"}),
        "campaign": lambda page, number: (
            f"{page}{'&' if '?' in page else '?'}utm_source=sms&fbclid=IwAR{number}",
            {},
        ),
    }


def _ask(running: Server, asked: list[Asked]) -> float:
    """CPU milliseconds an answer, one after the other on one connection."""
    line = running.connect()
    before = running.cpu_seconds()
    for page, more in asked:
        line.request("GET", page, headers={"Host": "127.0.0.1", "Accept-Encoding": "gzip", **more})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200, (page, answer.status)
    line.close()
    return (running.cpu_seconds() - before) * 1000 / len(asked)


def _together(running: Server, page: str, many: int) -> float:
    """CPU milliseconds of `many` readers who ask for the same page at the same moment."""
    gate, before = threading.Barrier(many), running.cpu_seconds()

    def read() -> None:
        line = running.connect()
        line.connect()
        gate.wait()
        line.request("GET", page, headers={"Host": "127.0.0.1", "Accept-Encoding": "gzip"})
        assert line.getresponse().status == 200
        line.close()

    threads = [threading.Thread(target=read) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (running.cpu_seconds() - before) * 1000


def measure() -> dict[str, Any]:
    """Milliseconds of CPU an answer by kind of reader, and what a new page costs one reader and 32 at once."""
    kinds, numbers = readers(), count()
    pages = [page for some in addresses().values() for page in some[:10]]
    environment = {
        "HAAT_PAGE_CACHE_SECONDS": "3600",
        "HAAT_WORKERS": "1",
        "HAAT_THREADS": str(READERS),
        "HAAT_HOSTS": "127.0.0.1",
        "HAAT_DATA_DIR": os.environ["HAAT_DATA_DIR"],
    }
    found: dict[str, list[float]] = {kind: [] for kind in kinds}
    with server(environment) as running:
        _ask(running, [(page, {}) for page in pages])
        for _turn in range(ROUNDS):
            for kind, asks in kinds.items():
                chosen = [asks(pages[number % len(pages)], number) for number in islice(numbers, REPEATS)]
                found[kind].append(_ask(running, chosen))
        alone = [_together(running, f"/hi/search/?q=pera+{next(numbers)}", 1) for _turn in range(ROUNDS)]
        at_once = [_together(running, f"/hi/search/?q=pera+{next(numbers)}", READERS) for _turn in range(ROUNDS)]
    return {
        "kept_ms": {
            kind: {"least": round(min(each), 3), "median": round(median(each), 3)} for kind, each in found.items()
        },
        "new_page_ms": {"one reader": round(median(alone), 2), f"{READERS} at once": round(median(at_once), 2)},
    }
