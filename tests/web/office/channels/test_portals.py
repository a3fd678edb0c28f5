"""The desk writes a portal down, takes its sheet, and finds where its orders are read in."""

import io
import zipfile

import pytest
from django.urls import reverse

from haat.catalogue.models import Good
from haat.channels.models import Portal
from haat.channels.portals.orders import kind_name
from tests.channels.feeds.items import make_ready
from tests.channels.portals.portals import ORDERS, make_portal
from tests.make import make_mart
from tests.studio.goods import make_attribute
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def questions():
    make_attribute("title", labels={"en": "Name on the page", "hi": "नाम"})


def page(name, *args):
    return reverse(f"office:channels:{name}", args=args)


def text(answer):
    return answer.content.decode()


def typed(*columns, **more):
    """The form as it is sent: (heading, from, text) for each row."""
    usual = {"title": "eSARAS", "slug": "esaras", "language": "en", "pictures": "2", "bills": "here", "nonce": "n"}
    rows = {
        f"{part}_{row}": value
        for row, column in enumerate(columns, start=1)
        for part, value in zip(("heading", "from", "text"), column, strict=True)
    }
    return usual | rows | more


ROWS = (("Item code", "SKU", ""), ("", "", ""), ("Item name", "name on the page", ""), ("Seller", "", "Deoghar Mart"))


def test_a_new_portal_begins_with_columns_to_be_called_otherwise():
    make_mart()
    shown = text(officer("desk").get(page("new_portal")))
    assert 'value="Price, rupees"' in shown
    assert '<datalist id="portal-sources">' in shown
    assert len(shown.encode()) < 120_000


def test_a_portal_is_written_down_once_and_shown():
    make_mart()
    desk = officer("desk")
    for _turn in range(2):
        answer = desk.post(page("new_portal"), typed(*ROWS))
        assert answer.status_code == 302
    portal = Portal.objects.get()
    assert [(each["heading"], each["from"], each["text"]) for each in portal.columns] == [
        ("Item code", "sku", ""),
        ("Item name", "title", ""),
        ("Seller", "", "Deoghar Mart"),
    ]
    shown = text(desk.get(page("portal", portal.pk)))
    assert "Portal written down" in shown
    assert "its orders cannot be read in" in shown
    assert "eSARAS" in text(desk.get(page("portals")))


@pytest.mark.parametrize(
    ("rows", "more", "field"),
    [
        ((("A", "SKU", ""), ("", "", ""), ("B", "no such thing", "")), {}, "from_3"),
        ((("A", "SKU", ""), ("", "", ""), ("a", "", "x")), {}, "heading_3"),
        ((("A", "", ""),), {}, "from_1"),
        ((), {}, "heading_1"),
        (ROWS, {"title": ""}, "title"),
        (ROWS, {"slug": "e saras"}, "slug"),
        (ROWS, {"slug": "google"}, "slug"),
        (ROWS, {"pictures": "9"}, "pictures"),
        (ROWS, {"order_order": "Order No."}, "order_placed_on"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(rows, more, field):
    make_mart()
    answer = officer("desk").post(page("new_portal"), typed(*rows, **more))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Portal.objects.count() == 0
    for column in rows:
        assert all(f'value="{cell}"' in text(answer) for cell in column if cell)


def test_hostile_words_are_words():
    make_mart()
    desk = officer("desk")
    desk.post(page("new_portal"), typed(("<script>alert(1)</script>", "", "=1+1"), title="<b>eSARAS</b>"))
    shown = text(desk.get(page("portal", Portal.objects.get().pk)))
    assert "<script>alert" not in shown
    assert "<b>eSARAS" not in shown


def test_who_saw_something_else_is_told_and_may_send_it_once_more():
    portal, desk = make_portal(), officer("desk")
    answer = desk.get(page("change_portal", portal.pk))
    seen = answer.context["form"].seen
    rows = [(each["heading"], each["from"], each["text"]) for each in portal.columns[:2]]
    assert desk.post(page("change_portal", portal.pk), typed(*rows, title="One", seen=seen)).status_code == 302
    answer = desk.post(page("change_portal", portal.pk), typed(*rows, title="Two", seen=seen, nonce="m"))
    assert answer.status_code == 422
    assert "changed by somebody else" in text(answer)
    again = typed(*rows, title="Two", seen=answer.context["form"].seen, nonce="o")
    assert desk.post(page("change_portal", portal.pk), again).status_code == 302
    changed = Portal.objects.get()
    assert (changed.title, changed.slug, len(changed.columns), changed.orders) == ("Two", "esaras", 2, {})


def test_a_sheet_is_taken_of_what_was_chosen(media):
    variant, portal, desk = make_ready(), make_portal(), officer("desk")
    shown = text(desk.get(page("portal", portal.pk)))
    assert "Take a sheet of 1 size" in shown
    answer = desk.get(page("portal_sheet", portal.pk) + f"?craft={variant.good.craft.slug}")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.namelist()[0] == "esaras.xlsx"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="esaras-')
    nothing = desk.get(page("portal_sheet", portal.pk) + "?craft=nothing", follow=True)
    assert [message.level_tag for message in nothing.context["messages"]] == ["error"]
    Good.objects.update(state=Good.State.PAUSED)
    assert "Nothing that is in the shop fits." in text(desk.get(page("portal", portal.pk)))


def test_a_closed_portal_gives_no_sheet_and_opens_when_it_is_written_again():
    portal, desk = make_portal(), officer("desk")
    for _turn in range(2):
        assert desk.post(page("close_portal", portal.pk)).status_code == 302
    assert desk.get(page("portal_sheet", portal.pk)).status_code == 404
    assert "A sheet with pictures" not in text(desk.get(page("portal", portal.pk)))
    rows = [(each["heading"], each["from"], each["text"]) for each in portal.columns]
    assert desk.post(page("change_portal", portal.pk), typed(*rows)).status_code == 302
    assert Portal.objects.get().closed_at is None


def test_the_empty_list_of_orders_has_the_portals_headings():
    portal, desk = make_portal(), officer("desk")
    address = reverse("office:sheets:empty", args=[kind_name(portal)])
    assert address in text(desk.get(page("portal", portal.pk)))
    assert desk.get(address).status_code == 200
    assert "Orders: eSARAS" in text(desk.get(reverse("office:sheets:list")))
    assert set(ORDERS) >= set(portal.orders)


def test_portals_of_another_mart_are_not_found():
    portal = make_portal()
    far = officer("desk", mart=make_mart("chandrapur"))
    assert far.get(page("portal", portal.pk)).status_code == 403


@pytest.mark.parametrize(("language", "words"), [("hi", "पोर्टल"), ("mr", "पोर्टल")])
def test_pages_are_read_in_hindi_and_marathi(language, words):
    portal = make_portal()
    desk = officer("desk", language=language)
    for name, args in (("portals", []), ("portal", [portal.pk]), ("new_portal", [])):
        assert words in text(desk.get(page(name, *args)))


def test_lists_cost_the_same_for_one_portal_and_three(django_assert_num_queries, django_assert_max_num_queries):
    portal, desk = make_portal(), officer("desk")
    desk.get(page("portals"))
    with django_assert_max_num_queries(20) as few:
        desk.get(page("portals"))
    allowed = len(few)
    for slug in ("odop", "gem-saras"):
        make_portal(portal.mart, slug=slug, title=slug)
    desk.get(page("portals"))
    with django_assert_num_queries(allowed):
        desk.get(page("portals"))
