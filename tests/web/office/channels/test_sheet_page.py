"""A marketplace's own sheet with no account at all: which kinds, what would be missing, and the file."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from haat.catalogue.models import Attribute, Good
from haat.channels.models import Account
from tests.make import make_block, make_maker, make_mart
from tests.studio.goods import make_attribute, make_kind, make_sellable
from tests.web.office.channels.test_overview import text
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db
BANGLES = {"amazon": {"type": "BRACELET", "sure": "name"}}


@pytest.fixture
def good(settings):
    """A bangle in the shop, of which nobody has said what it is made of; demonstration and accounts there are none."""
    settings.DEMO = False
    Attribute.objects.all().delete()
    kind = make_kind("lac", names={"en": "Lac bangles", "hi": "लाह की चूड़ी", "mr": "लाखेची बांगडी"}, channels=BANGLES)
    make_attribute("title", maps={"amazon": ["item_name"]}, required_for=["amazon"], labels={"en": "Name on the page"})
    make_attribute("made_of", kind, maps={"amazon": ["material"]}, required_for=["amazon"], labels={"en": "Made of"})
    found = make_sellable(good={"kind": kind})
    assert not Account.objects.exists()
    return found


def page(name="sheet", *args):
    return reverse(f"office:channels:{name}", args=args or ["amazon"])


def test_kinds_stand_with_what_the_channel_calls_them_and_how_many_there_are(good):
    make_sellable(
        good={"kind": make_kind("puja", names={"en": "Puja"}, channels={"amazon": {"type": "", "sure": "U"}})}
    )
    make_sellable(good={"kind": None})
    shown = text(officer("desk").get(page()))
    assert "BRACELET" in shown
    assert "not proven: compare it there" in shown
    assert "not known, ask" in shown
    assert "Of 1 size nobody has said" in " ".join(shown.split())


def test_what_would_be_missing_is_counted_before_anything_is_taken(good):
    answer = officer("desk").get(page() + "?kind=lac")
    filled = answer.context["filled"]
    assert filled.goods == 1
    assert {lack.name for lack in filled.lacks if lack.sure} == {"material"}
    shown = " ".join(text(answer).split())
    assert "1 cell that must be filled is empty." in shown
    assert "Made of" in shown
    assert "Seller Central" in shown


def test_the_sheet_is_taken_with_addresses_of_pictures_and_marks(good):
    answer = officer("desk").get(page("sheet_file") + "?kind=lac")
    assert answer["Content-Disposition"].startswith('attachment; filename="amazon-lac-')
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    heads, names, row = book.get_sheet_by_name("BRACELET").to_python()
    told = dict(zip(names, row, strict=True))
    assert (told["sku"], told["product_type"], told["material"]) == (good.sku, "BRACELET", "")
    assert told["main_product_image_locator"].endswith("/square.jpg")
    assert told["main_product_image_locator"].startswith("http")
    assert told["fulfillment_availability.lead_time_to_ship_max_days"] == ""
    assert [line[2] for line in book.get_sheet_by_name("Empty cells").to_python()[1:]] == ["material"]
    assert heads[0] == "SKU"


def test_a_kind_without_a_name_there_gives_no_sheet(good):
    desk = officer("desk")
    assert desk.get(page("sheet_file") + "?kind=nothing").status_code == 302
    assert desk.get(page("sheet", "toybazaar")).status_code == 404
    assert desk.get(page("sheet_file", "x")).status_code == 404


def test_portals_and_the_walk_to_an_account_lead_to_it(good):
    desk = officer("desk")
    for name in ("portals", "connect"):
        assert page() in text(desk.get(reverse(f"office:channels:{name}")))


def test_it_narrows_to_a_block_and_to_the_mart(good):
    block = make_block("Palojori")
    other = make_maker(mart=good.mart, block=block)
    make_sellable(other, good={"kind": good.good.kind})
    desk = officer("desk")
    assert desk.get(page() + "?kind=lac").context["filled"].goods == 2
    assert desk.get(page() + f"?kind=lac&block={block.slug}").context["filled"].goods == 1
    far = officer("desk", mart=make_mart("chandrapur"))
    assert far.get(page()).status_code in (403, 404)


def test_it_costs_the_same_for_one_good_and_for_four(good, django_assert_num_queries, django_assert_max_num_queries):
    desk = officer("desk")
    desk.get(page() + "?kind=lac")
    with django_assert_max_num_queries(60) as few:
        desk.get(page() + "?kind=lac")
    allowed = len(few)
    for _good in range(3):
        make_sellable(good={"kind": good.good.kind})
    desk.get(page() + "?kind=lac")
    with django_assert_num_queries(allowed):
        assert desk.get(page() + "?kind=lac").context["filled"].goods == 4


def test_what_rests_is_in_no_sheet(good):
    Good.objects.update(state=Good.State.PAUSED)
    assert "Nothing that is in the shop fits." in text(officer("desk").get(page()))


@pytest.mark.parametrize(("language", "kind"), [("hi", "लाह की चूड़ी"), ("mr", "लाखेची बांगडी")])
def test_it_is_read_in_hindi_and_marathi(good, language, kind):
    shown = text(officer("desk", language=language).get(page() + "?kind=lac"))
    assert kind in shown
    assert [
        each for each in ("Take the sheet", "Kinds of goods", "What is missing", "Seller Central open") if each in shown
    ] == []
