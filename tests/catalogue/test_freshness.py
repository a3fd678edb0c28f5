"""What is left of food's life on the day it arrives decides whether it is sent."""

import pytest

from haat.catalogue.freshness import arrives_fresh, days_wanted, fresh_enough
from haat.catalogue.models import Good


@pytest.mark.parametrize(
    ("keeps", "wanted"),
    [
        (4, 2),  # 30% of four days is less than the two in which it must be eaten
        (7, 3),  # 2.1 days, and a day is whole
        (10, 3),
        (30, 9),
        (150, 45),
        (365, 45),  # never more than forty-five
    ],
)
def test_the_lesser_of_a_share_and_so_many_days_must_be_left(keeps, wanted):
    assert days_wanted(keeps) == wanted


def test_a_place_that_asks_for_nothing_still_wants_two_days():
    assert [days_wanted(100, left_days=None, left_bp=None), days_wanted(100, left_days=10, left_bp=None)] == [2, 10]
    assert days_wanted(100, left_days=None, left_bp=5000) == 50


@pytest.mark.parametrize(("keeps", "road", "fresh"), [(4, 2, True), (4, 3, False), (30, 21, True), (30, 22, False)])
def test_food_arrives_fresh_while_enough_is_left(keeps, road, fresh):
    assert arrives_fresh(keeps, road) is fresh


def test_peda_goes_two_days_far_and_a_basket_anywhere():
    peda, basket = Good(shelf_life_days=4), Good(shelf_life_days=None)
    assert [fresh_enough(peda, 2), fresh_enough(peda, 5), fresh_enough(basket, 90)] == [True, False, True]
