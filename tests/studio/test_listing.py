"""One door to offer a good: all of it or nothing, once, and never over what the desk has seen."""

from dataclasses import replace

import pytest

from haat.catalogue.actions import send_back, stop_variant
from haat.catalogue.models import Good
from haat.core.actor import Actor
from haat.core.models import Event
from haat.pricing.models import CostSheet
from haat.stock import doctor
from haat.stock.models import Movement, OrdinaryWeek, StockItem
from haat.studio.actions import list_good
from haat.studio.facts import Cost, GoodFacts, Size
from haat.studio.queries import listed_before
from tests.make_rooms import make_craft, make_maker, make_picture
from tests.refusals import refused

pytestmark = pytest.mark.django_db
BY = Actor(user_id=7)
BASKET = Size(price_paise=38_000, weight_g=450, cost=Cost(other_paise=9_000, minutes=90), pieces=12)


def told(**more) -> GoodFacts:
    facts = GoodFacts(craft=make_craft(), names={"en": "Basket"}, sizes=[BASKET], pictures=[make_picture()])
    return replace(facts, **more)


def test_list_good_makes_it_ready_for_the_desk():
    maker, picture = make_maker(), make_picture()
    facts = told(
        names={"en": "Basket", "hi": "डलिया"},
        descriptions={"hi": "मज़बूत"},
        care={"hi": "सूखा रखें", "mr": "कोरडे ठेवा"},
        pictures=[picture],
        sizes=[BASKET, Size(price_paise=20_000, labels={"en": "small"}, sku="SMALL-1", pieces=3)],
        attributes={"material": "bamboo"},
        hsn="4602",
        size_mm=(280, 280, 300),
    )
    listed = list_good(maker, facts, key="k1", by=BY)
    good = listed.good
    assert (listed.new, good.state, good.attributes, good.hsn, good.length_mm) == (
        True,
        "waiting",
        {"material": "bamboo"},
        "4602",
        280,
    )
    texts = {text.language: (text.name, text.description, text.care) for text in good.texts.all()}
    assert texts == {"en": ("Basket", "", ""), "hi": ("डलिया", "मज़बूत", "सूखा रखें")}
    large, small = good.variants.order_by("position")
    assert (large.price_paise, large.mrp_paise, large.weight_g, large.net_unit) == (38_000, 38_000, 450, "piece")
    assert (small.sku, small.labels, small.weight_g) == ("SMALL-1", {"en": "small"}, None)
    cost = CostSheet.objects.get()
    assert (cost.variant_id, cost.other_paise, cost.minutes) == (large.pk, 9_000, 90)
    assert dict(StockItem.objects.values_list("variant", "on_hand")) == {large.pk: 12, small.pk: 3}
    assert [photo.picture_id for photo in good.photos.all()] == [picture.pk]
    assert Event.objects.get(kind="catalogue.good_sent").by_id == 7


def test_list_good_keeps_nothing_when_something_is_refused():
    maker = make_maker()
    before = Event.objects.count()
    with refused("good.no_photo", field="photo"):
        list_good(maker, told(pictures=[]), key="k1", by=BY)
    assert (Good.objects.count(), StockItem.objects.count(), Event.objects.count()) == (0, 0, before)


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"names": {"en": " "}}, "good.no_name", "name"),
        ({"sizes": []}, "good.no_price", "price"),
        ({"sizes": [replace(BASKET, price_paise=99)]}, "price.zero", "price"),
        ({"sizes": [replace(BASKET, mrp_paise=100)]}, "price.above_mrp", "price"),
        ({"sizes": [replace(BASKET, weight_g=0)]}, "weight.out_of_range", "weight"),
        ({"sizes": [replace(BASKET, net_unit="stone")]}, "quantity.unknown_unit", "net_unit"),
        ({"sizes": [replace(BASKET, cost=Cost(minutes=10**6))]}, "cost.too_long", "minutes"),
        ({"sizes": [replace(BASKET, cost=Cost(other_paise=-1))]}, "cost.negative", "cost"),
        ({"sizes": [replace(BASKET, pieces=10**6)]}, "stock.bad_pieces", "on_hand"),
        ({"sizes": [replace(BASKET, pieces=10**6)], "made_to_order": True}, "stock.bad_pieces", "capacity"),
    ],
)
def test_list_good_names_the_field_that_is_wrong(more, code, field):
    with refused(code, field=field):
        list_good(make_maker(), told(**more), key="k1", by=BY)
    assert Good.objects.count() == 0


