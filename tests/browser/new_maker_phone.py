"""A new maker on her own phone: she signs in, learns a lesson and answers its questions, and adds her first good."""

from pathlib import Path

from haat.catalogue.models import Good
from haat.core.jobs import enqueue
from haat.learning.models import Answer, Study
from haat.makers.models import Maker
from tests.browser.conftest import settle
from tests.browser.kept import ready_for_no_net, until
from tests.browser.new_maker import ALL_SENT, PHULMANI
from tests.browser.pocket import Pocket
from tests.browser.test_lessons_offline import SEEN
from tests.browser.test_opening import keys

GOOD = "केसर पेड़ा, ढाई सौ ग्राम"
# The page of the lesson is kept first, then its drawings one after the other.
LESSON_KEPT = """async () => {
    const pages = await caches.open("haat-pages");
    const key = (await pages.keys()).find((one) => one.url.includes("/lessons/photo/"));
    if (!key) return false;
    const text = await (await pages.match(key)).text();
    const named = [...text.matchAll(/"(\\/(?:static|media)[^"#]+)/g)].map((found) => found[1]);
    return (await Promise.all(named.map((one) => caches.match(one)))).every(Boolean);
}"""


def sign_in(maker: Pocket) -> None:
    """By the code on her phone; the app comes to lie on it."""
    maker.go("/maker/")
    maker.sign_in_by_phone(PHULMANI)
    maker.shot("maker-home-first")
    ready_for_no_net(maker.page)


def keep_the_lesson(maker: Pocket) -> None:
    """What is offered now stands above the tiles; it is kept without being opened first."""
    enqueue("learning.look")  # which the worker does every five minutes
    settle()
    maker.go("/maker/")
    maker.shot("maker-home-with-a-lesson")
    maker.says("अच्छी फ़ोटो", "a[href='/maker/lessons/']")
    maker.send("a[href='/maker/lessons/']")
    maker.shot("lessons")
    until(maker.page, LESSON_KEPT)


def learn(maker: Pocket) -> None:
    """After a restart without net: seven screens, the practice, three questions with pictures."""
    maker.go("/maker/lessons/")
    maker.send("a[href='/maker/lessons/photo/']")
    for number in range(1, 8):
        maker.sees(f"#s{number}")
        until(maker.page, SEEN)
        if number == 7:
            maker.press("[data-tried-key]")
            maker.sees("[data-tried-said]")
        maker.shot(f"lesson-{number}")
        if maker.page.locator("[data-next]").is_disabled():
            maker.press("[data-screen]:visible .lesson-pair [data-right]")
        maker.press("[data-next]")
    for number, answer in ((1, "b"), (2, "b"), (3, "b")):
        maker.sees(f"#q{number}")
        until(maker.page, SEEN)
        maker.press(f"#q{number} [data-choice='{answer}']")
        maker.shot(f"lesson-q{number}")
        maker.press("[data-next]")
    maker.sees("[data-screen='end']")
    maker.shot("lesson-end")
    maker.go("/maker/")
    maker.shot("maker-home-lesson-kept")
    assert Study.objects.count() == 0


def tell_the_lesson(maker: Pocket) -> None:
    maker.go("/maker/lessons/")
    until(maker.page, ALL_SENT)
    maker.page.reload()
    maker.shot("lessons-told")
    study = Study.objects.get()
    assert study.tried_at is not None
    assert dict(Answer.objects.values_list("question", "right")) == {"q1": True, "q2": False, "q3": True}


def add_first_good(maker: Pocket, photo: Path) -> None:
    """Photo, name, cost, price and count without net; the browser ends in the middle."""
    maker.go("/maker/")
    maker.send("#add-good")
    maker.shot("add-photo")
    maker.sees("#add[data-live]")
    maker.give("input[name=photo]", photo)
    maker.type("#name", GOOD)
    maker.tick("label.craft:has(input[value=sweets])")
    maker.shot("add-name")
    maker.press("[data-screen=name] .sticky button")
    for material, rupees in (("khoya", "45"), ("sugar", "10")):
        maker.tick(f"[data-craft=sweets] label:has([data-material={material}])")
        keys(maker, rupees)
    maker.press(".material--time")
    keys(maker, "1")
    maker.says("₹55", "[data-total]")
    maker.shot("add-cost")
    until(maker.page, "async () => (await self.outbox.all()).some((one) => one.values?.time === '1')")
    maker.restart()
    maker.go("/maker/")
    maker.shot("maker-home-half-a-good")
    maker.send("[data-outbox]")
    maker.sees("#add[data-live] [data-screen=cost]")
    maker.says("₹55", "[data-total]")
    maker.press("[data-screen=cost] .sticky button")
    maker.shot("add-price")
    maker.press("[data-screen=price] .sticky button")
    keys(maker, "12")
    maker.tick("[data-screen=count] label:has(input[name=weight])")
    keys(maker, "290")
    maker.shot("add-count")
    maker.press("[data-screen=count] .sticky button")
    maker.says(GOOD, "[data-back-name]")
    maker.sees("#done-title")
    maker.shot("add-kept")
    assert not Good.objects.filter(texts__name=GOOD).exists()


def send_first_good(maker: Pocket, her: Maker) -> Good:
    maker.go("/maker/")
    maker.until(lambda: Good.objects.filter(maker=her, state=Good.State.WAITING).exists())
    maker.page.reload()
    maker.shot("maker-home-sent")
    maker.go("/maker/goods/")
    maker.shot("maker-goods")
    settle()
    return Good.objects.get(maker=her)
