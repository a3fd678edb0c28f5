"""A good added on a phone of 360 px, in Hindi, without net; reloaded; sent when the net returns: exactly one."""

import io
import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from haat.catalogue.actions import import_crafts
from haat.catalogue.models import Craft, Good
from haat.core.actor import MACHINE
from haat.makers.models import Maker
from haat.pricing.models import CostSheet, Wage
from haat.stock.models import StockItem
from tests.browser.kept import FILES, HELD, WHOLE, looks_right, ready_for_no_net, until
from tests.browser.person import WAIT_MS
from tests.load.haat import Haat
from tests.make import make_fee, make_good, make_maker, make_mart, make_state

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parent / "shots"


def photo(side: int = 2400) -> bytes:
    """What a camera gives: large, and of many colours."""
    noise = Image.frombytes("L", (60, 45), random.Random(4).randbytes(2700)).resize((side, side * 3 // 4))
    out = io.BytesIO()
    Image.merge("RGB", (noise, noise.rotate(90).resize(noise.size), noise)).save(out, "JPEG", quality=90)
    return out.getvalue()


class Taps:
    """Every touch of the glass, counted; typing is not."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def tap(self, selector: str) -> None:
        self.count += 1
        self.page.locator(selector).locator("visible=true").first.tap()

    def type(self, digits: str) -> None:
        for digit in digits:
            self.page.locator(f"[data-digit='{digit}']").locator("visible=true").tap()


@pytest.fixture
def maker(house: Haat) -> Maker:
    import_crafts(by=MACHINE)
    mart = make_mart(accent="#1B4F72")  # another than the pages have, so that the mart has a style of its own
    make_fee(mart, packing_paise=500)
    Wage.objects.create(state=make_state(), day_paise=44_000, from_date=date(2020, 1, 1), source="test")
    maker = make_maker("माँ तारा समूह", mart=mart)
    make_good("लहठी", maker=maker, craft=Craft.objects.get(slug="lac"))
    house.start()
    return maker


@pytest.fixture
def phone(maker: Maker, house: Haat, browser: Browser) -> Iterator[Page]:
    """Chromium as a small phone with the maker signed in."""
    client, home = Client(), f"http://127.0.0.1:{house.port}"
    member = maker.members.get()
    client.force_login(member.user, backend="django.contrib.auth.backends.ModelBackend")
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


def test_pages_that_come_at_once_are_all_kept(phone: Page):
    """A new person's two pages are fetched side by side; neither may empty the cache under the other."""
    until(phone, "navigator.serviceWorker.controller !== null")
    for _turn in range(10):
        ready_for_no_net(phone)
        phone.evaluate(
            "async () => { await caches.delete('haat-pages');"
            " navigator.serviceWorker.controller.postMessage({ keep: ['/maker/', '/maker/add/'] }); }"
        )
        until(phone, "async () => (await (await caches.open('haat-pages')).keys()).length === 3")


def test_good_is_added_without_net_and_sent_once(phone: Page, maker: Maker):
    before = Good.objects.count()
    ready_for_no_net(phone)
    phone.context.set_offline(True)
    taps = Taps(phone)

    taps.tap("#add-good")
    expect(phone.locator("h1:visible")).to_have_text("इसकी फ़ोटो लीजिए")
    taps.count += 1
    phone.set_input_files("input[name=photo]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    phone.wait_for_selector("#name:visible")
    phone.fill("#name", "लाल लहठी, 4 का जोड़ा")
    taps.tap("[data-screen=name] .sticky button")
    taps.type("90")
    taps.tap("[data-craft=lac] .material >> nth=1")
    taps.type("35")
    taps.tap(".material--time")
    taps.type("2")
    expect(phone.locator("[data-total]")).to_have_text("₹125")

    # the battery dies in the middle
    until(phone, "async () => (await self.outbox.all()).some((one) => one.values?.time === '2')")
    phone.reload()
    phone.wait_for_selector("[data-screen=cost]:visible")
    expect(phone.locator("[data-total]")).to_have_text("₹125")

    taps.tap("[data-screen=cost] .sticky button")
    expect(phone.locator("input[name=price]")).to_have_value("270")
    taps.tap("[data-screen=price] .sticky button")
    taps.type("12")
    taps.tap("[data-screen=count] .material >> nth=1")
    taps.type("180")
    taps.tap("[data-screen=count] .sticky button")
    phone.wait_for_selector("#done:visible")
    expect(phone.locator("[data-back-name]")).to_have_text("लाल लहठी, 4 का जोड़ा")
    assert taps.count <= 9
    assert Good.objects.count() == before
    SHOTS.mkdir(exist_ok=True)
    phone.screenshot(path=SHOTS / "maker-added-offline-360-hi.png", full_page=True)

    phone.reload()
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    until(phone, "async () => (await self.outbox.all()).every((one) => one.state !== 'ready')")
    phone.reload()
    phone.wait_for_timeout(300)

    goods = list(Good.objects.filter(state=Good.State.WAITING))
    assert [good.texts.get().name for good in goods] == ["लाल लहठी, 4 का जोड़ा"]
    good = goods[0]
    variant = good.variants.get()
    assert (variant.price_paise, variant.weight_g) == (27_000, 180)
    assert StockItem.objects.get(variant=variant).on_hand == 12
    assert CostSheet.objects.get(variant=variant).materials_paise == 12_500
    assert max(good.photos.get().picture.width, good.photos.get().picture.height) == 1600
    assert good.maker == maker
    assert phone.wrong == []  # type: ignore[attr-defined]


def test_app_opens_while_the_server_is_down(phone: Page, house: Haat):
    ready_for_no_net(phone)
    house.stop()
    looks_right(phone, "/maker/")
    looks_right(phone, "/maker/add/")
    phone.goto("/maker/money/")
    expect(phone.locator("h1")).to_have_text("नेट नहीं है")
    house.start()
    looks_right(phone, "/maker/money/")
    assert phone.wrong == []  # type: ignore[attr-defined]


def upgrade(house: Haat, tmp_path: Path) -> None:
    """Serve the next version: a style and a script that others import have changed."""
    house.stop()
    shown, following = Path(house.environment["HAAT_DATA_DIR"]) / "static", tmp_path / "next"
    kept = shown.resolve()
    shown.unlink()
    shutil.copytree(kept, shown)
    for name in ("maker/maker.css", "maker/js/fair.js"):
        found = finders.find(name)
        (following / name).parent.mkdir(parents=True, exist_ok=True)
        (following / name).write_text(Path(found).read_text() + "\n/* the next version */\n")
    settings = {"DJANGO_SETTINGS_MODULE": "tests.browser.upgraded", "HAAT_NEXT_FILES": str(following)}
    house.environment |= settings
    house.start()


def test_pages_kept_before_an_upgrade_keep_their_files(phone: Page, house: Haat, tmp_path: Path):
    ready_for_no_net(phone)
    phone.goto("/maker/goods/")
    before = phone.evaluate(FILES)
    style = phone.locator("link[href*='maker/maker.']").get_attribute("href")
    upgrade(house, tmp_path)
    phone.goto("/maker/")
    until(phone, f"async () => (await ({FILES})()).length === 2")
    phone.goto("/maker/")  # asks the worker that still rules to keep pages, and so to sweep
    # A slow answer lets the page kept before stand for a while; the new one is kept when it has come.
    until(
        phone,
        f"""async () => {{
        const added = await (await caches.open("haat-pages")).match("/maker/add/");
        return !(await added.text()).includes("{style}");
    }}""",
    )
    until(phone, WHOLE)
    held = phone.evaluate(HELD)
    assert len(held) == 2
    assert min(held) > 5  # the worker that goes has not thrown away what the one that comes was still gathering
    house.stop()
    for page in ("/maker/", "/maker/add/", "/maker/goods/"):
        looks_right(phone, page)
    house.start()
    phone.goto("/maker/goods/")
    until(phone, f"async () => (await ({FILES})()).length === 1")
    assert phone.evaluate(FILES) != before
    assert phone.wrong == []  # type: ignore[attr-defined]


def test_pages_are_forgotten_at_sign_out(phone: Page):
    ready_for_no_net(phone)
    phone.locator(".menu summary").tap()
    phone.locator("[data-sign-out] button").tap()
    phone.wait_for_url("**/sign-in/**")
    assert phone.evaluate("async () => (await caches.keys()).filter((name) => name === 'haat-pages').length") == 0
