"""A group that makes lac bangles, and its small phone, signed in: what the tests of the maker's phone begin with."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import Client
from playwright.sync_api import Browser, Page

from haat.catalogue.actions import import_crafts
from haat.catalogue.models import Craft
from haat.core.actor import MACHINE
from haat.core.dates import today
from haat.makers.models import Maker
from haat.pricing.models import Wage
from tests.browser.person import WAIT_MS
from tests.load.haat import Haat
from tests.make import make_fee, make_good, make_maker, make_mart, make_state


def make_group() -> Maker:
    """The group in its mart, with a fair wage known and one good without a size."""
    import_crafts(by=MACHINE)
    mart = make_mart(accent="#1B4F72")  # another than the pages have, so that the mart has a style of its own
    make_fee(mart, packing_paise=500)
    Wage.objects.create(state=make_state(), day_paise=44_000, from_date=today(), source="test")
    maker = make_maker("माँ तारा समूह", mart=mart)
    make_good("लहठी", maker=maker, craft=Craft.objects.get(slug="lac"))
    return maker


@contextmanager
def small_phone(maker: Maker, house: Haat, browser: Browser) -> Iterator[Page]:
    """Chromium as a small phone with the maker signed in; `page.wrong` gathers what its scripts complain of."""
    client, home = Client(), f"http://127.0.0.1:{house.port}"
    client.force_login(maker.members.get().user, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, base_url=home)
    kept = {"sessionid": client.cookies["sessionid"].value, "language": "hi"}
    context.add_cookies([{"name": n, "value": v, "url": home} for n, v in kept.items()])
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.wrong: list[str] = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda problem: page.wrong.append(str(problem)))  # type: ignore[attr-defined]
    page.goto("/maker/")
    yield page
    context.close()
