"""A lesson on a phone of 360 px, in Hindi: kept whole, learnt without net after a restart, told once afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from haat.learning.models import Answer, Study
from haat.makers.models import Maker
from tests.browser.group import make_group, small_phone
from tests.browser.kept import ready_for_no_net, until
from tests.load.haat import Haat

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).parent / "shots"
# Every drawing that is seen has come; the good of these tests has no real photograph.
SEEN = """() => [...document.images]
    .filter((one) => one.offsetParent && !one.src.includes("/media/"))
    .every((one) => one.complete && one.naturalWidth > 0)"""


@pytest.fixture
def maker(house: Haat) -> Maker:
    group = make_group()
    house.start()
    return group


@pytest.fixture
def phone(maker: Maker, house: Haat, browser: Browser) -> Iterator[Page]:
    with small_phone(maker, house, browser) as page:
        yield page


def on(phone: Page) -> None:
    """To the next screen; a pair is answered first."""
    right = phone.locator("[data-screen]:visible .lesson-pair [data-right]")
    if right.count() and phone.locator("[data-next]").is_disabled():
        right.first.tap()
    phone.locator("[data-next]").tap()


def test_lesson_is_learnt_without_net_and_counts_once(phone: Page, maker: Maker):
    ready_for_no_net(phone)
    phone.goto("/maker/lessons/photo/")
    expect(phone.locator("[data-kept-here]")).to_be_visible(timeout=20_000)
    phone.context.set_offline(True)
    phone.goto("/maker/lessons/photo/")  # as after a restart: nothing but what lies on the phone
    SHOTS.mkdir(exist_ok=True)
    for number in range(1, 8):
        expect(phone.locator(f"#s{number}")).to_be_visible()
        until(phone, SEEN)
        phone.screenshot(path=SHOTS / f"lesson-{number}-360-hi.png")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        if number == 7:
            phone.locator("[data-tried-key]").tap()
            expect(phone.locator("[data-tried-said]")).to_be_visible()
        on(phone)
    for number in range(1, 4):
        expect(phone.locator(f"#q{number}")).to_be_visible()
        until(phone, SEEN)
        phone.locator(f"#q{number} [data-choice='b']").tap()
        phone.screenshot(path=SHOTS / f"lesson-q{number}-360-hi.png")
        phone.locator("[data-next]").tap()
    expect(phone.locator("[data-screen='end']")).to_be_visible()
    assert Study.objects.count() == 0

    phone.context.set_offline(False)
    until(phone, "async () => (await self.deeds.all()).length === 0")
    phone.goto("/maker/lessons/")
    study = Study.objects.get()
    answers = dict(Answer.objects.values_list("question", "right"))
    assert (study.person, study.tried_at is not None) == (maker.members.get().user, True)
    assert answers == {"q1": True, "q2": False, "q3": True}
    phone.screenshot(path=SHOTS / "lessons-360-hi.png", full_page=True)
    assert phone.wrong == []  # type: ignore[attr-defined]
