"""A good added on a phone of 360 px, in Hindi, without net; reloaded; sent when the net returns: exactly one."""

import io
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from haat.catalogue.actions import send_back
from haat.catalogue.models import Good
from haat.makers.models import Maker
from haat.pricing.models import CostSheet
from haat.stock.models import StockItem
from haat.studio.actions import list_good
from haat.studio.facts import GoodFacts, Size
from tests.browser.group import make_group, small_phone
from tests.browser.kept import FILES, HELD, looks_right, ready_for_no_net, until, until_followed
from tests.load.haat import Haat
from tests.make import BY, make_stocked

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parent / "shots"
BOTH = """async () => {
    const held = (await (await caches.open("haat-pages")).keys()).map((one) => new URL(one.url).pathname);
    return ["/maker/", "/maker/add/"].every((path) => held.includes(path));
}"""


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
    group = make_group()
    house.start()
    return group


@pytest.fixture
def phone(maker: Maker, house: Haat, browser: Browser) -> Iterator[Page]:
    with small_phone(maker, house, browser) as page:
        yield page


def test_pages_that_come_at_once_are_all_kept(phone: Page):
    """A new person's two pages are fetched side by side; neither may empty the cache under the other."""
    until(phone, "navigator.serviceWorker.controller !== null")
    for _turn in range(10):
        ready_for_no_net(phone)
        phone.evaluate(
            "async () => { await caches.delete('haat-pages');"
            " navigator.serviceWorker.controller.postMessage({ keep: ['/maker/', '/maker/add/'] }); }"
        )
        until(phone, BOTH)


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
    expect(phone.locator("#done-title")).to_be_visible()
    assert taps.count <= 9
    assert Good.objects.count() == before
    SHOTS.mkdir(exist_ok=True)
    phone.screenshot(path=SHOTS / "maker-added-offline-360-hi.png", full_page=True)

    phone.reload()
    phone.context.set_offline(False)
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
    assert max(good.photos.get().picture.width, good.photos.get().picture.height) == 2200
    assert good.maker == maker
    assert phone.wrong == []  # type: ignore[attr-defined]


