"""From the maker's phone to a draft: words, variants, pictures."""

import pytest

from haat.catalogue import actions, queries
from haat.catalogue.models import Craft, Good, GoodText, Photo, Variant
from haat.core.actor import Actor
from haat.core.models import Event
from tests.make_rooms import make_craft, make_good, make_maker, make_mart, make_picture, make_variant
from tests.refusals import refused

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7, for_maker_id=3)


def draft(maker=None, **more) -> Good:
    wanted = {"key": "phone-1", "names": {"hi": "बाँस की डलिया"}, "craft": make_craft(), "by": BY}
    return actions.save_draft(maker or make_maker(), **(wanted | more))


def test_import_crafts_loads_the_projects_own_and_again_changes_nothing():
    assert actions.import_crafts(by=BY) == 19
    assert actions.import_crafts(by=BY) == 0
    assert [craft.slug for craft in queries.crafts()][:3] == ["sweets", "iron", "clay"]
    sweets = Craft.objects.get(slug="sweets")
    assert (sweets.tax_slug, sweets.food, sweets.papers, str(sweets)) == ("peda", True, ["fssai"], "sweets")


def test_save_draft_makes_a_good_with_its_words():
    maker = make_maker()
    craft = make_craft("clay", tax_slug="clay-lamps-pots", fragile=True, ground="mitti")
    good = draft(
        maker,
        craft=craft,
        names={"hi": " मिट्टी  का दीया ", "en": "Clay lamp", "mr": " "},
        descriptions={"hi": "हाथ से बना"},
        attributes={"material": "clay"},
        size_mm=(70, 70, 30),
        shelf_life_days=None,
    )
    texts = {text.language: (text.name, text.description, text.origin) for text in good.texts.all()}
    assert texts == {"hi": ("मिट्टी का दीया", "हाथ से बना", "person"), "en": ("Clay lamp", "", "person")}
    assert (good.slug, good.state, good.tax_slug, good.fragile, good.ground) == (
        "clay-lamp",
        "draft",
        "clay-lamps-pots",
        True,
        "mitti",
    )
    assert (good.length_mm, good.width_mm, good.height_mm) == (70, 70, 30)
    event = Event.objects.get(kind="catalogue.good_saved")
    assert (event.by_id, event.for_maker_id, event.data["key"], event.data["before"]) == (7, 3, "phone-1", {})
    assert (event.data["after"]["craft"], event.data["after"]["size_mm"]) == ("clay", [70, 70, 30])


def test_save_draft_twice_makes_one_good():
    maker = make_maker()
    first = draft(maker)
    second = draft(maker, names={"hi": "डलिया", "en": "Basket"}, fragile=True)
    assert (first.pk, first.slug, second.fragile) == (second.pk, second.slug, True)
    assert (Good.objects.count(), GoodText.objects.count()) == (1, 2)


def test_save_draft_sent_late_does_not_undo_what_the_desk_saw():
    good = make_good(state=Good.State.LIVE)
    same = draft(good.maker, key=good.key, names={"en": "Something else"})
    assert (same.pk, same.state) == (good.pk, "live")
    assert {text.name for text in good.texts.all()} == {"Bamboo basket"}


def test_save_draft_gives_every_good_an_address_of_its_own():
    maker = make_maker()
    slugs = [
        draft(maker, key=f"k{n}", names=names).slug
        for n, names in enumerate(
            [{"en": "Basket"}, {"en": "Basket"}, {"hi": "पेड़ा"}, {"sat": "ᱯᱮᱲᱟ"}, {"en": "Basket"}]
        )
    ]
    assert slugs == ["basket", "basket-2", "peda", "bamboo", "basket-3"]


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"names": {"en": "x" * 121}}, "good.name_too_long"),
        ({"names": {"xx": "Basket"}}, "good.unknown_language"),
    ],
)
def test_save_draft_refuses_what_cannot_be_true_and_keeps_nothing(figures, code):
    with refused(code):
        draft(**figures)
    assert Good.objects.count() == 0


def test_set_text_keeps_what_is_not_said():
    good = make_good()
    actions.set_text(good, language="hi", name="डलिया", description=" बड़ी ", care="सूखा रखें", by=BY)
    text = actions.set_text(good, language="hi", name="टोकरी", origin="machine", reviewed_by_id=9, by=BY)
    assert (text.name, text.description, text.care, text.origin, text.reviewed_by_id) == (
        "टोकरी",
        "बड़ी",
        "सूखा रखें",
        "machine",
        9,
    )
    assert str(text) == "hi: टोकरी"
    assert queries.name(good, "mr") == ("टोकरी", "hi")


def test_set_text_refuses_an_empty_name():
    with refused("good.no_name", field="name"):
        actions.set_text(make_good(), language="hi", name=" ", by=BY)


def test_set_attributes_and_size_are_written_whole():
    good = make_good(attributes={"old": "1"})
    actions.set_attributes(good, attributes={"material": "bamboo"}, by=BY)
    actions.set_size(good, length_mm=280, width_mm=280, height_mm=300, by=BY)
    good.refresh_from_db()
    assert good.attributes == {"material": "bamboo"}
    assert (good.length_mm, good.width_mm, good.height_mm) == (280, 280, 300)


