"""The first steps of the life of a maker: her village, the survey without net, enrolling, account and papers."""

from pathlib import Path

from haat.makers.models import Maker
from haat.survey.models import Find
from tests.browser.conftest import settle
from tests.browser.kept import STYLED, until
from tests.browser.opening import Walker
from tests.browser.pocket import Pocket
from tests.browser.test_opening import invite, key_of, paper

SURVEYOR, PHULMANI = "9431100051", "9431100052"
NAME, VILLAGE = "फूलमनी हेम्ब्रम", "कुसमाहा"
FSSAI = "21526030000456"
SURVEY_KEPT = """async () => {
    const held = (await (await caches.open("haat-pages-all")).keys()).map((one) => new URL(one.url).pathname);
    const files = (await caches.keys()).find((name) => name.startsWith("haat-files-"));
    const scripts = (await (await caches.open(files)).keys()).map((one) => one.url);
    return held.includes("/maker/survey/add/") && scripts.some((url) => url.includes("/survey/js/recorder"));
}"""
ALL_SENT = "async () => (await self.deeds.all()).length === 0"


def bring_village(desk: Walker, folder: Path) -> None:
    """The villages of Sarath from a table, and a field worker for the block."""
    table = folder / "villages.csv"
    rows = (f"Sarath,Kusmaha,{VILLAGE},814112", "Sarath,Babudih,बाबूडीह,814112")
    table.write_text("\n".join(("block,name_en,name_hi,pin", *rows, "")), "utf-8")
    desk.go("/office/tables/")
    desk.choose("kind", value="villages")
    desk.give("input[name=file]", table)
    desk.send("main form[enctype] button.key")
    settle()
    desk.page.reload()
    desk.send("form[action$='/bring/'] button")
    settle()
    desk.page.reload()
    desk.shot("villages-brought")
    invite(desk, SURVEYOR, "सुशीला मरांडी", "surveyor", "सारठ")


def walk_to_the_village(worker: Pocket) -> None:
    """She comes in by the code on her phone; the survey comes to lie on it."""
    worker.come_in(SURVEYOR)
    worker.sees("#survey-add")
    worker.shot("survey-home")
    until(worker.page, "navigator.serviceWorker.controller !== null")
    worker.page.reload()
    until(worker.page, SURVEY_KEPT)


def further(worker: Walker, screen: str, following: str = "") -> None:
    worker.shot(f"survey-{screen}")
    worker.press(f"[data-screen={screen}] .sticky button")
    if following:
        worker.sees(f"[data-screen={following}]")


def find_her(worker: Pocket, photo: Path) -> None:
    """Without net, and once the battery is empty in the middle, she notes a maker."""
    worker.go("/maker/survey/")
    assert worker.page.evaluate(STYLED)
    worker.press("#survey-add")
    worker.sees("#find[data-live]")
    worker.press(f".village:has-text('{VILLAGE}')")
    worker.press("[data-locate]")
    worker.says("14", "[data-gps-said]")
    further(worker, "where", "what")
    worker.press(".craft:has(input[value=sweets])")
    worker.page.set_input_files("[data-screen=what] input[name=photo]", photo)
    worker.sees(".shots-list img")
    assert worker.page.evaluate("[...document.querySelectorAll('.craft')].every((one) => one.scrollTop === 0)")
    further(worker, "what", "many")
    worker.type("input[name=month_pieces]", "40")
    worker.page.wait_for_timeout(600)
    worker.restart()
    worker.go("/maker/survey/")
    worker.shot("survey-after-the-battery")
    worker.send(".found-one [data-go-on]")
    worker.sees("#find[data-live]")
    assert worker.page.input_value("input[name=month_pieces]") == "40"
    further(worker, "many", "price")
    worker.press("[data-quick=price] button >> nth=2")
    further(worker, "price", "sells")
    worker.press("[data-screen=sells] .village >> nth=2")
    further(worker, "sells", "notice")
    for purpose in ("contact", "media", "household"):
        worker.press(f"[data-purpose={purpose}] .choice >> nth=0")
    further(worker, "notice", "who")
    worker.type("#name", NAME)
    worker.type("#phone-number", PHULMANI)
    further(worker, "who", "house")
    for _turn in range(5):
        worker.press("[data-more=members]")
    further(worker, "house")
    worker.sees("#done-title")
    worker.says(NAME, "[data-back-name]")
    worker.shot("survey-kept")
    assert Find.objects.count() == 0


def send_the_find(worker: Pocket) -> Find:
    """With net it goes by itself, once."""
    worker.go("/maker/survey/")
    until(worker.page, ALL_SENT)
    worker.sees(".found-one [data-sent]")
    worker.shot("survey-sent")
    return Find.objects.get()


