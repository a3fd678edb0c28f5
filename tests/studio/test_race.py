"""The same good told by two at once is one good."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from haat.catalogue.models import Good
from haat.core.actor import Actor
from haat.core.models import Event
from haat.stock.models import Movement
from haat.studio.actions import list_good
from haat.studio.facts import GoodFacts, Size
from tests.make_rooms import make_craft, make_maker, make_picture

BY = Actor(user_id=7)


@pytest.mark.django_db(transaction=True)
def test_list_good_by_two_at_once_makes_one():
    maker, craft, picture = make_maker(), make_craft(), make_picture()
    size = Size(price_paise=38_000, weight_g=450, pieces=12)
    facts = GoodFacts(craft=craft, names={"en": "Basket"}, sizes=[size], pictures=[picture])

    def tell(number: int) -> bool:
        try:
            return list_good(maker, facts, key=f"k{number // 4}", by=BY).new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(tell, range(16)))
    assert [sum(new[start : start + 4]) for start in range(0, 16, 4)] == [1, 1, 1, 1]
    assert (Good.objects.count(), Movement.objects.count()) == (4, 4)
    assert Event.objects.filter(kind="catalogue.good_sent").count() == 4