def test_set_variant_is_known_by_position_or_code():
    good = make_good()
    small = actions.set_variant(good, price_paise=20000, weight_g=250, labels={"en": "250 g"}, by=BY)
    large = actions.set_variant(good, price_paise=38000, position=1, by=BY)
    again = actions.set_variant(good, sku=small.sku, price_paise=21000, mrp_paise=22000, weight_g=260, by=BY)
    assert again.pk == small.pk
    assert (again.price_paise, again.mrp_paise, again.weight_g) == (21000, 22000, 260)
    assert [v.sku for v in good.variants.order_by("position")] == [f"DM{good.pk:06d}-1", f"DM{good.pk:06d}-2"]
    assert str(large) == large.sku


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        ({"price_paise": 99}, "price.zero"),
        ({"price_paise": 10**9}, "price.too_high"),
        ({"price_paise": 200, "mrp_paise": 100}, "price.above_mrp"),
        ({"price_paise": 200, "weight_g": 0}, "weight.out_of_range"),
        ({"price_paise": 200, "weight_g": 50001}, "weight.out_of_range"),
        ({"price_paise": 200, "net_quantity": 0}, "quantity.zero"),
        ({"price_paise": 200, "net_unit": "stone"}, "quantity.unknown_unit"),
    ],
)
def test_set_variant_refuses_what_cannot_be_true_and_keeps_nothing(figures, code):
    good = make_good()
    with refused(code):
        actions.set_variant(good, **figures, by=BY)
    assert good.variants.count() == 0


def test_set_variant_tells_of_a_new_price():
    good = make_good()
    actions.set_variant(good, price_paise=38000, by=BY)
    variant = actions.set_variant(good, price_paise=40000, by=BY)
    changed = Event.objects.get(kind="catalogue.price_changed")
    assert (changed.subject_id, changed.data) == (variant.pk, {"before": 38000, "after": 40000, "good": good.pk})


def test_set_variant_refuses_another_goods_code():
    other = make_variant()
    with refused("sku.taken"):
        actions.set_variant(make_good(), sku=other.sku, price_paise=20000, by=BY)


def test_stop_variant_and_set_it_again():
    variant = make_variant()
    with refused("variant.last", field="active"):
        actions.stop_variant(variant, by=BY)
    make_variant(variant.good, position=1)
    assert actions.stop_variant(variant, by=BY).active is False
    assert actions.set_variant(variant.good, sku=variant.sku, price_paise=38000, by=BY).active is True


def test_change_price_takes_the_mrp_along_only_when_it_was_the_price():
    plain = make_variant(price_paise=20000)
    printed = make_variant(price_paise=20000, mrp_paise=25000)
    plain = actions.change_price(plain, price_paise=30000, by=BY)
    assert (plain.price_paise, plain.mrp_paise) == (30000, 30000)
    printed = actions.change_price(printed, price_paise=25000, by=BY)
    assert (printed.price_paise, printed.mrp_paise) == (25000, 25000)
    with refused("price.above_mrp"):
        actions.change_price(make_variant(price_paise=20000, mrp_paise=25000), price_paise=26000, by=BY)


def test_change_price_to_the_same_price_is_no_event():
    actions.change_price(make_variant(price_paise=20000), price_paise=20000, by=BY)
    assert not Event.objects.filter(kind="catalogue.price_changed").exists()


def test_add_photo_puts_each_picture_once_in_order():
    good = draft()
    pictures = [make_picture() for _ in range(8)]
    photos = [actions.add_photo(good, picture=picture, by=BY) for picture in [*pictures, pictures[0]]]
    assert [photo.position for photo in photos] == [0, 1, 2, 3, 4, 5, 6, 7, 0]
    assert str(photos[1]) == f"photo 1 of {good.pk}"
    with refused("photo.too_many"):
        actions.add_photo(good, picture=make_picture(), by=BY)


def test_order_photos_sorts_and_takes_away():
    good = draft()
    first, second, third = [actions.add_photo(good, picture=make_picture(), by=BY) for _ in range(3)]
    actions.order_photos(good, photos=[third, first], by=BY)
    assert list(good.photos.order_by("position").values_list("picture_id", "position")) == [
        (third.picture_id, 0),
        (first.picture_id, 1),
    ]
    actions.order_photos(good, photos=[], by=BY)
    assert Photo.objects.filter(good=good).count() == 0
    with refused("photo.other_good"):
        actions.order_photos(make_good(), photos=[second], by=BY)


def test_order_photos_leaves_a_good_in_the_shop_one_picture():
    with refused("photo.last"):
        actions.order_photos(make_good(), photos=[], by=BY)


def test_goods_of_and_by_slug_find_with_words_and_pictures():
    good = make_good()
    assert [g.pk for g in queries.goods_of(good.maker)] == [good.pk]
    assert queries.good_by_slug(make_mart(), good.slug) == good
    assert queries.good_by_slug(make_mart(), "nothing") is None


def test_a_code_of_before_that_could_be_none_today_keeps_nobody_from_mending_the_rest():
    variant = make_variant(make_good(), sku="B-1")
    Variant.objects.filter(pk=variant.pk).update(sku="B 1")
    told = {
        "labels": {},
        "price_paise": 100_00,
        "mrp_paise": 100_00,
        "net_quantity": 1,
        "net_unit": "piece",
        "place": 1,
    }
    mended = actions.change_variant(variant, sku="B 1", weight_g=77, **told, by=BY)
    assert (mended.sku, mended.weight_g) == ("B 1", 77)
    with refused("sku.bad", field="sku"):
        actions.change_variant(mended, sku="B 2", weight_g=77, **told, by=BY)
    with refused("sku.bad", field="sku"):
        actions.set_variant(mended.good, sku="B 3", price_paise=100_00, by=BY)
