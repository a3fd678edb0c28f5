"""What a page costs that is kept already, whoever asks for it and by whatever link she came.

    python -m benchmarks.part kept

Milliseconds of gunicorn and PostgreSQL together, over HTTP.
"""

from collections.abc import Callable
from statistics import median
from typing import Any

from django.conf import settings as django_settings
from django.test import Client

from benchmarks.pages import addresses
from benchmarks.serving import HEADERS, Meter, Server, ask, cookies, server, settings
from haat.catalogue.models import Variant
from haat.people.models import User
from haat.web.ui.session import BACKEND

ROUNDS, TURNS, PAGES = 21, 24, 6
# What a reader's n-th request adds to the address, and its headers.
Reader = Callable[[int], tuple[str, dict[str, str]]]


def readers(running: Server) -> dict[str, Reader]:
    """Everybody who should get the kept page."""
    user, _made = User.objects.get_or_create(phone="+919199900001")
    client, name = Client(headers={"host": "127.0.0.1"}), django_settings.SESSION_COOKIE_NAME
    client.force_login(user, backend=BACKEND)
    session = f"{name}={client.cookies[name].value}"
    variant = Variant.objects.filter(good__mart__slug="bench", stock__on_hand__gt=9).first()
    assert variant is not None
    basket = cookies(running, "/hi/basket/change/", f"variant={variant.pk}")
    return {
        "anonymous": lambda _n: ("", {}),
        "by a campaign's link": lambda n: (f"?utm_source=paper&utm_campaign={n}", {}),
        "with a made-up session": lambda n: ("", {"Cookie": f"{name}=made-up-{n}"}),
        "with a basket": lambda _n: ("", {"Cookie": basket}),
        "signed in": lambda _n: ("", {"Cookie": session}),
        "signed in, with a basket, by a link": lambda n: (f"?utm_id={n}", {"Cookie": f"{session}; {basket}"}),
    }


def measure() -> dict[str, Any]:
    """By reader: median and worst of ROUNDS rounds over pages of every kind."""
    pages = [page for some in addresses().values() for page in some[:PAGES] if "?" not in page]
    rounds: dict[str, list[float]] = {}
    asked = 0
    with server(settings(page_cache_seconds=600)) as running:
        everybody = readers(running)
        line, meter = running.connect(), Meter(running)
        for turn in range(-1, ROUNDS):
            for name, reader in everybody.items():
                meter.spent()
                for number in range(max(TURNS, len(pages)) if turn < 0 else TURNS):
                    asked += 1
                    more, headers = reader(asked)
                    ask(line, pages[(turn * TURNS + number) % len(pages)] + more, HEADERS | headers)
                if turn >= 0:
                    rounds.setdefault(name, []).append(meter.spent(TURNS).both)
    return {
        name: {"median_ms": round(median(each), 2), "worst_ms": round(max(each), 2)} for name, each in rounds.items()
    }
