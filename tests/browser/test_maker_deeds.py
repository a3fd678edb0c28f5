"""What a maker does without net is kept on her phone, said so, sent once when the net returns, not ticked before."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from haat.catalogue.models import Good
from haat.channels.models import MakerTask
from haat.delivery.models import Parcel
from haat.helping.models import Question
from haat.makers.models import Maker
from haat.orders.actions import cancel
from haat.orders.models import Part
from haat.stock.actions import count
from haat.stock.models import StockItem
from tests.browser.group import make_group, small_phone
from tests.browser.kept import ready_for_no_net, until
from tests.browser.person import WAIT_MS
from tests.channels.asking import MADE_OF, ask_plainly, make_asked
from tests.load.haat import Haat
from tests.make import BY, make_part, make_stocked, make_variant

pytestmark = pytest.mark.browser
NONE_KEPT = "async () => Boolean(self.deeds.all) && (await self.deeds.all()).length === 0"
KEPT = "फ़ोन में रखा है, अभी गया नहीं"
# A microphone that hums, whatever the machine has: the recorder and what it writes are the browser's own.
HUMS = """navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext();
    const tone = context.createOscillator();
    const out = context.createMediaStreamDestination();
    tone.connect(out);
    tone.start();
    return out.stream;
}"""


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


def away(phone: Page) -> None:
    phone.context.set_offline(True)


def back(phone: Page) -> None:
    phone.context.set_offline(False)


def kept(phone: Page, number: int) -> None:
    until(phone, f"async () => Boolean(self.deeds.all) && (await self.deeds.all()).length === {number}")


def state(part: Part) -> str:
    part.refresh_from_db()
    return part.state


def became(phone: Page, part: Part, wanted: str) -> None:
    """Wait until the server has it so: a page that was kept may stand while a slow answer is on its way."""
    for _turn in range(WAIT_MS // 200):
        if state(part) == wanted:
            return
        phone.wait_for_timeout(200)
    raise TimeoutError(f"{part.number} never became {wanted}")


def test_order_is_accepted_and_packed_without_net(phone: Page, maker: Maker):
    part = make_part({make_stocked(maker): 2})
    ready_for_no_net(phone)
    phone.goto(f"/maker/orders/{part.number}/")
    away(phone)
    phone.tap("form[action$='/accept/'] .key")
    kept(phone, 1)
    expect(phone.locator("[data-kept]").first).to_contain_text(KEPT)
    expect(phone.locator("form[action$='/accept/']")).to_be_hidden()
    phone.tap("form[action$='/pack/'] .sticky .key")
    kept(phone, 2)
    phone.reload()
    expect(phone.locator("#deeds-note")).to_contain_text("2 काम फ़ोन में रखे हैं")
    assert (state(part), Parcel.objects.count()) == ("placed", 0)
    back(phone)
    until(phone, NONE_KEPT)
    assert (state(part), Parcel.objects.get().weight_g) == ("packed", 950)


def test_with_net_the_key_leads_on_and_the_desks_words_stand_there(phone: Page, maker: Maker):
    part = make_part({make_stocked(maker): 1})
    ready_for_no_net(phone)
    phone.goto(f"/maker/orders/{part.number}/")
    phone.tap("form[action$='/accept/'] .key")
    expect(phone.locator("#deeds-note.notice--done")).to_contain_text("अब पैक")
    assert state(part) == "accepted"
    phone.fill("#weight", "90000")
    phone.tap("form[action$='/pack/'] .sticky .key")
    expect(phone.locator("[data-undone]")).to_be_visible()
    assert (state(part), phone.evaluate("async () => (await self.deeds.all()).length")) == ("accepted", 0)


def test_pieces_move_at_once_and_are_counted_once(phone: Page, maker: Maker):
    variant = make_stocked(maker, pieces=5)
    ready_for_no_net(phone)
    page = f"/maker/goods/{variant.good_id}/"
    phone.goto(page)
    away(phone)
    for key, now in (("1", "6"), ("1", "7"), ("-1", "6")):
        phone.tap(f".count button[value='{key}']")
        expect(phone.locator(".count-number")).to_have_value(now)
    kept(phone, 3)
    phone.reload()
    expect(phone.locator(".count-number")).to_have_value("6")
    expect(phone.locator("[data-kept]").first).to_contain_text(KEPT)
    phone.fill(".count-number", "11")
    phone.locator(".count-number").blur()
    kept(phone, 4)
    assert StockItem.objects.get(variant=variant).on_hand == 5
    back(phone)
    until(phone, NONE_KEPT)
    assert StockItem.objects.get(variant=variant).on_hand == 11
    phone.goto(page)
    expect(phone.locator(".count-number")).to_have_value("11")


def test_questions_are_answered_one_after_the_other_without_net(phone: Page, maker: Maker):
    variant = make_asked(maker)
    ask_plainly(variant, MADE_OF, ("attribute_missing", "length_cm"))
    ready_for_no_net(phone)
    phone.goto("/maker/asks/")
    away(phone)
    expect(phone.locator("[data-ask]:visible h2")).to_have_text("किससे बना?")
    phone.tap("[data-ask]:visible .sticky .key")  # nothing was chosen
    expect(phone.locator("[data-error]:visible")).to_contain_text("पहले जवाब दीजिए")
    phone.tap("[data-ask]:visible .choice >> nth=1")
    phone.tap("[data-ask]:visible .sticky .key")
    kept(phone, 1)
    expect(phone.locator("[data-ask]:visible h2")).to_have_text("लंबाई?")
    phone.tap("[data-ask]:visible .asks-on .key")  # she does not know
    kept(phone, 2)
    expect(phone.locator("[data-asks-kept]")).to_be_visible()
    phone.reload()
    expect(phone.locator("[data-asks-kept]")).to_be_visible()
    assert Good.objects.get(pk=variant.good_id).attributes == {}
    back(phone)
    until(phone, NONE_KEPT)
    assert Good.objects.get(pk=variant.good_id).attributes == {"made_of": "cane"}
    assert MakerTask.objects.get(about="length_cm").why == "unknown"
    expect(phone.locator("h1")).to_have_text("अभी आपसे कुछ पूछना बाक़ी नहीं है")


def test_deed_is_taken_back_before_it_was_sent(phone: Page, maker: Maker):
    part = make_part({make_stocked(maker): 1})
    ready_for_no_net(phone)
    phone.goto(f"/maker/orders/{part.number}/")
    away(phone)
    phone.tap("form[action$='/accept/'] .key")
    kept(phone, 1)
    phone.tap("[data-take-back]")
    kept(phone, 0)
    expect(phone.locator("form[action$='/accept/']")).to_be_visible()
    back(phone)
    assert state(part) == "placed"


def test_order_cancelled_meanwhile_is_a_conflict_that_the_banner_opens(phone: Page, maker: Maker):
    part = make_part({make_stocked(maker): 1})
    ready_for_no_net(phone)
    phone.goto(f"/maker/orders/{part.number}/")
    away(phone)
    phone.tap("form[action$='/accept/'] .key")
    kept(phone, 1)
    phone.goto("/maker/")
    cancel(part, reason="खरीदार ने मना किया", by=BY)
    back(phone)
    note = phone.locator("#deeds-note")
    expect(note).to_contain_text("इस बीच बात बदल गई")
    expect(note).to_contain_text(part.number)
    expect(note.locator("[data-icon=done]")).to_be_hidden()
    phone.locator("#deeds-note a").tap()
    phone.wait_for_url("**/maker/kept/")
    expect(phone.locator("[data-why]")).to_contain_text(part.number)
    phone.tap("[data-refused] [data-drop]")
    expect(phone.locator("[data-deeds-none]")).to_be_visible()
    assert state(part) == "cancelled"


def test_refused_weight_stands_where_it_is_mended_with_what_was_typed(phone: Page, maker: Maker):
    part = make_part({make_stocked(maker): 1}, state="accepted")
    ready_for_no_net(phone)
    page = f"/maker/orders/{part.number}/"
    phone.goto(page)
    away(phone)
    phone.fill("#weight", "40000")
    phone.tap("form[action$='/pack/'] .sticky .key")
    kept(phone, 1)
    phone.goto("/maker/")
    back(phone)
    phone.locator("#deeds-note.notice--wrong a").tap()
    phone.wait_for_url(f"**{page}*")
    expect(phone.locator("[data-undone]")).to_contain_text("40,000 ग्राम")
    assert phone.input_value("#weight") == "40000"
    phone.tap("form[action$='/pack/'] .sticky .key")
    expect(phone.locator("#handover")).to_be_visible()
    assert Parcel.objects.get().weight_g == 40_000


def test_some_now_and_the_rest_later_is_asked_one_question_a_screen(phone: Page, maker: Maker):
    part = make_part({make_stocked(maker, price_paise=20_000): 10})
    ready_for_no_net(phone)
    phone.goto(f"/maker/orders/{part.number}/")
    phone.tap("a[href$='/some/']")
    expect(phone.locator("input[name^=pieces]")).to_have_value("5")
    phone.tap("[data-screen=pieces] [data-by='1']")
    phone.tap("[data-screen=pieces] [data-next] .key")
    expect(phone.locator("[data-days]")).to_have_text("4")
    phone.tap("[data-screen=rest_on] [data-by='1']")
    expect(phone.locator("[data-days]")).to_have_text("5")
    away(phone)
    phone.tap("[data-screen=rest_on] [data-next] .key")
    phone.tap("[data-screen=reason] .key")
    expect(phone.locator("[data-none-chosen]")).to_be_visible()
    phone.tap("[data-screen=reason] .choice >> nth=1")
    phone.tap("[data-screen=reason] .key")
    kept(phone, 1)
    back(phone)
    phone.wait_for_url(f"**/orders/{part.number}/")
    assert sorted(part.order.parts.values_list("state", "lines__quantity")) == [("accepted", 4), ("accepted", 6)]


def test_going_away_says_what_is_unsent_first(phone: Page, maker: Maker):
    part = make_part({make_stocked(maker): 1})
    ready_for_no_net(phone)
    phone.goto(f"/maker/orders/{part.number}/")
    away(phone)
    phone.tap("form[action$='/accept/'] .key")
    kept(phone, 1)
    phone.goto("/maker/")
    phone.locator(".menu summary").tap()
    phone.locator("[data-sign-out] button").tap()
    expect(phone.locator("#deeds-note")).to_contain_text(part.number)
    expect(phone.locator("#deeds-note")).to_contain_text("अभी गया नहीं")
    assert phone.url.endswith("/maker/")


def test_deed_that_does_not_get_through_holds_back_no_other(phone: Page, maker: Maker):
    part = make_part({make_stocked(maker): 1})
    ready_for_no_net(phone)
    phone.goto("/maker/help/ask/")
    away(phone)
    phone.fill("textarea", "मेरा पैसा कब आएगा?")
    phone.tap(".sticky .key")
    kept(phone, 1)
    phone.goto("/maker/")
    phone.context.route("**/maker/help/ask/", lambda route: route.abort())
    back(phone)
    phone.goto(f"/maker/orders/{part.number}/")
    phone.tap("form[action$='/accept/'] .key")
    became(phone, part, "accepted")
    assert Question.objects.count() == 0
    phone.wrong.clear()  # type: ignore[attr-defined]


def test_refused_deed_stays_until_the_very_same_is_done_anew(phone: Page):
    """Of two sizes of a good each is its own, and so is each question."""
    told = phone.evaluate(
        """async () => {
            const hers = { user: "nobody", token: "/nowhere" };
            const about = (path, fields, more) => self.deeds.add({ ...hers, path, fields, ...more });
            const refuse = (deed) => new Promise((done) => {
                indexedDB.open("haat-deeds").onsuccess = ({ target }) => {
                    const writing = target.result.transaction("deeds", "readwrite");
                    writing.objectStore("deeds").put({ ...deed, state: "refused" });
                    writing.oncomplete = () => { target.result.close(); done(deed); };
                };
            });
            const gone = async (deed) => !(await self.deeds.find(deed.key));
            const small = await refuse(await about("/stock/", [["variant", "1"]]));
            const first = await refuse(await about("/ask/", [["words", "a"]], { each: true }));
            await about("/stock/", [["variant", "2"]]);
            await about("/ask/", [["words", "b"]], { each: true });
            const before = [await gone(small), await gone(first)];
            await about("/stock/", [["variant", "1"]]);
            await about("/ask/", [["words", "a, once more"]], { each: true, instead: first.key });
            return [...before, await gone(small), await gone(first)];
        }"""
    )
    assert told == [False, False, True, True]


def test_count_that_met_another_is_put_right_by_counting_once_more(phone: Page, maker: Maker):
    """In the digits of her keyboard; what she typed stays, and the very same is counted with what stands there now."""
    variant = make_stocked(maker, pieces=3)
    ready_for_no_net(phone)
    phone.goto(f"/maker/goods/{variant.good_id}/")
    field = phone.locator(".count-number")
    count(variant, on_hand=5, cause="another phone", by=BY)
    field.fill("१२")
    field.blur()
    expect(phone.locator("[data-undone]")).to_contain_text("5")
    expect(field).to_have_value("12")
    field.fill("12")
    field.blur()
    until(phone, NONE_KEPT)
    expect(phone.locator("[data-undone]")).to_have_count(0)
    assert StockItem.objects.get(variant=variant).on_hand == 12


def test_second_tap_is_none_and_a_full_phone_sends_at_once(phone: Page, maker: Maker):
    ready_for_no_net(phone)
    phone.goto("/maker/help/ask/")
    phone.fill("textarea", "मेरा पैसा कब आएगा?")
    phone.evaluate(
        "() => { const form = document.querySelector('form[data-asks]'); form.requestSubmit(); form.requestSubmit(); }"
    )
    phone.wait_for_url("**/maker/help/")
    until(phone, NONE_KEPT)
    assert Question.objects.count() == 1
    part = make_part({make_stocked(maker): 1})
    phone.goto(f"/maker/orders/{part.number}/")
    until(phone, "self.deeds !== undefined")
    phone.evaluate("() => { self.deeds.add = () => Promise.reject(new Error('no room')); }")
    phone.tap("form[action$='/accept/'] .key")
    became(phone, part, "accepted")


def test_refused_question_opens_where_it_is_asked(phone: Page):
    ready_for_no_net(phone)
    phone.goto("/maker/help/ask/")
    away(phone)
    phone.evaluate("() => document.querySelector('textarea').removeAttribute('maxlength')")
    phone.fill("textarea", "क" * 2001)
    phone.tap(".sticky .key")
    kept(phone, 1)
    phone.goto("/maker/")
    back(phone)
    phone.locator("#deeds-note.notice--wrong a").tap()
    phone.wait_for_url("**/maker/help/ask/*")
    expect(phone.locator("[data-undone]")).to_be_visible()
    phone.fill("textarea", "मेरा पैसा कब आएगा?")
    phone.tap(".sticky .key")
    phone.wait_for_url("**/maker/help/")
    until(phone, NONE_KEPT)
    assert Question.objects.count() == 1


def test_refused_count_opens_at_its_own_size(phone: Page, maker: Maker):
    first = make_stocked(maker, pieces=3)
    second = make_variant(first.good)
    count(second, on_hand=4, cause="here", by=BY)
    ready_for_no_net(phone)
    page = f"/maker/goods/{first.good_id}/"
    phone.goto(page)
    away(phone)
    phone.fill(f"#pieces{second.pk}", "4x")
    phone.locator(f"#pieces{second.pk}").blur()
    kept(phone, 1)
    phone.goto("/maker/")
    back(phone)
    phone.locator("#deeds-note.notice--wrong a").tap()
    phone.wait_for_url(f"**{page}*")
    expect(phone.locator(f"form:has(#pieces{second.pk}) [data-undone]")).to_be_visible()
    assert [phone.input_value(f"#pieces{one.pk}") for one in (first, second)] == ["3", "4x"]
