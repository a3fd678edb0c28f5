"""A day on the road without net: taken, handed over, a wrong code; sent when the net returns, each once. And a
coordinator who says yes for one of her groups where there is no net."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from haat.core.models import Event
from haat.delivery.models import Fetch, Parcel
from haat.delivery.queries import label_facts
from haat.people.models import User
from haat.web.ui.session import FACTOR_KEY
from tests.browser.kept import until
from tests.browser.person import WAIT_MS
from tests.load.haat import Haat
from tests.make import (
    make_block,
    make_fee,
    make_maker,
    make_mart,
    make_officer,
    make_part,
    make_pickup,
    make_stocked,
)

pytestmark = pytest.mark.browser
KEPT = "async () => (await (await caches.open('%s')).keys()).length >= %d"
KEPT_NONE = """async () => {
    const names = (await caches.keys()).filter((name) => /pages|pictures/.test(name));
    const held = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
    return held.every((number) => number === 0);
}"""
# A camera before which somebody holds `self.shown`.
CAMERA = """self.shown = "https://example.org/a-poster";
self.BarcodeDetector = class {
    static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
    detect() { return Promise.resolve([{ rawValue: self.shown }]); }
};
navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d").fillRect(0, 0, 9, 9);
    return canvas.captureStream();
};"""
Phone = Callable[[User], Page]


@pytest.fixture
def phone(house: Haat, browser: Browser) -> Iterator[Phone]:
    """Chromium as a small phone, with somebody signed in."""
    contexts: list[Any] = []

    def meet(user: User) -> Page:
        client, home = Client(), f"http://127.0.0.1:{house.port}"
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        if user.roles.exists():
            session = client.session
            session[FACTOR_KEY] = True
            session.save()
        size = {"width": 360, "height": 740}
        context = browser.new_context(viewport=size, has_touch=True, is_mobile=True, base_url=home)
        kept = {"sessionid": client.cookies["sessionid"].value, "language": "en"}
        context.add_cookies([{"name": n, "value": v, "url": home} for n, v in kept.items()])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT_MS)
        return page

    yield meet
    for context in contexts:
        context.close()


def page_of(pickup: int, number: str = "") -> str:
    """Where it goes that a parcel was taken along."""
    return f"/office/ride/pick-up/{pickup}/taken/" + (f"{number}/" if number else "")


def test_rider_works_without_net_and_it_counts_once(house: Haat, phone: Phone):
    make_fee(make_mart(), packing_paise=500)
    one, two = (make_part(state="packed").parcel for _turn in range(2))
    pickup = make_pickup(one, two)
    out = make_part(state="on_the_way").parcel
    other = make_part(state="on_the_way").parcel
    for parcel in (out, other):
        Parcel.objects.filter(pk=parcel.pk).update(round=out.round)
    type(out.round).objects.filter(pk=out.round_id).update(rider=pickup.rider)
    house.start()
    page = phone(pickup.rider)
    page.goto("/office/ride/")
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, KEPT % ("haat-ride-pages", 4))
    page.context.set_offline(True)

    page.goto("/office/ride/pick-up/")
    page.locator(f"form[data-take='{one.number}'] button").tap()
    expect(page.locator(f"[data-kept='parcel:{one.number}']")).to_be_visible()
    page.locator("#typed input[name=number]").fill(two.number.lower())
    page.locator("#typed button").tap()
    expect(page.locator(f"[data-kept='parcel:{two.number}']")).to_be_visible()
    expect(page.locator("#typed")).to_be_visible()
    page.locator("#typed input[name=number]").fill("?")
    page.locator("#typed button").tap()
    until(page, "async () => (await self.deeds.all()).length === 3")
    paths = page.evaluate("async () => (await self.deeds.all()).map((deed) => deed.path)")
    assert paths == [page_of(pickup.pk, one.number), page_of(pickup.pk, two.number), page_of(pickup.pk)]
    page.evaluate("async () => self.deeds.drop((await self.deeds.all())[2].key)")
    page.goto("/office/ride/")
    for parcel, code in ((out, out.code), (other, f"{(int(other.code) + 1) % 10_000:04d}")):
        stop = page.locator(f"#stop-{parcel.pk}")
        if not stop.locator("details.stop-do").first.evaluate("fold => fold.open"):
            stop.locator("summary").first.tap()
        stop.locator(f"input[name=p{parcel.pk}-code]").fill(code)
        stop.locator(f"input[name=p{parcel.pk}-taken]").check()
        stop.get_by_role("button", name="Handed over").tap()
        expect(stop.locator(".kept")).to_be_visible()
    page.reload()
    expect(page.locator(f"#stop-{out.pk} .kept")).to_be_visible()
    assert Event.objects.filter(kind__in=("delivery.taken", "delivery.handed_over")).count() == 0

    page.context.set_offline(False)
    until(page, "async () => Boolean(self.deeds.all) && (await self.deeds.all()).length === 1")
    assert set(Fetch.objects.values_list("state", flat=True)) == {"taken"}
    assert Event.objects.filter(kind="delivery.taken").count() == 2
    assert Event.objects.filter(kind="delivery.handed_over").count() == 1
    page.goto("/office/ride/kept/")
    expect(page.locator("[data-deeds-list] [data-why]")).to_contain_text("it is not the right one")
    assert Parcel.objects.get(pk=other.pk).wrong_codes == 1


def test_label_before_the_camera_is_taken_along_and_a_poster_is_not(house: Haat, phone: Phone):
    """What stands in the printed square, to the letter."""
    make_fee(make_mart(), packing_paise=500)
    parcel = make_part(state="packed").parcel
    pickup = make_pickup(parcel)
    house.start()
    page = phone(pickup.rider)
    page.add_init_script(CAMERA)
    page.goto("/office/ride/pick-up/")
    page.locator("[data-scan]").tap()
    expect(page.locator("#scan-said")).to_be_visible()
    page.evaluate("(square) => { self.shown = square; }", label_facts(parcel).qr)
    expect(page.locator(f"form[data-take='{parcel.number}']")).to_have_count(0)
    assert [fetch.state for fetch in Fetch.objects.all()] == ["taken"]


def test_coordinator_says_yes_for_a_group_without_net(house: Haat, phone: Phone):
    mart = make_mart()
    make_fee(mart, packing_paise=500)
    maker = make_maker("Maa Tara", block=make_block("Mohanpur"))
    part = make_part({make_stocked(maker): 1})
    house.start()
    page = phone(make_officer("coordinator", place=make_block("Mohanpur")))
    page.goto("/maker/groups/")
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, KEPT % ("haat-pages-all", 2))
    page.context.set_offline(True)
    page.goto("/maker/groups/")
    expect(page.locator("h1")).to_contain_text("My 1 group")
    expect(page.locator("[data-groups-age]")).to_be_visible()
    page.get_by_role("button", name="Say yes for her").tap()
    expect(page.locator(f"[data-kept='order:{part.number}']")).to_be_visible()
    page.context.set_offline(False)
    until(page, "async () => Boolean(self.deeds.all) && (await self.deeds.all()).length === 0")
    told = Event.objects.get(kind="orders.accepted")
    assert told.for_maker_id == maker.pk


def test_every_block_of_a_coordinator_opens_without_net(house: Haat, phone: Phone):
    mart = make_mart()
    make_fee(mart, packing_paise=500)
    for name, block in (("Maa Tara", "Mohanpur"), ("Gulab", "Sarath")):
        make_maker(name, block=make_block(block))
    house.start()
    page = phone(make_officer("coordinator", place=mart.place))
    page.goto("/maker/groups/")
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, KEPT % ("haat-pages-all", 4))  # whose they are, the list, and each of two blocks
    page.context.set_offline(True)
    for name, block in (("Gulab", "Sarath"), ("Maa Tara", "Mohanpur")):
        page.locator(".blocks a", has_text=block).tap()
        expect(page.locator(".blocks [aria-current]")).to_contain_text(block)
        expect(page.locator("#main")).to_contain_text(name)
        expect(page.locator("[data-groups-age]")).to_be_visible()


def test_nothing_of_his_round_stays_when_the_rider_signs_out(house: Haat, phone: Phone):
    """The way out lies outside of the worker's folder, and so does the desk's, which both phones share."""
    make_fee(make_mart(), packing_paise=500)
    out = make_part(state="on_the_way").parcel
    house.start()
    page = phone(out.round.rider)
    page.goto("/office/ride/")
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, KEPT % ("haat-ride-pages", 4))
    page.evaluate(
        "async () => { await (await caches.open('haat-pages-all')).put('/', new Response('all her groups')); }"
    )
    page.locator("[data-sign-out] button").tap()
    page.wait_for_url("**/en/")
    page.wait_for_timeout(500)
    until(page, KEPT_NONE)


def test_round_is_forgotten_when_the_session_has_ended(house: Haat, phone: Phone):
    make_fee(make_mart(), packing_paise=500)
    out = make_part(state="on_the_way").parcel
    house.start()
    page = phone(out.round.rider)
    page.goto("/office/ride/")
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, KEPT % ("haat-ride-pages", 4))
    page.context.clear_cookies(name="sessionid")
    page.goto("/office/ride/")
    assert "/sign-in/" in page.url
    until(page, KEPT_NONE)


def test_helper_never_sees_another_maker_where_there_is_no_net(house: Haat, phone: Phone):
    make_fee(make_mart(), packing_paise=500)
    first, second = (make_maker(name, block=make_block("Mohanpur")) for name in ("Maa Tara", "Gulab"))
    house.start()
    page = phone(make_officer("coordinator", place=make_block("Mohanpur")))
    page.goto(f"/maker/?for={first.pk}")
    until(page, "navigator.serviceWorker.controller !== null")
    until(page, "async () => !!(await (await caches.open('haat-pages')).match('/maker/orders/'))")
    page.context.set_offline(True)
    page.goto(f"/maker/?for={second.pk}")
    expect(page.locator("h1")).to_have_text("No net")
    page.goto(f"/maker/orders/?for={first.pk}")
    expect(page.locator(".for")).to_contain_text("Maa Tara")