def tell_of_a_good(phone: Page, side: int) -> None:
    """All five screens, with a picture of this size."""
    phone.goto("/maker/add/?fresh=1")
    phone.wait_for_selector("#add[data-live]")
    phone.set_input_files("input[name=photo]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(side)})
    phone.wait_for_selector("#name:visible")
    phone.fill("#name", "छोटी लहठी")
    for screen, typed in (("name", {}), ("cost", {}), ("price", {"price": "300"}), ("count", {"pieces": "3"})):
        phone.wait_for_selector(f"[data-screen={screen}]:visible")
        for name, value in typed.items():
            phone.fill(f"input[name={name}]", value)
        if screen != "count":
            phone.tap(f"[data-screen={screen}] .sticky button")


def test_a_weight_out_of_proportion_is_asked_about_and_a_refused_good_wears_no_tick(phone: Page):
    """The picture is too small, which the server alone can say: the good opens where it is mended, from any page."""
    ready_for_no_net(phone)
    tell_of_a_good(phone, 40)
    send = "[data-screen=count] .sticky button"
    phone.fill("input[name=weight]", "45000")
    phone.tap(send)
    expect(phone.locator("[data-error=weight]")).to_contain_text("45000 ग्राम?")
    phone.fill("input[name=weight]", "180")
    phone.tap(send)
    phone.wait_for_selector("[data-screen=photo]:visible")
    expect(phone.locator("[data-error=photo]")).to_contain_text("छोटी")
    expect(phone.locator("[data-gone-mark]")).to_be_hidden()
    expect(phone.locator("#done")).to_be_hidden()
    phone.goto("/maker/orders/")
    expect(phone.locator("[data-outbox]")).to_contain_text("छोटी लहठी")
    phone.tap("[data-outbox]")
    phone.wait_for_selector("[data-screen=photo]:visible")
    assert phone.input_value("#name") == "छोटी लहठी"
    assert Good.objects.filter(state=Good.State.WAITING).count() == 0
    assert phone.wrong == []  # type: ignore[attr-defined]


def test_what_needs_the_net_says_so_and_what_is_unsent_is_told_at_home(phone: Page, maker: Maker):
    variant = make_stocked(maker)
    ready_for_no_net(phone)
    phone.goto(f"/maker/goods/{variant.good_id}/")
    phone.context.set_offline(True)
    phone.fill("input[name=price]", "600")
    phone.tap("form[action$='/price/'] .key")
    expect(phone.locator("[data-undone]")).to_contain_text("कुछ नहीं बदला")
    variant.refresh_from_db()
    assert variant.price_paise == 52_000
    phone.context.set_offline(False)
    expect(phone.locator("[data-undone]")).to_have_count(0)
    phone.context.set_offline(True)
    phone.goto("/maker/add/")
    phone.wait_for_selector("#add[data-live]")
    phone.set_input_files("input[name=photo]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo(700)})
    phone.wait_for_selector("#name:visible")
    phone.fill("#name", "आधी लहठी")
    until(phone, "async () => (await self.outbox.all()).some((one) => one.values?.name === 'आधी लहठी')")
    phone.goto("/maker/")
    expect(phone.locator("[data-outbox]")).to_contain_text("आधी लहठी")
    phone.tap("[data-outbox]")
    phone.wait_for_selector("[data-screen=name]:visible")
    assert phone.input_value("#name") == "आधी लहठी"
    assert phone.wrong == []  # type: ignore[attr-defined]


def mend(phone: Page, good: Good, price: str) -> None:
    """Another price for what was sent back, without net: it waits on the phone."""
    ready_for_no_net(phone)
    phone.goto(f"/maker/add/?mend={good.pk}")
    phone.wait_for_selector("[data-screen=price]:visible")
    phone.context.set_offline(True)
    phone.fill("input[name=price]", price)
    phone.tap("[data-screen=price] .sticky button")
    phone.wait_for_selector("[data-screen=count]:visible")
    phone.tap("[data-screen=count] .sticky button")
    phone.wait_for_selector("#done:visible")


def sent_back(maker: Maker) -> Good:
    good = make_stocked(maker, pieces=7, price_paise=52_000).good
    return send_back(good, reasons=["price_low"], by=BY)


STATES = "async () => (await self.outbox.all()).map((one) => one.state).join()"


def test_a_mending_that_another_came_before_stays_and_wears_no_tick(phone: Page, maker: Maker):
    """The leader was quicker. What the member told is sent when the desk has given the good back once more."""
    good = sent_back(maker)
    mend(phone, good, "600")
    facts = GoodFacts(craft=good.craft, names={"hi": "लहठी"}, sizes=[Size(price_paise=55_000)])
    list_good(maker, facts, key=good.key, turn=good.checks.count(), sending="the leader’s", by=BY)
    phone.context.set_offline(False)
    until(phone, f"async () => (await ({STATES})()) === 'wrong'")
    phone.goto("/maker/orders/")
    phone.tap("[data-outbox]")
    phone.wait_for_selector("[data-screen=name]:visible")
    expect(phone.locator("[data-error=name]")).to_contain_text("“मेरा सामान”")
    expect(phone.locator("[data-gone-mark]")).to_be_hidden()
    assert phone.input_value("input[name=price]") == "600"
    assert good.variants.get().price_paise == 55_000
    good.refresh_from_db()
    send_back(good, reasons=["price_low"], by=BY)
    phone.goto(f"/maker/add/?mend={good.pk}")
    for screen in ("name", "cost", "price", "count"):
        phone.wait_for_selector(f"[data-screen={screen}]:visible")
        phone.tap(f"[data-screen={screen}] .sticky button")
    expect(phone.locator("[data-gone-mark]")).to_be_visible()
    assert good.variants.get().price_paise == 60_000
    assert phone.wrong == []  # type: ignore[attr-defined]


def test_a_mending_that_waits_is_not_taken_out_of_its_queue_by_looking(phone: Page, maker: Maker):
    good = sent_back(maker)
    mend(phone, good, "600")
    page = f"/maker/add/?mend={good.pk}"
    phone.goto(page)
    expect(phone.locator("input[name=price]")).to_have_value("600")
    phone.goto("/maker/")
    assert phone.evaluate(STATES) == "ready"
    phone.goto(page)
    expect(phone.locator("input[name=price]")).to_have_value("600")
    phone.fill("input[name=weight]", "460")  # what is changed is hers to finish
    until(phone, f"async () => (await ({STATES})()) === 'open'")
    phone.goto(page)
    expect(phone.locator("input[name=weight]")).to_have_value("460")
    phone.tap("[data-screen=count] .sticky button")
    phone.wait_for_selector("#done:visible")
    phone.context.set_offline(False)
    until(phone, f"async () => (await ({STATES})()) === ''")
    variant = good.variants.get()
    assert (variant.price_paise, variant.weight_g, Good.objects.get(pk=good.pk).state) == (60_000, 460, "waiting")
    assert phone.wrong == []  # type: ignore[attr-defined]


def test_app_opens_while_the_server_is_down(phone: Page, house: Haat):
    ready_for_no_net(phone)
    house.stop()
    looks_right(phone, "/maker/")
    looks_right(phone, "/maker/add/")
    phone.goto("/maker/choose/")  # which no page keeps
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
    until_followed(phone)
    held = phone.evaluate(HELD)
    assert len(held) == 2
    assert min(held) > 5  # the worker that goes has not thrown away what the one that comes was still gathering
    house.stop()
    for page in ("/maker/", "/maker/add/", "/maker/goods/"):
        looks_right(phone, page)
    house.start()
    for page in ("/maker/", "/maker/goods/"):  # each has what may be opened next fetched anew
        phone.goto(page)
    until(phone, f"async () => (await ({FILES})()).length === 1")
    assert phone.evaluate(FILES) != before
    assert phone.wrong == []  # type: ignore[attr-defined]


def test_pages_are_forgotten_at_sign_out(phone: Page):
    ready_for_no_net(phone)
    phone.locator(".menu summary").tap()
    phone.locator("[data-sign-out] button").tap()
    phone.wait_for_url("**/sign-in/**")
    phone.wait_for_timeout(2000)  # what was being fetched for her when she left comes now
    assert phone.evaluate("async () => (await (await caches.open('haat-pages')).keys()).length") == 0


def test_pages_are_forgotten_when_the_session_has_ended(phone: Page):
    ready_for_no_net(phone)
    phone.context.clear_cookies(name="sessionid")
    phone.goto("/maker/orders/")
    assert "/sign-in/" in phone.url
    phone.wait_for_timeout(500)
    assert phone.evaluate("async () => (await (await caches.open('haat-pages')).keys()).length") == 0
