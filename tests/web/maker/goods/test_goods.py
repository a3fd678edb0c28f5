"""My goods: states in words, pieces in one tap, price, rest; and the same steps without scripts."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from haat.catalogue.actions import send_back
from haat.catalogue.models import Good, Variant
from haat.catalogue.rules import SEND_BACK_REASONS
from haat.core.actor import Actor
from haat.core.dates import start_of, today
from haat.core.models import Event
from haat.makers.models import Maker
from haat.orders.actions import cancel
from haat.orders.models import Part
from haat.orders.queries import Sold
from haat.stock.actions import dispatch, sell_from
from haat.stock.models import OrdinaryWeek, StockItem, StockPlace
from haat.stock.queries import sold_out
from tests.make import BY, make_good, make_hub, make_maker, make_moved, make_part, make_stocked, make_variant
from tests.web.maker.conftest import photo

QUERIES = 28  # what the page of one good asks, however many sizes it has


def on_hand(variant: Variant) -> int:
    return StockItem.objects.get(variant=variant).on_hand


def change(phone: Client, variant: Variant, what: str = "stock", **fields: str):
    return phone.post(f"/maker/goods/{variant.good_id}/{what}/", {"variant": variant.pk, "nonce": "n1", **fields})


def test_goods_stand_in_the_order_of_what_she_must_do(phone: Client, maker: Maker):
    make_stocked(maker, pieces=3)
    make_stocked(maker, pieces=0)
    for state in ("paused", "waiting", "sent_back", "draft"):
        make_variant(make_good(maker=maker, state=state))
    rows = phone.get("/maker/goods/").context["rows"]
    assert [row.state for row in rows] == ["sent_back", "sold_out", "draft", "waiting", "live", "paused"]


def test_what_the_shop_does_not_sell_is_sold_out_on_her_list_too(phone: Client, maker: Maker):
    variant, hub = make_stocked(maker, pieces=5), make_hub()
    make_moved(variant, hub, 5)
    (row,) = phone.get("/maker/goods/").context["rows"]
    assert (row.state, sold_out(maker), row.first.elsewhere) == ("sold_out", 1, 5)
    sell_from(hub, channel="mart", by=BY)
    (row,) = phone.get("/maker/goods/").context["rows"]
    assert (row.state, sold_out(maker)) == ("live", 0)


def test_what_is_on_the_way_is_said_with_where_it_goes(phone: Client, maker: Maker):
    variant, hub = make_stocked(maker, pieces=9), make_hub(name="Sarath hub")
    make_moved(variant, hub, 5)
    home = StockPlace.objects.get(maker=maker)
    dispatch(home, target=hub, pieces={variant.pk: 3}, key="there", by=BY)
    dispatch(hub, target=home, pieces={variant.pk: 2}, key="back", by=BY)
    shown = phone.get("/maker/goods/").content.decode()
    assert ["3 on the way to Sarath hub" in shown, "2 on the way to you" in shown] == [True, True]
    shown = phone.get(f"/maker/goods/{variant.good_id}/").content.decode()
    assert ["3 are on the way to Sarath hub." in shown, "2 are on the way to you." in shown] == [True, True]


def test_good_says_what_it_brought_this_month_and_how_much_of_the_price_is_hers(phone: Client, maker: Maker):
    variant = make_stocked(maker, pieces=9, price_paise=52_000)
    page = phone.get(f"/maker/goods/{variant.good_id}/")
    assert page.context["brought"] is None
    part = make_part({variant: 3})
    cancel(make_part({variant: 1}), reason="no", by=BY)
    Part.objects.filter(pk=make_part({variant: 2}).pk).update(placed_at=start_of(today().replace(day=1)) - timedelta(1))
    brought = phone.get(f"/maker/goods/{variant.good_id}/").context["brought"]
    assert (brought.now, brought.before.pieces) == (Sold(3, part.maker_paise), 2)
    size, worth = page.context["worth"]
    assert (size.variant.pk, worth.gets_paise * 3) == (variant.pk, part.maker_paise)


def test_sizes_stand_in_one_row_each_and_the_key_to_rest_lies_over_nothing(phone: Client, maker: Maker):
    good = make_good(maker=maker)
    sizes = [make_variant(good) for _turn in range(3)]
    for page in ("/maker/goods/", f"/maker/goods/{good.pk}/"):
        html = phone.get(page).content.decode()
        assert html.count('class="count"') == len(sizes)
        keys = [re.findall(rf'name="step"\s+value="{step}"', html) for step in ("-1", "1")]
        assert [len(found) for found in keys] == [len(sizes)] * 2
    assert html.index("/shelf/") > html.index("/price/")
    assert 'class="sticky"' not in html


def test_good_costs_the_same_for_one_size_and_many(phone: Client, maker: Maker, django_assert_num_queries):
    good = make_stocked(maker).good
    phone.get(f"/maker/goods/{good.pk}/")
    with django_assert_num_queries(QUERIES):
        phone.get(f"/maker/goods/{good.pk}/")
    for _turn in range(2):
        make_variant(good)
    with django_assert_num_queries(QUERIES):
        phone.get(f"/maker/goods/{good.pk}/")


def test_goods_cost_the_same_for_one_and_many(phone: Client, maker: Maker, django_assert_num_queries):
    make_stocked(maker)
    phone.get("/maker/goods/")
    with django_assert_num_queries(15):
        phone.get("/maker/goods/")
    for _turn in range(2):
        make_stocked(maker)
    with django_assert_num_queries(15):
        phone.get("/maker/goods/")


def test_sent_back_good_says_why(phone: Client, maker: Maker):
    good = make_good(maker=maker, state="waiting")
    send_back(good, reasons=["weight_missing"], note="Weigh it at the centre.", by=Actor(1))
    row = phone.get(f"/maker/goods/{good.pk}/").context["row"]
    assert row.said == ["The weight is missing. Weigh it packed, and write the grams.", "Weigh it at the centre."]


def test_one_more_and_one_less(phone: Client, maker: Maker):
    variant = make_stocked(maker, pieces=5)
    change(phone, variant, step="1")
    assert on_hand(variant) == 6
    change(phone, variant, step="-1", nonce="n2")
    change(phone, variant, step="-1", nonce="n3", back="goods")
    assert on_hand(variant) == 4


def test_key_pressed_twice_counts_once(phone: Client, maker: Maker):
    variant = make_stocked(maker, pieces=5)
    for _turn in range(2):
        change(phone, variant, step="1")
    assert on_hand(variant) == 6


def test_count_is_typed(phone: Client, maker: Maker):
    variant = make_stocked(maker, pieces=5)
    assert change(phone, variant, pieces="१२").status_code == 302
    assert on_hand(variant) == 12


def test_bad_count_stays_as_typed(phone: Client, maker: Maker):
    variant = make_stocked(maker, pieces=5)
    answer = change(phone, variant, pieces="a few")
    assert (answer.status_code, answer.context["wrong"]["pieces"]) == (
        422,
        "Pieces: write how many in digits, for example 12.",
    )
    assert 'value="a few"' in answer.content.decode()


def test_count_below_what_is_promised_is_refused(phone: Client, maker: Maker):
    variant = make_stocked(maker, pieces=5)
    make_part({variant: 2})
    assert (change(phone, variant, pieces="1").status_code, on_hand(variant)) == (422, 5)


def test_week_of_what_is_made_to_order(phone: Client, maker: Maker):
    variant = make_stocked(maker, pieces=4, good={"made_to_order": True})
    change(phone, variant, step="1")
    assert OrdinaryWeek.objects.get().capacity == 5


def test_price_is_changed_and_recorded(phone: Client, maker: Maker):
    variant = make_stocked(maker, price_paise=52_000)
    assert change(phone, variant, "price", price="₹ 540").status_code == 302
    variant.refresh_from_db()
    assert (variant.price_paise, Event.objects.filter(kind="catalogue.price_changed").count()) == (54_000, 1)


@pytest.mark.parametrize("slip", ["5,200", "52", "₹ 1,20,500"])
def test_a_price_that_looks_like_a_slip_is_asked_about_once(phone: Client, maker: Maker, slip: str):
    variant = make_stocked(maker, price_paise=52_000)
    asked = change(phone, variant, "price", price=slip)
    assert (asked.status_code, "press Change once more" in asked.content.decode()) == (422, True)
    sure = asked.context["wrong"]["sure"]
    assert change(phone, variant, "price", price=slip, sure="1").status_code == 422
    assert change(phone, variant, "price", price=slip, sure=sure).status_code == 302
    variant.refresh_from_db()
    assert str(variant.price_paise) == sure


def test_bad_price_is_refused_at_its_field(phone: Client, maker: Maker):
    answer = change(phone, make_stocked(maker), "price", price="cheap")
    assert (answer.status_code, list(answer.context["wrong"])) == (422, ["price", "variant"])


def test_good_rests_and_comes_back(phone: Client, maker: Maker):
    variant = make_stocked(maker)
    change(phone, variant, "shelf")
    assert Good.objects.get().state == "paused"
    change(phone, variant, "shelf")
    assert Good.objects.get().state == "live"


def test_waiting_good_cannot_rest(phone: Client, maker: Maker):
    variant = make_variant(make_good(maker=maker, state="waiting"))
    assert change(phone, variant, "shelf").status_code == 422


def test_another_makers_good_is_not_there(phone: Client):
    variant = make_stocked(make_maker("Gulab group"))
    assert phone.get(f"/maker/goods/{variant.good_id}/").status_code == 404
    assert [change(phone, variant, what, step="1", price="1").status_code for what in ("stock", "price", "shelf")] == [
        404,
        404,
        404,
    ]


# ---- adding without scripts


def step(phone: Client, screen: str, /, **fields: object):
    return phone.post("/maker/add/", {"step": screen, **fields})


def test_good_is_added_screen_by_screen(phone: Client, maker: Maker):
    assert phone.get("/maker/add/").context["step"] == "photo"
    shot = SimpleUploadedFile("a.jpg", photo(), "image/jpeg")
    assert step(phone, "photo", photo=shot).context["step"] == "name"
    assert step(phone, "name", name="Lac bangles", craft="lac").context["step"] == "cost"
    price = step(phone, "cost", **{"m-lac-lac": "90", "m-lac-beads": "35", "time": "2", "unit": "hours"})
    assert (price.context["step"], price.context["advice"]["rupees"]) == ("price", 145)
    assert step(phone, "price", price="270").context["step"] == "count"
    assert step(phone, "count", pieces="12", weight="").context["errors"] != {}
    done = step(phone, "count", pieces="12", weight="180")
    good = Good.objects.get()
    assert (done["Location"], good.state, good.texts.get().name) == (
        f"/maker/added/{good.pk}/",
        "waiting",
        "Lac bangles",
    )
    assert (good.photos.count(), on_hand(good.variants.get())) == (1, 12)
    page = phone.get(done["Location"])
    assert (page.context["name"].text, page.context["pieces"]) == ("Lac bangles", "12")


def test_photo_is_asked_for_first(phone: Client):
    answer = step(phone, "photo")
    assert (answer.status_code, answer.context["step"], list(answer.context["errors"])) == (422, "photo", ["photo"])


def test_bad_photo_keeps_the_screen(phone: Client):
    answer = step(phone, "photo", photo=SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg"))
    assert (answer.context["step"], list(answer.context["errors"])) == ("photo", ["photo"])


def test_begun_good_is_resumed_and_forgotten_when_asked(phone: Client, maker: Maker):
    step(phone, "photo", photo=SimpleUploadedFile("a.jpg", photo(), "image/jpeg"))
    step(phone, "name", name="Lac bangles", craft="lac")
    assert phone.get("/maker/add/").context["values"]["name"] == "Lac bangles"
    assert phone.get("/maker/add/?fresh=1").context["values"].get("name") is None


def test_sent_back_good_is_mended_with_its_answers(phone: Client, maker: Maker):
    variant = make_stocked(maker, pieces=7, price_paise=42_000)
    send_back(variant.good, reasons=["price_high"], by=Actor(1))
    page = phone.get(f"/maker/add/?mend={variant.good_id}")
    assert (page.context["kept"]["key"], page.context["kept"]["turn"]) == (variant.good.key, 2)
    assert (page.context["values"]["price"], page.context["values"]["pieces"]) == ("420", "7")


def test_sent_back_good_is_mended_without_scripts(phone: Client, maker: Maker):
    """The page keeps nothing when it is only opened; the form tells which good it mends."""
    variant = make_stocked(maker, pieces=7, price_paise=42_000)
    send_back(variant.good, reasons=["price_high"], by=Actor(1))
    address = f"/maker/add/?mend={variant.good_id}"
    phone.get(address)
    first = phone.post(address, {"step": "price", "price": "390"})
    assert (first.context["step"], first.context["kept"]["key"]) == ("count", variant.good.key)
    sent = phone.post("/maker/add/", {"step": "count", "pieces": "6", "weight": "150"})
    assert sent.url == f"/maker/added/{variant.good_id}/"
    variant.refresh_from_db()
    assert (variant.price_paise, Good.objects.count()) == (39_000, 1)
    again = phone.post(address, {"step": "count", "pieces": "6", "weight": "150"})
    assert again.url == sent.url


def test_somebody_elses_mending_wears_no_tick_without_scripts(phone: Client, maker: Maker):
    """Both had the page open; what the second told stands on the page, with the reason."""
    variant = make_stocked(maker, pieces=7, price_paise=42_000)
    send_back(variant.good, reasons=["price_high"], by=Actor(1))
    address, last = f"/maker/add/?mend={variant.good_id}", {"step": "count", "pieces": "7", "weight": "450"}
    sendings = [phone.get(address).context["kept"]["sending"] for _turn in range(2)]
    first, second = ({**last, "sending": sendings[turn], "price": price} for turn, price in enumerate(("390", "380")))
    assert phone.post(address, first).url == f"/maker/added/{variant.good_id}/"
    late = phone.post(address, second)
    assert (late.status_code, late.context["errors"]["name"][:10]) == (422, "Not taken:")
    assert late.context["values"]["price"] == "380"
    assert phone.post(address, first).url == f"/maker/added/{variant.good_id}/"
    variant.refresh_from_db()
    assert variant.price_paise == 39_000
    send_back(Good.objects.get(), reasons=["price_high"], by=Actor(1))
    assert phone.post(address, second).status_code == 422  # the page from before does not know what is asked now
    third = {**second, "sending": phone.get(address).context["kept"]["sending"]}
    assert phone.post(address, third).url == f"/maker/added/{variant.good_id}/"


def test_good_of_several_sizes_is_mended_size_by_size_and_sent_again(phone: Client, maker: Maker):
    good = make_stocked(maker, pieces=7, price_paise=42_000).good
    second = make_variant(good, price_paise=20_000, position=1)
    send_back(good, reasons=["price_low", "stock_count"], by=BY)
    page = f"/maker/goods/{good.pk}/"
    shown = phone.get("/maker/goods/").content.decode()
    assert (f'href="{page}"' in shown, f"?mend={good.pk}" in shown) == (True, False)
    html = phone.get(page).content.decode()
    assert [html.count(f"/{what}/") for what in ("stock", "price", "send")] == [2, 2, 1]
    assert change(phone, second, "price", price="300").status_code == 302
    assert change(phone, second, pieces="4").status_code == 302
    for _turn in range(2):
        assert phone.post(f"{page}send/").url == page
    good.refresh_from_db()
    second.refresh_from_db()
    assert (good.state, second.price_paise, on_hand(second)) == ("waiting", 30_000, 4)
    assert Event.objects.filter(kind="catalogue.good_sent", subject_id=good.pk).count() == 2


def test_good_of_several_sizes_with_a_bad_picture_is_mended_at_its_picture(phone: Client, maker: Maker):
    good = make_stocked(maker).good
    make_variant(good, position=1)
    send_back(good, reasons=["picture_cut"], by=BY)
    assert f"?mend={good.pk}" in phone.get("/maker/goods/").content.decode()


def test_good_in_the_shop_is_not_sent_again(phone: Client, maker: Maker):
    good = make_stocked(maker).good
    answer = phone.post(f"/maker/goods/{good.pk}/send/")
    assert (answer.status_code, list(answer.context["wrong"])) == (422, ["shelf", "variant"])


def test_what_waits_is_taken_back_and_mended(phone: Client, maker: Maker):
    variant = make_variant(make_good(maker=maker, state="waiting"))
    page = f"/maker/goods/{variant.good_id}/"
    assert f'action="{page}back/"' in phone.get(page).content.decode()
    for _turn in range(2):
        assert phone.post(f"{page}back/").url == f"/maker/add/?mend={variant.good_id}"
    assert (Good.objects.get().state, phone.get(f"/maker/add/?mend={variant.good_id}").status_code) == ("draft", 200)
    assert f'action="{page}back/"' not in phone.get(page).content.decode()


def test_what_the_desk_has_answered_is_not_taken_back(phone: Client, maker: Maker):
    """Kept on a phone without net, it meets the answer: a conflict, which the phone says."""
    good = make_stocked(maker).good
    headers = {"X-Deed": "a" * 32, "Accept": "application/json"}
    answer = phone.post(f"/maker/goods/{good.pk}/back/", {"nonce": "a" * 32}, headers=headers)
    assert (answer.status_code, answer.json()["conflict"]) == (409, True)
    good.refresh_from_db()
    assert good.state == "live"


def test_good_of_several_sizes_is_taken_back_to_its_own_page(phone: Client, maker: Maker):
    good = make_variant(make_good(maker=maker, state="waiting")).good
    make_variant(good, position=1)
    assert phone.post(f"/maker/goods/{good.pk}/back/").url == f"/maker/goods/{good.pk}/"


@pytest.mark.parametrize(
    ("reasons", "step"),
    [
        (["weight_missing", "price_low"], "price"),
        (["weight_missing"], "count"),
        (["name_unclear", "picture_cut"], "photo"),
        (["paper_missing"], "photo"),
    ],
)
def test_sent_back_opens_at_what_is_to_be_mended_with_the_desks_words(phone, maker, reasons, step):
    variant = make_stocked(maker)
    send_back(variant.good, reasons=reasons, note="Weigh it <once>.", by=BY)
    page = phone.get(f"/maker/add/?mend={variant.good_id}")
    html = page.content.decode()
    assert (page.context["step"], f'data-step="{step}"' in html) == (step, True)
    assert ("The desk asks you:" in html, "Weigh it &lt;once&gt;." in html) == (True, True)
    for reason in reasons:
        assert escape(str(SEND_BACK_REASONS[reason])) in html


def test_good_in_the_shop_is_not_mended(phone: Client, maker: Maker):
    assert phone.get(f"/maker/add/?mend={make_stocked(maker).good_id}").status_code == 404
    assert phone.get("/maker/add/?mend=x").status_code == 404


def test_crafts_are_hers_first(phone: Client, maker: Maker):
    make_good(maker=maker)
    assert len(phone.get("/maker/add/").context["crafts"]) == 1
    assert len(phone.get("/maker/add/?crafts=all").context["crafts"]) > 10
