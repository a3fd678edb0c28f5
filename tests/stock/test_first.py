"""Pieces of many new variants at once lie each with its own maker, whether she has a place already or not."""

import pytest

from haat.core.doctor import examine
from haat.stock import actions
from haat.stock.models import StockItem, StockPlace
from tests.make import BY, make_maker, make_stocked, make_variant
from tests.make_rooms import make_good

pytestmark = pytest.mark.django_db


def test_first_pieces_lie_with_makers_who_have_a_place_and_with_those_who_have_none():
    known, new = make_stocked(pieces=1).good.maker, make_maker()
    pieces = [(make_variant(make_good(maker=maker)), count, "table") for maker, count in ((known, 3), (new, 4))]
    actions.count_first(pieces, by=BY)
    lies = StockItem.objects.filter(variant__in=[variant for variant, *_rest in pieces])
    assert sorted(lies.values_list("place__maker", "on_hand")) == [(known.pk, 3), (new.pk, 4)]
    assert StockPlace.objects.count() == 2
    assert [finding.examples for finding in examine() if finding.broken] == []
