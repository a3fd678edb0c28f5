"""Pictures to share: as large as they must be, with the good's own picture, and nothing lost for want of one."""

import io
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageChops

from haat.catalogue.models import Good
from haat.core.files import picture_path
from haat.core.languages import Text
from haat.web.papers.kits import HEIGHTS, Kit, caption, picture
from haat.web.papers.sharing import kit_of, may_share
from tests.make import make_fee, make_good, make_maker, make_mart, make_stocked, make_variant

RED = (200, 10, 10)


def kit(**told):
    usual = {
        "mart": Text("देवघर मार्ट", "hi"),
        "motif": "deoghar-sohrai",
        "name": Text("लाह की लहठी", "hi"),
        "maker": Text("सरस्वती महिला समूह", "hi"),
        "where": "बुढ़ई, पालोजोरी",
        "price_paise": 52_000,
        "several": False,
        "maker_paise": 41_200,
        "to_group": True,
        "digest": "",
        "link": "https://deoghar.example.in/hi/g/lah/?from=saraswati-wa",
        "host": "deoghar.example.in",
        "language": "hi",
    }
    return Kit(**(usual | told))


def read(content):
    image = Image.open(io.BytesIO(content))
    assert image.format == "JPEG"
    return image.convert("RGB")


@pytest.mark.parametrize("form", HEIGHTS)
@pytest.mark.parametrize("language", ["hi", "en", "mr", "bn", "sat", "or", "ur"])
def test_picture_has_its_size_in_every_language(form, language):
    assert read(picture(kit(language=language), form)).size == (1080, HEIGHTS[form])


@pytest.mark.parametrize("form", HEIGHTS)
@pytest.mark.parametrize(
    "told",
    [
        {"name": Text("बहुत लम्बा नाम " * 300, "hi")},
        {"name": Text("x" * 5000, "en"), "where": "y" * 5000},
        {"name": Text("=cmd\t<b>&\n🎉", "en")},
        {"name": Text("", "hi"), "where": ""},
        {"motif": "nobody-drew-it"},
        {"maker_paise": None, "several": True},
        {"maker_paise": 0},
        {"price_paise": 1, "maker_paise": 1},
        {"price_paise": 99_99_99_999},
        {"digest": "ab" * 32},
        {"link": "https://x.example/" + "a" * 400},
    ],
)
def test_whatever_is_said_the_picture_is_whole(form, told, media):
    assert read(picture(kit(**told), form)).size == (1080, HEIGHTS[form])


@pytest.mark.parametrize("form", HEIGHTS)
def test_the_goods_own_picture_stands_in_it(form, media):
    out = io.BytesIO()
    Image.new("RGB", (1500, 1200), RED).save(out, "JPEG")
    default_storage.save(picture_path("cd" * 32), ContentFile(out.getvalue()))
    made = read(picture(kit(digest="cd" * 32), form))
    at = made.getpixel((200, 400))
    assert all(abs(one - other) < 12 for one, other in zip(at, RED, strict=True))


@pytest.mark.parametrize("form", HEIGHTS)
@pytest.mark.parametrize("language", ["hi", "en", "ur"])
@pytest.mark.parametrize("told", [{"drawn": True}, {"rendered": True}])
def test_what_is_no_photo_says_so_on_the_picture_and_what_a_program_made_within_the_file(form, language, told, media):
    out = io.BytesIO()
    Image.new("RGB", (1500, 1200), RED).save(out, "JPEG")
    default_storage.save(picture_path("cd" * 32), ContentFile(out.getvalue()))
    plain = kit(digest="cd" * 32, language=language)
    made = picture(replace(plain, **told), form)
    changed = ImageChops.difference(read(picture(plain, form)), read(made)).getbbox()
    assert changed is not None
    assert 20 < changed[3] - changed[1] < 130
    assert bool(Image.open(io.BytesIO(made)).getexif()) is ("rendered" in told)


def test_a_broken_picture_in_the_store_is_a_cloth(media):
    default_storage.save(picture_path("ef" * 32), ContentFile(b"no picture"))
    assert read(picture(kit(digest="ef" * 32), "square")).size == (1080, 1080)


def test_words_to_go_with_it_name_the_good_its_price_and_the_link():
    lines = caption(kit(language="en")).splitlines()
    assert lines == [
        "लाह की लहठी, by सरस्वती महिला समूह",
        "₹520",
        "https://deoghar.example.in/hi/g/lah/?from=saraswati-wa",
    ]
    assert caption(kit(language="en", several=True)).splitlines()[1] == "from ₹520"


@pytest.mark.django_db
def test_a_kit_says_what_the_shop_says():
    mart = make_mart()
    make_fee(mart, packing_paise=500)
    variant = make_stocked(make_maker("Maa Tara group", mart=mart), price_paise=52_000)
    dear = make_variant(variant.good, price_paise=90_000)
    good = Good.objects.get(pk=variant.good_id)
    found = kit_of(good, "status", head="http://deoghar.localhost", host="deoghar.localhost", language="en")
    slug = good.maker.slug
    assert found.link == f"http://deoghar.localhost/en/g/{good.slug}/?from={slug}-wa"
    assert (found.price_paise, found.several, dear.price_paise) == (52_000, True, 90_000)
    assert 0 < found.maker_paise < 52_000
    assert found.maker_paise % 100 == 0
    square = kit_of(good, "square", head="http://x", host="x", language="ur")
    assert square.link == f"http://x/hi/g/{good.slug}/?from={slug}-ig"


@pytest.mark.django_db
def test_only_what_buyers_see_is_shared():
    live, resting = make_stocked().good, make_good(state=Good.State.PAUSED)
    make_variant(resting)
    empty = make_good()
    assert [may_share(good) for good in (live, resting, empty)] == [True, False, False]
    live.mart.opened_at = None
    assert may_share(live) is False


@pytest.mark.django_db
def test_of_a_good_without_a_rate_nothing_is_promised_to_the_maker():
    from haat.pricing.models import TaxRule
    from tests.make import make_registered_maker

    variant = make_stocked(make_registered_maker())
    TaxRule.objects.all().delete()
    found = kit_of(Good.objects.get(pk=variant.good_id), "square", head="http://x", host="x", language="en")
    assert found.maker_paise is None
