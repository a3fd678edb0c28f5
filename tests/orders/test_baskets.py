"""Baskets, and how they look when something changed."""

import pytest

from haat.catalogue.models import Good, GoodText, Variant
from haat.makers.models import Maker
from haat.orders import actions, queries
from haat.orders.errors import BadQuantity, NotForSale
from haat.orders.models import Basket, BasketLine
from haat.stock import actions as stock
from haat.stock.errors import OutOfStock
from tests.make import BY, make_basket, make_maker, make_mart, make_promise, make_stocked

pytestmark = pytest.mark.django_db


def lines_of(basket):
    return list(BasketLine.objects.filter(basket=basket).values_list("variant", "quantity", "seen_paise"))


def test_put_in_basket_adds_to_what_is_there():
    variant = make_stocked(pieces=10, price_paise=52_000)
    basket = actions.make_basket(variant.mart)
    for quantity in (1, 2):
        line = actions.put_in_basket(basket, variant=variant, quantity=quantity)
    assert lines_of(basket) == [(variant.pk, 3, 52_000)]
    assert (str(line), str(basket)) == (f"3 × {variant.pk}", f"basket {basket.pk}")
    assert queries.pieces_in(basket) == 3


@pytest.mark.parametrize("quantity", [0, -1, 100])
def test_put_in_basket_outside_one_to_ninety_nine_is_refused(quantity):
    variant = make_stocked(pieces=200)
    with pytest.raises(BadQuantity):
        actions.put_in_basket(actions.make_basket(variant.mart), variant=variant, quantity=quantity)


def test_put_in_basket_more_than_there_is_says_how_many_are_left():
    variant = make_stocked(pieces=3)
    basket = actions.make_basket(variant.mart)
    actions.put_in_basket(basket, variant=variant, quantity=2)
    with pytest.raises(OutOfStock) as refused:
        actions.put_in_basket(basket, variant=variant, quantity=2)
    assert refused.value.available == 3
    assert lines_of(basket) == [(variant.pk, 2, 52_000)]


def test_put_in_basket_what_is_not_for_sale_is_refused():
    variant = make_stocked()
    other_mart = actions.make_basket(make_mart("other"))
    with pytest.raises(NotForSale):
        actions.put_in_basket(other_mart, variant=variant)
    basket = actions.make_basket(variant.mart)
    Variant.objects.update(active=False)
    variant.refresh_from_db()
    with pytest.raises(NotForSale):
        actions.put_in_basket(basket, variant=variant)


def test_begin_basket_holds_its_first_good():
    variant = make_stocked(pieces=3)
    basket = actions.begin_basket(variant.mart, variant=variant, quantity=2)
    assert lines_of(basket) == [(variant.pk, 2, 52_000)]


def test_begin_basket_that_is_refused_leaves_none():
    variant = make_stocked(pieces=3)
    with pytest.raises(OutOfStock):
        actions.begin_basket(variant.mart, variant=variant, quantity=4)
    assert Basket.objects.count() == 0


def test_change_line_sets_or_takes_out():
    variant = make_stocked()
    basket = make_basket({variant: 4})
    actions.change_line(basket, variant=variant, quantity=2)
    assert lines_of(basket) == [(variant.pk, 2, 52_000)]
    assert actions.change_line(basket, variant=variant, quantity=0) is None
    assert lines_of(basket) == []
    actions.change_line(basket, variant=variant, quantity=1)
    assert lines_of(basket) == [(variant.pk, 1, 52_000)]


def test_set_pin_remembers_it():
    basket = actions.make_basket(make_mart())
    actions.set_pin(basket, pin="814112")
    basket.refresh_from_db()
    assert basket.pin == "814112"


def test_see_prices_makes_todays_price_the_seen_one():
    variant, same = make_stocked(), make_stocked()
    basket = make_basket({variant: 1, same: 1})
    Variant.objects.filter(pk=variant.pk).update(price_paise=49_000)
    assert [line.was_paise for line in queries.review_lines(queries.read_lines(basket)).lines] == [52_000, None]
    actions.see_prices(basket)
    assert [line.was_paise for line in queries.review_lines(queries.read_lines(basket)).lines] == [None, None]


def test_review_groups_by_maker_in_one_query(django_assert_num_queries):
    maker = make_maker()
    one, two, three = make_stocked(maker), make_stocked(maker), make_stocked()
    basket = make_basket({one: 2, two: 1, three: 1})
    promise = make_promise(basket)
    with django_assert_num_queries(1):
        view = queries.review_lines(queries.read_lines(basket), promise=promise, language="en")
    assert [(part.maker, [line.variant for line in part.lines]) for part in view.parts] == [
        (maker, [one, two]),
        (three.good.maker, [three]),
    ]
    assert (view.pieces, view.goods_paise, view.charge_paise, view.total_paise) == (4, 208_000, 0, 208_000)
    assert view.parts[0].promised_by == promise.parts[maker.seller_id, maker.pk, None].promised_by
    assert (view.changed, view.can_be_ordered) == (False, True)
    assert {line.name for line in view.lines} == {("Bamboo basket", "en")}


def test_review_marks_short_gone_and_blocked_lines():
    short, gone, fine = make_stocked(pieces=3), make_stocked(), make_stocked()
    basket = make_basket({short: 3, gone: 1, fine: 1})
    stock.count(short, on_hand=1, cause="again", by=BY)
    Maker.objects.filter(pk=gone.good.maker_id).update(state=Maker.State.PAUSED)
    GoodText.objects.filter(good=fine.good).delete()
    view = queries.review_lines(queries.read_lines(basket))
    found = {line.variant: (line.short, line.gone, line.free, line.can_go) for line in view.lines}
    assert found == {
        short: (True, False, 1, False),
        gone: (False, True, 10, False),
        fine: (False, False, 10, True),
    }
    assert (view.changed, view.can_be_ordered, view.charge_paise) == (True, False, None)
    assert [part.promised_by for part in view.parts] == [None, None]
    assert [line.variant for line in view.apart] == [gone]
    assert view.total_paise == view.goods_paise == 4 * 52_000
    Good.objects.filter(pk=gone.good_id).update(state=Good.State.PAUSED)
    assert not queries.review_lines(queries.read_lines(actions.make_basket(short.mart))).can_be_ordered
