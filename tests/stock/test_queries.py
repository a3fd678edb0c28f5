"""What is said of pieces: of a good as a whole, of what its maker has, of what is on its way, of what a place holds."""

import pytest

from haat.stock import actions, queries
from haat.stock.holdings import Held, held_in
from haat.stock.models import StockPlace
from tests.make import BY, make_good, make_hub, make_moved, make_stocked, make_variant

pytestmark = pytest.mark.django_db


def test_of_a_good_nobody_has_counted_there_is_nothing():
    assert queries.counted(make_variant().good) == queries.Counted(on_hand=0, counted_at=None, week_capacity=0)


def test_a_good_that_lies_ready_is_not_made_in_a_week():
    there = queries.counted(make_stocked(pieces=4).good)
    assert (there.on_hand, there.counted_at is None, there.week_capacity) == (4, False, 0)
    to_order = queries.counted(make_stocked(pieces=6, good={"made_to_order": True, "making_days": 3}).good)
    assert to_order == queries.Counted(on_hand=0, counted_at=None, week_capacity=6)


def test_of_what_is_made_to_order_she_said_how_many_in_a_week():
    to_order = make_stocked(pieces=6, good={"made_to_order": True, "making_days": 3})
    unsaid = make_variant(make_good(made_to_order=True, making_days=3))
    assert [queries.told_pieces(variant) for variant in (to_order, unsaid, make_stocked(pieces=4))] == [6, None, 4]


def test_of_what_lies_only_elsewhere_none_lies_with_its_maker():
    variant = make_variant()
    actions.count(variant, on_hand=3, place=make_hub(), cause="hub", by=BY)
    assert queries.pieces_of([variant.good]) == {variant.pk: queries.Pieces(lies=0, promised=0, elsewhere=3)}


def test_pieces_on_the_way_to_one_place_are_added_up_whatever_they_went_with():
    variant, hub, other = make_stocked(pieces=10), make_hub(), make_hub()
    home = StockPlace.objects.get(maker=variant.good.maker)
    for key, target, pieces in (("a", hub, 2), ("b", other, 1), ("c", hub, 3)):
        actions.dispatch(home, target=target, pieces={variant.pk: pieces}, key=key, by=BY)
    assert queries.going_of([variant.good]) == {variant.pk: [(hub, 5), (other, 1)]}


def test_a_place_where_nothing_ever_lay_holds_nothing_and_promises_nothing():
    variant, empty, hub = make_stocked(pieces=5), make_hub(name="Hub A"), make_hub(name="Hub B", sells=("mart",))
    make_moved(variant, hub, 4)
    actions.reserve([(variant.pk, 3)], cause="order:1", by=BY)
    assert held_in(hub.mart) == [Held(empty, 0, 0, coming=0), Held(hub, 4, 3, coming=0)]
