"""Goods, their words, sizes, pictures and checks."""

from collections.abc import Callable
from typing import Any

from haat.catalogue import actions
from haat.catalogue.models import Craft, Good, GoodText, Photo, Variant
from haat.core.models import Event
from haat.makers.models import Maker
from tests.make import (
    BY,
    make_craft,
    make_good,
    make_maker,
    make_picture,
    make_variant,
    number,
)
from tests.races.race import Pair, given, race, read, told, twice


def maker() -> Maker:
    return Maker.objects.first() or make_maker()


def good(state: str = "live") -> Good:
    """One that may go into the shop."""
    one = make_good(maker=maker(), state=state)
    make_variant(one)
    return one


def changed(call: Callable[[Good], Any], counted: Callable[[Good], object], once: object) -> Pair:
    """Both say the same of a draft."""
    one = good("draft")
    return twice(call, one, counted=lambda: counted(read(one)), once=once)


@race(actions.send_for_check)
def sent_twice() -> Pair:
    one = good("draft")
    return twice(lambda row: actions.send_for_check(row, by=BY), one, counted=told("catalogue.good_sent", one))


@race(actions.take_back)
def taken_back_twice() -> Pair:
    one = good("waiting")
    return twice(lambda row: actions.take_back(row, by=BY), one, counted=told("catalogue.good_taken_back", one))


@race(actions.take_back, "catalogue.wrong_state")
def taken_back_and_approved() -> Pair:
    one = good("waiting")
    return Pair(
        given(lambda row: actions.take_back(row, by=BY), one),
        given(lambda row: actions.approve(row, by=BY), one),
        lambda: read(one).state in ("draft", "live"),
        once=True,
    )


@race(actions.approve)
def approved_twice() -> Pair:
    one = good("waiting")
    return twice(lambda row: actions.approve(row, by=BY), one, counted=told("catalogue.good_approved", one))


@race(actions.approve, "catalogue.wrong_state", always=False)
def approved_and_sent_back() -> Pair:
    one = good("waiting")
    return Pair(
        given(lambda row: actions.approve(row, by=BY), one),
        given(lambda row: actions.send_back(row, reasons=["price_low"], by=BY), one),
        lambda: read(one).state,
        once="sent_back",
    )


@race(actions.send_back)
def sent_back_twice() -> Pair:
    one = good("waiting")
    return twice(
        lambda row: actions.send_back(row, reasons=["price_low"], by=BY), one, counted=lambda: one.checks.count()
    )


@race(actions.pause_good)
def paused_twice() -> Pair:
    one = good()
    return twice(lambda row: actions.pause_good(row, by=BY), one, counted=told("catalogue.good_paused", one))


@race(actions.resume_good)
def resumed_twice() -> Pair:
    one = good("paused")
    return twice(lambda row: actions.resume_good(row, by=BY), one, counted=told("catalogue.good_resumed", one))


@race(actions.resume_good, "catalogue.wrong_state", always=False)
def resumed_and_sent_back() -> Pair:
    one = good("paused")
    return Pair(
        given(lambda row: actions.resume_good(row, by=BY), one),
        given(lambda row: actions.send_back(row, reasons=["price_low"], by=BY), one),
        lambda: read(one).state,
        once="sent_back",
    )


@race(actions.save_draft)
def a_draft_is_sent_twice() -> Pair:
    key, craft = f"race-{number()}", make_craft()
    return twice(
        lambda row: actions.save_draft(row, key=key, craft=craft, names={"hi": "डलिया"}, by=BY),
        maker(),
        counted=lambda: Good.objects.filter(key=key).count(),
    )


@race(actions.set_text)
def words_are_written_while_the_draft_is_saved() -> Pair:
    one = good("draft")
    return Pair(
        given(lambda row: actions.set_text(row, language="hi", name="सूप", by=BY), one),
        given(
            lambda row: actions.save_draft(row.maker, key=row.key, craft=row.craft, names={"hi": "डलिया"}, by=BY), one
        ),
        lambda: GoodText.objects.filter(good=one, language="hi").count(),
    )


@race(actions.set_text)
def a_language_is_written_twice() -> Pair:
    return changed(
        lambda row: actions.set_text(row, language="mr", name="टोपली", by=BY),
        lambda row: row.texts.filter(language="mr").count(),
        once=1,
    )


@race(actions.set_attributes)
def attributes_are_set_twice() -> Pair:
    return changed(
        lambda row: actions.set_attributes(row, attributes={"material": "bamboo"}, by=BY),
        lambda row: row.attributes,
        once={"material": "bamboo"},
    )


@race(actions.set_size)
def the_size_is_set_twice() -> Pair:
    return changed(
        lambda row: actions.set_size(row, length_mm=10, width_mm=20, height_mm=30, by=BY),
        lambda row: (row.length_mm, row.width_mm, row.height_mm),
        once=(10, 20, 30),
    )


@race(actions.set_facts)
def facts_are_declared_twice() -> Pair:
    told = {"hsn": "4602", "tax_slug": "bamboo-basket", "packed_and_labelled": True, "shelf_life_days": None}
    told |= {"fragile": True, "made_to_order": False, "making_days": 0}
    return changed(
        lambda row: actions.set_facts(row, **told, by=BY),
        lambda row: Event.objects.filter(subject_id=row.pk, kind="catalogue.good_saved").count(),
        once=1,
    )


