"""A maker found on a phone of 360 px, in Hindi, without net and after a restart; sent with the net: exactly one."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from haat.catalogue.actions import import_crafts
from haat.core.actor import MACHINE
from haat.people.models import User
from haat.survey import actions
from haat.survey.models import ClosedHouse, Find
from tests.browser.kept import STYLED, until
from tests.browser.person import WAIT_MS
from tests.browser.test_maker_offline import photo
from tests.load.haat import Haat
from tests.make import make_block, make_mart
from tests.make_survey import make_village, make_worker

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parent / "shots"
KEPT = """async () => {
    const held = (await (await caches.open("haat-pages-all")).keys()).map((one) => new URL(one.url).pathname);
    const files = (await caches.keys()).find((name) => name.startsWith("haat-files-"));
    const scripts = (await (await caches.open(files)).keys()).map((one) => one.url);
    return held.includes("/maker/survey/add/") && scripts.some((url) => url.includes("/survey/js/recorder"));
}"""


@pytest.fixture
def phone(house: Haat, browser: Browser) -> Iterator[Page]:
    """A field worker of Sarath with her small phone, on her first page."""
    make_mart()
    import_crafts(by=MACHINE)
    block = make_block("Sarath")
    make_village("Kusmaha", block=block)
    worker = make_worker(block)
    house.start()
    client, home = Client(), f"http://127.0.0.1:{house.port}"
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, base_url=home,
        geolocation={"latitude": 24.2312, "longitude": 86.8123, "accuracy": 14}, permissions=["geolocation"],
    )  # fmt: skip
    kept = {"sessionid": client.cookies["sessionid"].value, "language": "hi"}
    context.add_cookies([{"name": name, "value": value, "url": home} for name, value in kept.items()])
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.wrong: list[str] = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda problem: page.wrong.append(str(problem)))  # type: ignore[attr-defined]
    page.goto("/maker/")
    expect(page).to_have_url(f"{home}/maker/survey/")
    yield page
    context.close()


def on(page: Page, screen: str) -> None:
    page.wait_for_selector(f"[data-screen={screen}]:visible")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360, f"{screen} is {wide} px wide"
    page.screenshot(path=SHOTS / f"survey-{screen}-360-hi.png", full_page=True)


def further(page: Page, screen: str) -> None:
    page.locator(f"[data-screen={screen}] .sticky button").tap()


def test_maker_is_found_without_net_after_a_restart_and_sent_once(phone: Page):
    SHOTS.mkdir(exist_ok=True)
    until(phone, "navigator.serviceWorker.controller !== null")
    phone.reload()
    until(phone, KEPT)
    phone.context.set_offline(True)
    phone.reload()
    assert phone.evaluate(STYLED)
    phone.tap("#survey-add")
    phone.wait_for_selector("#find[data-live]")
    on(phone, "where")
    phone.locator(".village", has_text="कुसमाहा").tap()
    phone.tap("[data-locate]")
    expect(phone.locator("[data-gps-said]")).to_contain_text("14")
    further(phone, "where")
    on(phone, "what")
    further(phone, "what")
    expect(phone.locator("[data-error=craft]")).to_be_visible()
    phone.locator(".craft").first.tap()
    phone.set_input_files("input[name=photo]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    expect(phone.locator(".shots-list img")).to_have_count(1)
    further(phone, "what")
    on(phone, "many")
    phone.fill("input[name=month_pieces]", "40")

    # the battery dies in the middle
    until(phone, "async () => (await (await indexedDB.databases()).length) > 0")
    phone.wait_for_timeout(600)
    phone.reload()
    on(phone, "many")
    expect(phone.locator("input[name=month_pieces]")).to_have_value("40")
    further(phone, "many")
    on(phone, "price")
    phone.locator("[data-quick=price] button").nth(2).tap()
    further(phone, "price")
    on(phone, "sells")
    phone.locator("[data-screen=sells] .village").nth(2).tap()
    further(phone, "sells")
    on(phone, "notice")
    further(phone, "notice")
    expect(phone.locator("[data-error=yes]")).to_be_visible()
    for purpose in ("contact", "media", "household"):
        phone.locator(f"[data-purpose={purpose}] .choice").first.tap()
    further(phone, "notice")
    on(phone, "who")
    phone.fill("#name", "फूलमनी हेम्ब्रम")
    phone.fill("#phone-number", "98765 43210")
    further(phone, "who")
    on(phone, "house")
    for _turn in range(5):
        phone.locator("[data-more=members]").tap()
    further(phone, "house")
    phone.wait_for_selector("#done:visible")
    expect(phone.locator("[data-back-name]")).to_have_text("फूलमनी हेम्ब्रम")
    expect(phone.locator("#done-title")).to_have_text("रख लिया। नेट आते ही अपने आप जाएगा")
    assert Find.objects.count() == 0

    # changed before it is sent
    phone.goto("/maker/survey/")
    expect(phone.locator(".found-one [data-name]")).to_have_text("फूलमनी हेम्ब्रम")
    expect(phone.locator(".found-one [data-waits]")).to_be_visible()
    expect(phone.locator(".found-one [data-when]")).to_have_text(
        re.compile(r"^\d\d:\d\d$")
    )  # nobody reads "pm" in Hindi
    phone.screenshot(path=SHOTS / "survey-home-360-hi.png", full_page=True)
    phone.locator("[data-edit]").tap()
    phone.wait_for_selector("#find[data-live]")
    expect(phone.locator(".shots-list img")).to_have_count(1)
    for screen in ("where", "what"):
        further(phone, screen)
    phone.fill("input[name=month_pieces]", "60")
    for screen in ("many", "price", "sells", "notice", "who", "house"):
        further(phone, screen)
    phone.wait_for_selector("#done:visible")

    phone.context.set_offline(False)
    until(phone, "async () => (await self.deeds.all()).length === 0")
    phone.goto("/maker/survey/")
    expect(phone.locator(".found-one [data-sent]")).to_be_visible()
    find = Find.objects.get()
    assert (find.name, find.phone, find.month_pieces, find.members) == ("फूलमनी हेम्ब्रम", "+919876543210", 60, 5)
    assert (find.price_paise, find.sells, find.place.slug, find.accuracy_m) == (10_000, "haat", "kusmaha", 14)
    assert [(file.kind, file.form) for file in find.files.all()] == [("photo", "jpeg")]
    assert phone.wrong == []  # type: ignore[attr-defined]


def test_who_says_no_leaves_no_name_on_the_phone(phone: Page):
    until(phone, "navigator.serviceWorker.controller !== null")
    phone.tap("#survey-add")
    phone.wait_for_selector("#find[data-live]")
    phone.locator(".village", has_text="कुसमाहा").tap()
    further(phone, "where")
    phone.locator(".craft").first.tap()
    further(phone, "what")
    for screen in ("many", "price", "sells"):
        further(phone, screen)
    phone.locator("[data-purpose=contact] .choice").nth(1).tap()
    further(phone, "notice")
    phone.wait_for_selector("#done:visible")
    expect(phone.locator("[data-back-no]")).to_be_visible()
    until(phone, "async () => (await self.deeds.all()).length === 0")
    find = Find.objects.get()
    assert (find.state, find.name, find.month_pieces) == ("counted", "", None)
    assert phone.wrong == []  # type: ignore[attr-defined]


def test_closed_house_is_noted_without_net_and_sent_once(phone: Page):
    village = make_village("Kusmaha")
    worker = User.objects.get(roles__kind="surveyor")
    walk = actions.give_village(make_mart(), place=village, worker=worker, by=MACHINE)
    until(phone, "navigator.serviceWorker.controller !== null")
    phone.reload()
    until(phone, f"async () => Boolean(await caches.match('/maker/survey/villages/{village.pk}/'))")
    phone.context.set_offline(True)
    phone.reload()
    phone.locator("a[data-keep]").tap()
    phone.wait_for_selector("#house")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.fill("#house", "नीला दरवाज़ा")
    phone.locator("form[action$='/closed/'] .key").tap()
    until(phone, "async () => (await self.deeds.all()).length === 1")
    phone.locator("form[action$='/walked/'] .key").tap()
    until(phone, "async () => (await self.deeds.all()).length === 2")
    phone.screenshot(path=SHOTS / "survey-village-360-hi.png", full_page=True)
    assert ClosedHouse.objects.count() == 0
    phone.context.set_offline(False)
    phone.goto(f"/maker/survey/villages/{village.pk}/")
    until(phone, "async () => (await self.deeds.all()).length === 0")
    assert (ClosedHouse.objects.get().house, ClosedHouse.objects.get().found_by_id) == ("नीला दरवाज़ा", worker.pk)
    walk.refresh_from_db()
    assert walk.done_at is not None
    assert phone.wrong == []  # type: ignore[attr-defined]