def test_list_good_told_twice_is_one():
    maker, facts = make_maker(), told()
    first, second = (list_good(maker, facts, key="k1", by=BY) for _ in range(2))
    assert (first.new, second.new, second.good) == (True, False, first.good)
    assert (Good.objects.count(), Movement.objects.count()) == (1, 1)
    assert Event.objects.filter(kind="catalogue.good_sent").count() == 1


def test_list_good_of_another_maker_under_the_same_key_is_another():
    assert list_good(make_maker(), told(), key="k1", by=BY).new
    assert list_good(make_maker(), told(), key="k1", by=BY).new
    assert Good.objects.count() == 2


def test_old_sending_after_the_desk_sent_it_back_changes_nothing():
    maker = make_maker()
    good = list_good(maker, told(), key="k1", by=BY).good
    send_back(good, reasons=["price_low"], by=BY)
    late = list_good(maker, told(names={"en": "Other"}), key="k1", by=BY)
    assert (late.new, late.good.state, good.texts.get().name) == (False, "sent_back", "Basket")
    mended = list_good(maker, told(sizes=[replace(BASKET, pieces=9)]), key="k1", turn=1, by=BY)
    assert (mended.new, mended.good.state, StockItem.objects.get().on_hand) == (True, "waiting", 9)


def test_listed_before_answers_only_what_would_change_nothing():
    maker = make_maker()
    assert listed_before(maker, "k1", 0) is None
    good = list_good(maker, told(), key="k1", by=BY).good
    before = listed_before(maker, "k1", 0)
    assert before is not None
    assert (before.good, before.new) == (good, False)
    send_back(good, reasons=["price_low"], by=BY)
    assert listed_before(maker, "k1", 1) is None


def test_draft_that_was_counted_is_counted_again():
    maker = make_maker()
    draft = list_good(maker, told(), key="k1", send=False, by=BY)
    assert draft.good.state == "draft"
    list_good(maker, told(sizes=[replace(BASKET, pieces=5)]), key="k1", by=BY)
    assert StockItem.objects.get().on_hand == 5
    assert list(doctor.items_are_their_movements()) == []


def test_what_is_not_said_stays():
    maker = make_maker()
    size = replace(BASKET, mrp_paise=40_000, net_quantity=12, net_unit="set", labels={"en": "dozen"})
    whole = told(sizes=[size], attributes={"a": "b"}, hsn="4602", fragile=True, ground="leaf", tax_slug="other-line")
    list_good(maker, replace(whole, size_mm=(1, 2, 3), shelf_life_days=9, packed_and_labelled=True), key="k", by=BY)
    send_back(Good.objects.get(), reasons=["price_low"], by=BY)
    list_good(maker, told(sizes=[Size(price_paise=39_000)]), key="k", turn=1, by=BY)
    good = Good.objects.get()
    variant = good.variants.get()
    assert (good.attributes, good.hsn, good.fragile, good.ground, good.tax_slug) == (
        {"a": "b"},
        "4602",
        True,
        "leaf",
        "other-line",
    )
    assert (good.length_mm, good.height_mm, good.shelf_life_days, good.packed_and_labelled) == (1, 3, 9, True)
    assert (variant.price_paise, variant.mrp_paise, variant.weight_g) == (39_000, 40_000, 450)
    assert (variant.net_quantity, variant.net_unit, variant.labels) == (12, "set", {"en": "dozen"})
    assert (StockItem.objects.get().on_hand, CostSheet.objects.get().minutes) == (12, 90)


def test_another_craft_brings_its_own_tax_line():
    maker = make_maker()
    list_good(maker, told(tax_slug="other-line"), key="k", send=False, by=BY)
    clay = make_craft("clay", tax_slug="clay-lamps-pots")
    assert list_good(maker, told(craft=clay), key="k", by=BY).good.tax_slug == "clay-lamps-pots"


def test_made_to_order_has_a_week_and_no_pieces():
    list_good(make_maker(), told(made_to_order=True, making_days=7), key="k", by=BY)
    assert (OrdinaryWeek.objects.get().capacity, StockItem.objects.count()) == (12, 0)