def _said(sku: str, **more: Any) -> dict[str, Any]:
    figures = {"price_paise": 500_00, "mrp_paise": 500_00, "weight_g": 450, "net_quantity": 1, "net_unit": "piece"}
    return {"sku": sku, "labels": {}, **figures, **more}


@race(actions.add_variant, "catalogue.good_changed")
def two_officers_add_a_size_to_what_both_saw() -> Pair:
    one = good()
    sees = one.changed_at
    return twice(
        lambda row: actions.add_variant(row, **_said(""), seen=sees, by=BY),
        one,
        counted=lambda: one.variants.count(),
        once=2,
    )


@race(actions.change_variant, "catalogue.good_changed")
def two_officers_change_the_size_both_saw() -> Pair:
    one = good().variants.get()
    sees, first, second = one.good.changed_at, f"A-{number()}", f"A-{number()}"
    return Pair(
        given(lambda row: actions.change_variant(row, **_said(first), place=1, seen=sees, by=BY), one),
        given(lambda row: actions.change_variant(row, **_said(second), place=1, seen=sees, by=BY), one),
        counted=lambda: read(one).price_paise,
        once=500_00,
    )


@race(actions.show_pictures)
def other_pictures_are_shown_twice() -> Pair:
    one, pictures = good(), [make_picture(), make_picture()]
    return Pair(
        given(lambda row: actions.show_pictures(row, pictures=pictures, by=BY), one),
        given(lambda row: actions.show_pictures(row, pictures=pictures[::-1], by=BY), one),
        lambda: list(one.photos.order_by("position").values_list("position", flat=True)),
        once=[0, 1],
    )


@race(actions.set_variant)
def a_size_is_made_twice() -> Pair:
    return changed(
        lambda row: actions.set_variant(row, position=1, price_paise=500_00, by=BY),
        lambda row: row.variants.filter(position=1).count(),
        once=1,
    )


@race(actions.set_variant, "sku.taken")
def two_goods_take_one_code() -> Pair:
    one, two, sku = good(), good(), f"RACE-{number()}"
    return Pair(
        given(lambda row: actions.set_variant(row, sku=sku, price_paise=500_00, weight_g=450, by=BY), one),
        given(lambda row: actions.set_variant(row, sku=sku, price_paise=500_00, weight_g=450, by=BY), two),
        lambda: Variant.objects.filter(sku=sku).count(),
    )


@race(actions.stop_variant)
def stopped_while_its_price_changes() -> Pair:
    one = make_variant(good(), position=1)
    return Pair(
        given(lambda row: actions.stop_variant(row, by=BY), one),
        given(lambda row: actions.change_price(row, price_paise=500_00, by=BY), one),
        lambda: (read(one).active, read(one).price_paise),
        once=(False, 500_00),
    )


@race(actions.change_price)
def the_price_is_changed_twice() -> Pair:
    one = good().variants.get()
    return twice(
        lambda row: actions.change_price(row, price_paise=500_00, by=BY),
        one,
        counted=told("catalogue.price_changed", one),
    )


@race(actions.weigh)
def a_size_is_weighed_twice() -> Pair:
    one = good().variants.get()
    return Pair(
        given(lambda row: actions.weigh(row, weight_g=610, by=BY), one),
        given(lambda row: actions.weigh(row, weight_g=610, by=BY), one),
        lambda: (read(one).weight_g, Event.objects.filter(kind="catalogue.good_saved", data__of=one.sku).count()),
        once=(610, 1),
    )


@race(actions.add_photo)
def one_picture_is_added_twice() -> Pair:
    picture = make_picture()
    return changed(
        lambda row: actions.add_photo(row, picture=picture, by=BY),
        lambda row: row.photos.filter(picture=picture).count(),
        once=1,
    )


@race(actions.add_photo, "photo.too_many")
def two_pictures_are_added_where_one_fits() -> Pair:
    one, first, second = good(), make_picture(), make_picture()
    for place in range(1, 7):
        Photo.objects.create(good=one, picture=make_picture(), position=place)
    return Pair(
        given(lambda row: actions.add_photo(row, picture=first, by=BY), one),
        given(lambda row: actions.add_photo(row, picture=second, by=BY), one),
        lambda: list(one.photos.order_by("position").values_list("position", flat=True)),
        once=list(range(8)),
    )


@race(actions.order_photos)
def pictures_are_ordered_twice() -> Pair:
    one = good()
    Photo.objects.create(good=one, picture=make_picture(), position=1)
    first, second = one.photos.order_by("position")
    return Pair(
        given(lambda row: actions.order_photos(row, photos=[second, first], by=BY), one),
        given(lambda row: actions.order_photos(row, photos=[first, second], by=BY), one),
        lambda: list(one.photos.order_by("position").values_list("position", flat=True)),
        once=[0, 1],
    )


@race(actions.import_crafts)
def a_craft_is_loaded_twice() -> Pair:
    slug = f"craft-{number()}"
    row = {
        "slug": slug,
        "names": {"en": "Craft"},
        "line": {},
        "attributes": [],
        "materials": [],
        "papers": [],
        "tax": {"slug": "bamboo-basket"},
        "drawing": "basket.svg",
        "ground": "khadi",
        "fragile": False,
        "order": 1,
    }

    def load() -> int:
        return actions.import_crafts([row], by=BY)

    return Pair(load, load, lambda: Craft.objects.filter(slug=slug).count())
