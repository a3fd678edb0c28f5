"""Goods offered."""

from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from haat.catalogue.models import Craft, Good
from haat.core.files import encode_made, store_square
from haat.core.imports import ImportReport
from haat.core.models import Event, Picture
from haat.stock.models import Movement
from haat.studio import actions
from haat.studio.facts import GoodFacts, Listed, Mended, Size, SizeMended
from haat.studio.models import PictureMeasure, WhitePicture
from haat.studio.pictures import Measures
from tests.make import BY, make_craft, make_mart, make_picture, make_tax_rule, number
from tests.races.catalogue import good, maker
from tests.races.crafts import craft_told
from tests.races.race import Pair, given, race, told, twice


@race(actions.list_good)
def one_good_is_told_twice() -> Pair:
    hers, key, new = maker(), f"race-{number()}", list[bool]()
    size = Size(price_paise=38_000, weight_g=450, pieces=12)
    facts = GoodFacts(craft=make_craft(), names={"en": "Basket"}, sizes=[size], pictures=[make_picture()])

    def tell() -> Listed:
        listed = actions.list_good(hers, facts, key=key, by=BY)
        new.append(listed.new)
        return listed

    def counted() -> tuple[int, int, int]:
        good = Good.objects.get(maker=hers, key=key)
        return sum(new), good.variants.count(), Movement.objects.filter(item__variant__good=good).count()

    return Pair(tell, tell, counted, once=(1, 1, 1))


@race(actions.import_goods)
def one_table_is_taken_twice() -> Pair:
    hers, mart, key = maker(), make_mart(), f"race-{number()}"
    row = {"maker": hers.slug, "craft": make_craft().slug, "key": key, "name_en": "Basket", "price": 380, "pieces": 5}

    def bring() -> ImportReport:
        return actions.import_goods([row], mart=mart, by=BY)

    return Pair(bring, bring, lambda: Good.objects.filter(maker=hers, key=key).count())


@race(actions.mend_good, "catalogue.good_changed")
def two_officers_mend_the_good_both_saw() -> Pair:
    one = good()
    mended = Mended(
        hsn="4602",
        tax_slug=one.tax_slug,
        packed_and_labelled=True,
        shelf_life_days=None,
        fragile=False,
        made_to_order=False,
        making_days=0,
        attributes={},
        size_mm=(None, None, None),
    )
    sees = one.changed_at
    return twice(
        lambda row: actions.mend_good(row, mended, seen=sees, by=BY),
        one,
        counted=lambda: Good.objects.get(pk=one.pk).hsn,
        once="4602",
    )


@race(actions.mend_size, "catalogue.good_changed")
def two_officers_mend_the_size_both_saw() -> Pair:
    one = good().variants.get()
    mended = SizeMended(
        sku=one.sku,
        labels={},
        price_paise=500_00,
        mrp_paise=500_00,
        weight_g=450,
        net_quantity=1,
        net_unit="piece",
        place=1,
    )
    sees = one.good.changed_at
    return twice(
        lambda row: actions.mend_size(row, mended, seen=sees, by=BY),
        one,
        counted=lambda: Event.objects.filter(kind="catalogue.price_changed", subject_id=one.pk).count(),
    )


@race(actions.make_craft, "craft.taken")
def two_officers_add_one_craft_with_its_tax_line() -> Pair:
    slug = f"craft-{number()}"
    make_tax_rule()

    def add() -> Craft:
        return actions.make_craft(craft_told("Casting"), slug=slug, by=BY)

    return Pair(add, add, lambda: Craft.objects.filter(slug=slug).count())


@race(actions.change_craft, "craft.changed")
def two_officers_change_one_craft_with_its_tax_line() -> Pair:
    one = make_craft(f"craft-{number()}")
    return Pair(
        given(lambda row: actions.change_craft(row, craft_told("One"), seen=row.changed_at, by=BY), one),
        given(lambda row: actions.change_craft(row, craft_told("Two"), seen=row.changed_at, by=BY), one),
        told("catalogue.craft_changed", one),
    )


@race(actions.list_good, "studio.sent_before")
def two_members_mend_what_was_sent_back() -> Pair:
    one = good("sent_back")
    size = Size(price_paise=39_000, weight_g=450, pieces=9)
    facts = GoodFacts(craft=one.craft, names={"en": "Basket"}, sizes=[size])

    def mend(name: str) -> Callable[[], Listed]:
        told_facts, sending = replace(facts, names={"en": name}), f"{name}-{number()}"
        turn = one.checks.count()
        return lambda: actions.list_good(one.maker, told_facts, key=one.key, turn=turn, sending=sending, by=BY)

    return Pair(mend("Basket"), mend("Tray"), told("catalogue.good_sent", one), once=2)


def shown() -> tuple[Good, Picture]:
    """A good with a picture that was measured."""
    one = good()
    picture = one.photos.get().picture
    PictureMeasure.objects.create(picture=picture, white_bp=0)
    store_square(picture.digest, b"square")
    return one, picture


def proposed() -> WhitePicture:
    """A picture laid on white that waits for a look."""
    one, picture = shown()
    white = actions.ask_white(one, picture=picture, by=BY)
    made = encode_made(Image.new("RGB", (300, 300), (number() % 256, 90, 30)))
    return actions.propose_white(white, made=made, by=BY)


@race(actions.keep_measures)
def a_picture_is_measured_by_two_workers() -> Pair:
    one = good()
    picture = one.photos.get().picture
    return twice(
        lambda row: actions.keep_measures(row, measures=Measures(1200, 1200), square=b"square", by=BY),
        picture,
        counted=told("studio.picture_ready", one),
    )


@race(actions.tell_letters)
def two_officers_see_letters_on_a_picture() -> Pair:
    one, picture = shown()
    return twice(
        lambda row: actions.tell_letters(row, picture=picture, letters=True, by=BY),
        one,
        counted=told("studio.letters_told", one),
    )


@race(actions.ask_white)
def a_picture_is_to_be_laid_on_white_twice() -> Pair:
    one, picture = shown()
    return twice(
        lambda row: actions.ask_white(row, picture=picture, by=BY),
        one,
        counted=lambda: Event.objects.filter(kind="studio.white_asked", data__good_id=one.pk).count(),
    )


@race(actions.propose_white)
def two_workers_lay_a_picture_on_white() -> Pair:
    one, picture = shown()
    white = actions.ask_white(one, picture=picture, by=BY)
    return twice(
        lambda row: actions.propose_white(row, made=None, by=BY), white, counted=told("studio.white_failed", white)
    )


@race(actions.use_white)
def two_officers_use_what_both_saw() -> Pair:
    white = proposed()
    seen = white.proposed.digest if white.proposed else ""
    return twice(lambda row: actions.use_white(row, seen=seen, by=BY), white, counted=told("studio.white_used", white))


@race(actions.refuse_white, "studio.white_settled", always=False)
def one_officer_uses_what_another_refuses() -> Pair:
    white = proposed()
    seen = white.proposed.digest if white.proposed else ""
    return Pair(
        given(lambda row: actions.refuse_white(row, by=BY), white),
        given(lambda row: actions.use_white(row, seen=seen, by=BY), white),
        lambda: WhitePicture.objects.get(pk=white.pk).state,
        once="refused",
    )
