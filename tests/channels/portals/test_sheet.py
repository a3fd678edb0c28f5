"""A portal's sheet: its own headings over our goods, what is missing marked, and the pictures beside it."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from python_calamine import CalamineWorkbook

from haat.catalogue.models import Good, GoodText, Variant
from haat.channels.portals import sheet
from haat.channels.portals.errors import NothingToSend, TooManyToSend
from haat.channels.portals.sheet import goods_for, lines_of, make_sheet
from haat.channels.portals.told import Column
from haat.core.files import square_path
from tests.channels.feeds.items import BASE, make_ready
from tests.channels.portals.portals import COLUMNS, make_portal
from tests.make import make_block
from tests.studio.goods import make_attribute

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8 a picture"


def with_square(variant):
    for photo in variant.good.photos.all():
        default_storage.save(square_path(photo.picture.digest), ContentFile(JPEG))
    return variant


def taken(portal, **more):
    goods = goods_for(portal.mart, portal.mart.place, **more)
    return zipfile.ZipFile(io.BytesIO(b"".join(make_sheet(portal, goods, base=BASE))))


def tables(archive, portal):
    book = CalamineWorkbook.from_filelike(io.BytesIO(archive.read(f"{portal.slug}.xlsx")))
    return [book.get_sheet_by_index(at).to_python() for at in range(2)]


def test_the_sheet_has_the_portals_headings_and_our_goods_below_with_their_pictures(media):
    make_attribute("material", labels={"en": "Material"})
    variant = with_square(make_ready(price_paise=38_050, good={"attributes": {"material": "bamboo"}}))
    portal = make_portal()
    archive = taken(portal)
    assert archive.testzip() is None
    assert archive.namelist() == ["esaras.xlsx", f"{variant.sku}-1.jpg"]
    assert archive.read(f"{variant.sku}-1.jpg") == JPEG
    rows, missing = tables(archive, portal)
    assert rows[0] == [column.heading for column in COLUMNS]
    assert rows[1] == [
        *(variant.sku, "Bamboo basket", 380.5, 7.0, "bamboo", "Deoghar Mart Society", f"{variant.sku}-1.jpg")
    ]
    assert missing == [["SKU", "Column"]]


def test_what_nobody_said_stays_empty_is_marked_and_listed(media):
    make_attribute("material", labels={"en": "Material"})
    variant, portal = make_ready(0), make_portal()
    rows, missing = tables(taken(portal), portal)
    assert rows[1][4:] == ["", "Deoghar Mart Society", ""]
    assert rows[1][3] == 0.0
    assert missing[1:] == [[variant.sku, "Material"], [variant.sku, "Image 1"]]


def test_money_and_numbers_are_numbers_that_can_be_reckoned_with(media):
    make_ready(price_paise=38_050, mrp_paise=40_000)
    portal = make_portal(columns=[Column("Price", "price"), Column("MRP", "mrp"), Column("Grams", "package_weight")])
    rows, _missing = tables(taken(portal), portal)
    assert rows[1] == [380.5, 400.0, 450.0]


def test_words_are_in_the_language_of_the_portal(media):
    variant = make_ready()
    GoodText.objects.filter(good=variant.good, language="hi").update(name="बाँस की टोकरी")
    portal = make_portal(language="hi", columns=[Column("नाम", "title"), Column("Craft", "craft")])
    rows, _missing = tables(taken(portal), portal)
    assert (rows[0][0], rows[1][0]) == ("नाम", "बाँस की टोकरी")


def test_no_cell_is_a_formula_and_no_sku_leads_out_of_the_folder(media):
    variant = with_square(make_ready(sku="A/../../etc"))
    GoodText.objects.filter(good=variant.good).update(name="=HYPERLINK('http://evil')")
    portal = make_portal(columns=[Column("=1+1", "title"), Column("Picture", "picture_1")])
    archive = taken(portal)
    rows, _missing = tables(archive, portal)
    assert rows[0][0] == "=1+1"
    assert rows[1] == ["HYPERLINK('http://evil')", "A~..~..~etc-1.jpg"]
    assert archive.namelist()[1] == "A~..~..~etc-1.jpg"


def test_goods_are_chosen_by_craft_block_and_maker_and_only_those_in_the_shop(media):
    first, paused = make_ready(), make_ready()
    Good.objects.filter(pk=paused.good_id).update(state=Good.State.PAUSED)
    maker, mart = first.good.maker, first.mart

    def found(place=mart.place, **more):
        return list(goods_for(mart, place, **more))

    assert found() == [first]
    assert (found(craft=first.good.craft.slug), found(craft="nothing")) == ([first], [])
    assert (found(maker_id=maker.pk), found(maker_id=maker.pk + 1)) == ([first], [])
    assert (found(maker.block), found(make_block("Nowhere near"))) == ([first], [])


def test_nothing_and_too_much_are_refused_before_the_first_piece(media, monkeypatch):
    portal = make_portal()
    with pytest.raises(NothingToSend):
        taken(portal)
    make_ready()
    make_ready()
    monkeypatch.setattr(sheet, "MOST", 1)
    with pytest.raises(TooManyToSend) as wrong:
        taken(portal)
    assert "more than 1 sizes" in wrong.value.message


def test_statements_do_not_grow_with_the_goods(media, django_assert_max_num_queries):
    variant, portal = make_ready(), make_portal()

    def read():
        ids = list(Variant.objects.order_by("pk").values_list("pk", flat=True))
        return list(lines_of(portal, ids, BASE))

    with django_assert_max_num_queries(60) as few:
        read()
    for _number in range(3):
        make_ready()
    with django_assert_max_num_queries(len(few)):
        assert len(read()) == 4
    assert variant.sku == read()[0].sku


def test_a_picture_comes_out_in_pieces(media, monkeypatch):
    with_square(make_ready())
    monkeypatch.setattr(sheet, "PIECE", 4)
    portal = make_portal()
    pieces = list(make_sheet(portal, goods_for(portal.mart, portal.mart.place), base=BASE))
    assert len(pieces) > 100
    assert zipfile.ZipFile(io.BytesIO(b"".join(pieces))).testzip() is None