def test_new_pictures_stand_first_and_the_oldest_go():
    maker, pictures = make_maker(), [make_picture() for _ in range(10)]
    good = list_good(maker, told(pictures=pictures[:7]), key="k", send=False, by=BY).good
    list_good(maker, told(pictures=[pictures[0], *pictures[7:]]), key="k", send=False, by=BY)
    shown = [photo.picture_id for photo in good.photos.order_by("position")]
    assert shown == [picture.pk for picture in (*pictures[7:], *pictures[:5])]
    with refused("photo.too_many", field="photo"):
        list_good(maker, told(pictures=[make_picture() for _ in range(9)]), key="k", send=False, by=BY)


def test_another_sending_that_comes_too_late_is_refused_and_the_same_one_is_answered():
    """Leader and member both mend what was sent back; the leader's comes first, and its answer is lost."""
    maker = make_maker()
    good = list_good(maker, told(), key="k1", sending="first", by=BY).good
    send_back(good, reasons=["price_low"], by=BY)
    dearer, dearest = (told(sizes=[replace(BASKET, price_paise=price)], pictures=[]) for price in (39_000, 40_000))
    assert list_good(maker, dearer, key="k1", turn=1, sending="leader", by=BY).new
    assert listed_before(maker, "k1", 1, "member") is None
    for _turn in range(2):
        with refused("studio.sent_before"):
            list_good(maker, dearest, key="k1", turn=1, sending="member", by=BY)
    for facts, sending in ((dearer, "leader"), (dearest, "leader"), (dearer, "third")):
        again = list_good(maker, facts, key="k1", turn=1, sending=sending, by=BY)
        assert (again.new, again.good) == (False, good)
    assert listed_before(maker, "k1", 1, "leader") is not None
    assert good.variants.get().price_paise == 39_000


@pytest.mark.parametrize(
    "other",
    [
        {"names": {"en": "Tray"}},
        {"made_to_order": True},
        {"pictures": "another"},
        {"sizes": [replace(BASKET, weight_g=500)]},
        {"sizes": [replace(BASKET, pieces=11)]},
        {"sizes": [replace(BASKET, cost=Cost(other_paise=9_000, minutes=91))]},
        {"sizes": [BASKET, BASKET]},
    ],
)
def test_what_says_anything_else_than_what_stands_is_refused(other):
    maker, facts = make_maker(), told()
    list_good(maker, facts, key="k1", sending="first", by=BY)
    if "pictures" in other:
        other = {"pictures": [make_picture()]}
    with refused("studio.sent_before"):
        list_good(maker, replace(facts, **other), key="k1", sending="second", by=BY)
    assert not list_good(maker, facts, key="k1", sending="second", by=BY).new


def test_phone_that_names_no_sending_is_answered_as_ever():
    maker = make_maker()
    list_good(maker, told(), key="k1", by=BY)
    assert not list_good(maker, told(names={"en": "Tray"}), key="k1", by=BY).new


def test_told_again_the_first_size_that_is_made_is_meant_and_what_was_stopped_stays():
    maker, small = make_maker(), replace(BASKET, price_paise=20_000)
    good = list_good(maker, told(sizes=[BASKET, small]), key="k1", by=BY).good
    large, little = good.variants.order_by("position")
    send_back(good, reasons=["name_unclear"], by=BY)
    stop_variant(large, by=BY)
    list_good(maker, told(sizes=[replace(small, price_paise=21_000)]), key="k1", turn=1, by=BY)
    rows = good.variants.order_by("position").values_list("pk", "price_paise", "position", "active")
    assert list(rows) == [(large.pk, 38_000, 0, False), (little.pk, 21_000, 1, True)]


def test_size_that_is_new_stands_behind_what_was_stopped():
    maker = make_maker()
    good = list_good(maker, told(), key="k1", send=False, by=BY).good
    first = good.variants.get()
    stop_variant(first, by=BY)
    list_good(maker, told(sizes=[replace(BASKET, price_paise=21_000)]), key="k1", send=False, by=BY)
    rows = good.variants.order_by("position").values_list("price_paise", "position", "active")
    assert list(rows) == [(38_000, 0, False), (21_000, 1, True)]
