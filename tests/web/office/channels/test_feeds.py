"""The desk opens a feed, sees what it leaves out and why, gives it another address, and closes it."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from haat.catalogue.models import GoodText
from haat.channels.models import Feed
from haat.core.models import Event
from tests.channels.feeds.items import make_feed, make_ready
from tests.make import make_mart
from tests.studio.goods import make_attribute
from tests.web.office.signed import officer, work_off

pytestmark = pytest.mark.django_db
HOST = {"HTTP_HOST": "deoghar.localhost"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def page(name, *args):
    return reverse(f"office:channels:{name}", args=args)


def text(answer):
    return answer.content.decode()


def test_a_feed_is_opened_once_made_and_shown_with_its_address():
    variant, desk = make_ready(), officer("desk")
    assert "Merchant Center" in text(desk.get(page("feeds")))
    given = {"kind": "google", "language": "en", "nonce": "n"}
    for _turn in range(2):
        answer = desk.post(page("open_feed"), given, **HOST)
    feed = Feed.objects.get()
    assert answer.status_code == 302
    assert Event.objects.filter(kind="channels.feed_opened").count() == 1
    assert "not yet: the worker makes it now" in text(desk.get(page("feed", feed.pk)))
    work_off()
    feed.refresh_from_db()
    shown = text(desk.get(page("feed", feed.pk)))
    assert f"http://deoghar.localhost/feeds/{feed.token}.xml" in shown
    assert "Nothing is kept out." in shown
    assert "Feed opened" in shown
    assert feed.number == 1
    assert variant.sku not in shown


@pytest.mark.parametrize("given", [{"kind": "amazon", "language": "en"}, {"kind": "google", "language": "ur"}, {}])
def test_what_cannot_be_opened_is_said_and_nothing_is_open(given):
    make_mart()
    desk = officer("desk")
    answer = desk.post(page("open_feed"), given, follow=True, **HOST)
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert Feed.objects.count() == 0


def test_a_host_that_is_not_the_marts_opens_nothing():
    make_mart()
    desk = officer("desk")
    desk.post(page("open_feed"), {"kind": "google", "language": "en"}, HTTP_HOST="elsewhere.localhost")
    assert Feed.objects.count() == 0


def test_reasons_lead_to_their_goods_and_say_whose_work_they_are():
    make_attribute("material", labels={"en": "Material"}, required_for=["google"], maps={"google": ["material"]})
    variant = make_ready()
    feed, desk = make_feed(variant.mart), officer("desk")
    shown = text(desk.get(page("feed", feed.pk)))
    assert "Material: nobody has said." in shown
    assert "the maker" in shown
    link = page("feed_goods", feed.pk) + "?why=attribute_missing&about=material"
    assert link.replace("&", "&amp;") in shown
    listed = text(desk.get(link))
    assert variant.sku in listed
    assert reverse("office:goods:mend", args=[variant.good_id]) in listed
    table = CalamineWorkbook.from_filelike(io.BytesIO(desk.get(page("feed_report", feed.pk)).content))
    rows = table.get_sheet_by_index(0).to_python()
    assert rows[0] == ["SKU", "Name", "Maker", "Block", "Reason", "What to do", "Whose work"]
    assert (rows[1][0], rows[1][4], rows[1][6]) == (variant.sku, "Material: nobody has said.", "the maker")


def test_what_is_mended_since_is_told_and_what_was_cut_is_found():
    variant = make_ready()
    GoodText.objects.filter(good=variant.good).update(name="bamboo " * 16, description="")
    feed, desk = make_feed(variant.mart), officer("desk")
    GoodText.objects.filter(good=variant.good).update(description="Split bamboo.")
    assert "1 of these is mended by now" in text(desk.get(page("feed_goods", feed.pk)))
    again = make_feed(variant.mart, "meta")
    assert again.report["cut"] == {}
    assert "Nothing is left here" in text(desk.get(page("feed_goods", again.pk) + "?why=cut&about=title"))


def test_pages_of_goods_are_turned():
    make_attribute("material", labels={"en": "Material"}, required_for=["google"], maps={"google": ["material"]})
    first = make_ready(0)
    for _number in range(50):
        make_ready(0)
    feed, desk = make_feed(first.mart), officer("desk")
    assert feed.held == 51
    answer = desk.get(page("feed_goods", feed.pk))
    assert (len(answer.context["shown"]), answer.context["after"], answer.context["before"]) == (50, 50, None)
    answer = desk.get(page("feed_goods", feed.pk) + "?from=50")
    assert (len(answer.context["shown"]), answer.context["after"], answer.context["before"]) == (1, None, 0)
    assert desk.get(page("feed_goods", feed.pk) + "?from=-1&why=<b>").status_code == 200


def test_another_address_ends_the_old_one_and_a_second_press_changes_nothing():
    feed, desk = make_feed(make_ready().mart), officer("desk")
    for nonce in ("a", "b"):
        desk.post(page("move_feed", feed.pk), {"seen": feed.token, "nonce": nonce})
    moved = Feed.objects.get()
    assert moved.token != feed.token
    assert Event.objects.filter(kind="channels.feed_moved").count() == 1
    assert feed.token not in text(desk.get(page("feed", feed.pk)))


def test_a_closed_feed_is_no_page_any_more():
    feed, desk = make_feed(make_ready().mart), officer("desk")
    for _turn in range(2):
        assert desk.post(page("close_feed", feed.pk)).status_code == 302
    assert desk.get(page("feed", feed.pk)).status_code == 404
    assert desk.post(page("move_feed", feed.pk), {}).status_code == 404


def test_who_only_sees_channels_does_not_see_the_address():
    feed, auditor = make_feed(make_ready().mart), officer("auditor")
    shown = text(auditor.get(page("feed", feed.pk)))
    assert feed.token not in shown
    assert "Change the address" not in shown
    assert auditor.post(page("move_feed", feed.pk), {}).status_code == 403


def test_feeds_of_another_mart_are_not_found():
    feed = make_feed(make_ready().mart)
    far = officer("desk", mart=make_mart("chandrapur"))
    assert [far.get(page(name, feed.pk)).status_code for name in ("feed", "feed_goods", "feed_report")] == [403] * 3


@pytest.mark.parametrize(("language", "words"), [("hi", "फ़ीड"), ("mr", "फीड")])
def test_pages_are_read_in_hindi_and_marathi(language, words):
    feed = make_feed(make_ready().mart)
    desk = officer("desk", language=language)
    assert words in text(desk.get(page("feeds")))
    assert words in text(desk.get(page("feed", feed.pk)))


def test_the_page_costs_the_same_for_one_good_and_four(django_assert_num_queries, django_assert_max_num_queries):
    make_attribute("material", labels={"en": "Material"}, required_for=["google"], maps={"google": ["material"]})
    feed, desk = make_feed(make_ready(0).mart), officer("desk")
    address = page("feed_goods", feed.pk)
    desk.get(address)
    with django_assert_max_num_queries(70) as few:
        desk.get(address)
    allowed = len(few)
    for _number in range(3):
        make_ready(0)
    make_feed(feed.mart, made=True)
    desk.get(address)
    with django_assert_max_num_queries(allowed):
        assert len(desk.get(address).context["shown"]) == 4


# ---- the line of a good


def test_the_line_of_a_good_is_shown_cell_by_cell_and_as_text():
    variant, desk = make_ready(), officer("desk")
    feed = make_feed(variant.mart)
    found = desk.get(f"{page('feed_goods', feed.pk)}?q={variant.sku}")
    assert page("feed_line", feed.pk, variant.pk) in text(found)
    assert "goes" in text(found)
    answer = desk.get(page("feed_line", feed.pk, variant.pk))
    cells = {cell.name: cell for cell in answer.context["line"].cells}
    assert list(cells["id"].values) == [variant.sku]
    assert cells["price"].values[0].endswith(" INR")
    assert (cells["title"].needed, cells["title"].lacks, cells["gtin"].values) == (True, False, [])
    html = text(answer)
    assert "identifier_exists" in html
    assert "&lt;g:id&gt;" in html
    assert answer.context["line"].text.startswith("<item>")


def test_the_line_of_what_does_not_go_says_why_and_which_cell_lacks():
    variant = make_ready()
    GoodText.objects.filter(good=variant.good).update(description="")
    feed, desk = make_feed(variant.mart), officer("desk")
    answer = desk.get(page("feed_line", feed.pk, variant.pk))
    assert "It does not go:" in text(answer)
    assert answer.context["line"].text == ""
    make_attribute("material", labels={"en": "Material"}, required_for=["google"], maps={"google": ["material"]})
    kept = desk.get(page("feed_line", feed.pk, variant.pk))
    assert "Material: nobody has said." in text(kept)
    assert desk.get(page("feed_line", feed.pk, 999_999)).status_code == 404


def test_goods_are_found_by_name_and_a_word_that_fits_none_says_so():
    variant, desk = make_ready(), officer("desk")
    feed = make_feed(variant.mart)
    name = GoodText.objects.filter(good=variant.good).first().name
    assert variant.sku in text(desk.get(f"{page('feed_goods', feed.pk)}?q={name}"))
    assert "No good of the shop is called so" in text(desk.get(f"{page('feed_goods', feed.pk)}?q=moon"))


def test_the_report_tells_by_reason_how_many_sizes_it_keeps_out():
    make_attribute("material", labels={"en": "Material"}, required_for=["google"], maps={"google": ["material"]})
    variants = [make_ready() for _number in range(2)]
    feed = make_feed(variants[0].mart)
    content = officer("desk").get(page("feed_report", feed.pk)).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("By reason").to_python()
    assert rows[0] == ["Reason", "Sizes", "What to do", "Whose work"]
    assert (rows[1][0], rows[1][1], rows[1][3]) == ("Material: nobody has said.", 2, "the maker")