def enrol_her(desk: Walker, find: Find) -> Maker:
    """The desk looks at what was found, follows her, notes a call, and makes her a maker."""
    desk.go("/office/survey/")
    desk.shot("finds")
    desk.send(f"a[href='/office/survey/{find.pk}/']")
    desk.shot("find")
    desk.send("form[action$='/lead/'] button")
    desk.shot("find-followed")
    desk.press("details:has([name=result]) summary")
    desk.fill(words="बेचना चाहती हैं")
    desk.send("form[action$='/call/'] button.key")
    desk.shot("find-called")
    desk.send("a[href$='/enrol/']")
    desk.shot("enrol")
    key_of(desk)
    desk.shot("enrolled")
    return Maker.objects.get(phone=f"+91{PHULMANI}")


def give_account_and_pan(desk: Walker, her: Maker, folder: Path) -> None:
    """What opening asks, with pictures; and her yes to being kept and shown."""
    desk.fill(holder="Phulmani Hembrom", ifsc="SBIN0000064")
    desk.type("#bank input[name=number]", "30011220052")
    desk.give("#bank input[name=photo]", paper(folder, "passbook"))
    desk.send("#bank form button.key")
    desk.choose("kind", value="pan")
    desk.type("#paper input[name=number]", "AAAPH0052D")
    desk.give("#paper input[name=photo]", paper(folder, "pan"))
    desk.send("#paper form button.key")
    desk.shot("account-and-pan")
    desk.send("a[href$='/consent/']")
    desk.tick("label:has(input[name=answer][value=yes])")
    desk.tick("label:has(input[name=how][value=spoken])")
    desk.shot("notice-read")
    desk.send("form:has([name=answer]) button.key[type=submit]")
    desk.go(f"/office/makers/{her.pk}/")
    desk.shot("nothing-is-missing")


def confirm_and_open(second: Walker, her: Maker) -> None:
    """Another person compares the account and the PAN with their pictures, and opens her."""
    second.go(f"/office/makers/{her.pk}/")
    second.shot("second-person")
    for fold, key in (("#bank", "form[action$='/confirm/'] button"), ("#paper", "button[name=accept][value=yes]")):
        second.send(f"section:has({fold}) form[action*='/files/'] button")
        second.shot(f"look-{fold.removeprefix('#')}")
        second.send(key)
    second.send("form[action$='/open/'] button")
    second.shot("maker-open")
    settle()


def begin_a_wave(collector: Walker) -> str:
    """The collector takes those who make by themselves along in a wave; answers the address of its board."""
    collector.go("/office/waves/")
    collector.shot("waves-empty")
    collector.send("a[href='/office/waves/new/']")
    with collector.page.expect_navigation():
        collector.choose("who", value="artisan")
    collector.type("[name=title]", "पहली टोली")
    collector.shot("wave-new")
    collector.send("form[method=post] button.key:has-text('टोली')")
    collector.shot("wave-made")
    collector.send("form[action$='/begin/'] button")
    collector.shot("wave-begun")
    return collector.page.url


def make_the_paper(desk: Walker, her: Maker, folder: Path) -> str:
    """Food needs its FSSAI number: the road is opened, filled, applied for, and its number comes."""
    desk.go("/office/paperwork/")
    desk.shot("papers-none")
    desk.go(f"/office/paperwork/makers/{her.pk}/")
    desk.shot("papers-of-her")
    desk.choose("kind", value="fssai")
    desk.send("form:has([name=about]) button.key")
    road = desk.page.url
    desk.shot("road-begun")
    for _turn in range(6):
        desk.send(".pw-box:not(.pw-box--on)")
    desk.press("details:has(form[action$='/answers/']) summary")
    for field in desk.page.locator("form[action$='/answers/'] input[type=text]").all():
        field.fill("1")
    desk.shot("road-asked")
    desk.send("form[action$='/answers/'] button.key")
    desk.press("details:has(form[action$='/applied/']) summary")
    desk.fill(where="FoSCoS")
    desk.type("form[action$='/applied/'] [name=reference]", "10260501")
    desk.send("form[action$='/applied/'] button.key")
    desk.shot("road-applied")
    return road


def write_its_number(desk: Walker, road: str, folder: Path) -> None:
    desk.go(road)
    desk.press("details:has(form[action$='/number/']) summary")
    desk.type("form[action$='/number/'] [name=number]", FSSAI)
    desk.type("form[action$='/number/'] [name=valid_until]", "2027-12-31")
    desk.give("form[action$='/number/'] [name=photo]", paper(folder, "fssai"))
    desk.send("form[action$='/number/'] button.key")
    desk.shot("road-number")


def check_its_number(second: Walker, road: str) -> None:
    """Another person reads it from the paper."""
    second.go(road)
    second.shot("road-to-check")
    second.send("form[action*='/files/'] button")
    second.shot("road-paper-seen")
    second.go(road)
    second.send("form[action$='/check/'] button[value=yes]")
    second.shot("road-granted")
    settle()
