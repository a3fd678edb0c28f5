"""Taking back on the maker's phone: what is kept there and not sent yet, and what waits at the desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from haat.catalogue.actions import send_back, send_for_check
from haat.makers.models import Maker
from tests.browser.group import make_group, small_phone
from tests.browser.kept import ready_for_no_net, until
from tests.load.haat import Haat
from tests.make import BY, make_part, make_stocked

pytestmark = pytest.mark.browser


@pytest.fixture
def maker(house: Haat) -> Maker:
    group = make_group()
    house.start()
    return group


@pytest.fixture
def phone(maker: Maker, house: Haat, browser: Browser) -> Iterator[Page]:
    with small_phone(maker, house, browser) as page:
        yield page
        assert page.wrong == []  # type: ignore[attr-defined]


def kept(phone: Page, number: int) -> None:
    until(phone, f"async () => Boolean(self.deeds.all) && (await self.deeds.all()).length === {number}")


def test_undoing_leaves_what_is_kept_for_another_maker_and_questions_one_by_one(phone: Page, maker: Maker):
    part = make_part({make_stocked(maker): 1})
    ready_for_no_net(phone)
    phone.goto("/maker/help/")
    phone.goto("/maker/help/ask/")
    phone.goto(f"/maker/orders/{part.number}/")
    phone.context.set_offline(True)
    phone.tap("form[action$='/accept/'] .key")
    kept(phone, 1)
    phone.evaluate(
        """(of) => self.deeds.add({ user: document.getElementById("deeds").dataset.user, as: "another", of, path: "/x",
            token: "/nowhere" })""",
        f"order:{part.number}",
    )
    phone.reload()  # so that it knows of both
    phone.tap("[data-take-back]")
    expect(phone.locator("form[action$='/accept/']")).to_be_visible()
    assert phone.evaluate("async () => (await self.deeds.all())[0].as") == "another"
    phone.goto("/maker/help/ask/")
    phone.fill("textarea", "मेरा पैसा कब आएगा?")
    phone.tap(".sticky .key")
    kept(phone, 2)
    phone.goto("/maker/help/")
    expect(phone.locator("[data-kept=help]")).to_contain_text("फ़ोन में रखा है")
    expect(phone.locator("[data-take-back]")).to_have_count(0)
    expect(phone.locator("[data-kept=help] a")).to_have_attribute("href", "/maker/kept/")


def test_good_that_waits_is_taken_back_when_the_net_returns(phone: Page, maker: Maker):
    good = make_stocked(maker, pieces=3).good
    send_back(good, reasons=["price_low"], by=BY)
    send_for_check(good, by=BY)
    ready_for_no_net(phone)
    phone.goto(f"/maker/goods/{good.pk}/")
    phone.context.set_offline(True)
    phone.tap("form[action$='/back/'] .key")
    kept(phone, 1)
    phone.context.set_offline(False)
    phone.wait_for_url(f"**/maker/add/?mend={good.pk}*")
    phone.wait_for_selector("#add[data-live]")
    good.refresh_from_db()
    assert good.state == "draft"
