"""The demonstration (`HAAT_DEMO=1`): codes stand on the page, and every page says what it is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import PHONE, Person
from tests.browser.world import PASSWORD, World
from tests.load.haat import Haat

pytestmark = pytest.mark.browser


@pytest.fixture
def served(house: Haat, world: World) -> Haat:
    house.environment["HAAT_DEMO"] = "1"
    house.start()
    return house


def test_demonstration_shows_its_codes_on_the_page(world: World, meet: Callable[..., Person]):
    leader, desk = meet("hi", PHONE), meet("hi", PHONE)
    leader.go("/sign-in/")
    leader.type("input[name=phone]", world.leader.phone.removeprefix("+91"))
    leader.send("main form button[type=submit]")
    leader.type("input[name=code]", leader.find(".notice b.num").inner_text())
    leader.send("main form button[type=submit]")
    expect(leader.page).to_have_url(f"{leader.home}/maker/")
    desk.go("/office/")
    desk.type("input[name=phone]", world.desk.phone.removeprefix("+91"))
    desk.type("input[name=password]", PASSWORD)
    desk.send("main form button[type=submit]")
    desk.type("input[name=code]", desk.find(".notice b.num").inner_text())
    desk.send("main form button[type=submit]")
    expect(desk.page).to_have_url(f"{desk.home}/office/")
