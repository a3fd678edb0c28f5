"""The practice shop on a phone of 360 px, in Hindi: a good, an order, packing with a photo of the label, a return.

First with the net away and told once afterwards; then a real order is packed with a photo of its label, without net.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from haat.core.actor import MACHINE
from haat.learning.models import Practice
from haat.makers.models import Maker
from haat.orders.actions import accept
from haat.orders.models import Part, PartPhoto
from tests.browser.group import make_group, small_phone
from tests.browser.kept import ready_for_no_net, until
from tests.load.haat import Haat
from tests.make import make_part, make_stocked
from tests.web.maker.conftest import photo

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parent / "shots"
EMPTY = "async () => (await self.deeds.all()).length === 0"
KEPT = "async () => (await (await caches.open('haat-pages')).keys()).some((one) => one.url.includes('{part}'))"


@pytest.fixture
def maker(house: Haat) -> Maker:
    group = make_group()
    house.start()
    return group


@pytest.fixture
def phone(maker: Maker, house: Haat, browser: Browser) -> Iterator[Page]:
    with small_phone(maker, house, browser) as page:
        yield page


def shot(phone: Page, field: str) -> None:
    phone.locator(field).set_input_files({"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo()})


def seen(phone: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.screenshot(path=SHOTS / f"practice-{name}-360-hi.png", full_page=True)


def test_a_whole_turn_without_net_counts_once(phone: Page, maker: Maker):
    ready_for_no_net(phone)
    phone.goto("/maker/lessons/practice/")
    phone.goto("/maker/lessons/")
    until(phone, KEPT.format(part="lessons/practice/"))
    phone.goto("/maker/lessons/practice/")
    phone.context.set_offline(True)
    phone.locator("#practice-name").fill("अभ्यास की लहठी")
    shot(phone, "#shot-photo")
    seen(phone, "1")
    phone.locator("#practice-good button.key--big").tap()
    expect(phone.locator("#practice-mend")).to_be_visible()
    phone.locator("#practice-mend [data-wrong]").tap()
    expect(phone.locator("#practice-mend [data-why]")).to_be_visible()
    seen(phone, "2")
    phone.locator("#practice-mend button[value='white']").tap()
    expect(phone.locator("#practice-accept")).to_be_visible()
    seen(phone, "3")
    phone.locator("#practice-accept button").last.tap()
    expect(phone.locator("#practice-pack")).to_be_visible()
    phone.locator("#practice-weight").fill("850")
    shot(phone, "#shot-label")
    seen(phone, "4")
    phone.locator("#practice-pack button.key--big").tap()
    expect(phone.locator("#practice-return")).to_be_visible()
    shot(phone, "#shot-closed")
    shot(phone, "#shot-opened")
    seen(phone, "5")
    phone.locator("#practice-return button[value='again']").tap()
    until(phone, "async () => (await self.deeds.all()).length === 5")
    assert Practice.objects.count() == 0

    phone.context.set_offline(False)
    until(phone, EMPTY)
    phone.goto("/maker/lessons/practice/")
    row = Practice.objects.get()
    assert (row.step, row.weight_g, row.name) == ("done", 850, "अभ्यास की लहठी")
    assert row.photos.count() == 4
    phone.reload()
    seen(phone, "6")
    assert phone.wrong == []  # type: ignore[attr-defined]


def test_a_real_parcel_is_packed_with_a_photo_without_net(phone: Page, maker: Maker):
    part: Part = make_part({make_stocked(maker): 1})
    accept(part, by=MACHINE)
    ready_for_no_net(phone)
    url = f"/maker/orders/{part.number}/"
    phone.goto("/maker/orders/")
    until(phone, KEPT.format(part=part.number))
    phone.goto(url)
    phone.context.set_offline(True)
    phone.locator("#weight").fill("480")
    shot(phone, "#shot-photo")
    expect(phone.locator(".shot-taken")).to_be_visible()
    phone.screenshot(path=SHOTS / "pack-with-photo-360-hi.png", full_page=True)
    phone.locator("form[action$='/pack/'] .sticky button").tap()
    until(phone, "async () => (await self.deeds.all()).length === 1")
    assert not PartPhoto.objects.exists()
    phone.context.set_offline(False)
    until(phone, EMPTY)
    phone.goto("/maker/orders/")
    part.refresh_from_db()
    assert (part.state, PartPhoto.objects.get().kind) == ("packed", "label")
    assert phone.wrong == []  # type: ignore[attr-defined]
