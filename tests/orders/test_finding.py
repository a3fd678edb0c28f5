"""Orders are found by what somebody reads out."""

import pytest

from haat.orders.finding import holding, orders_called
from haat.orders.models import Order, Part
from tests.make import make_arrival, make_mart, make_part

pytestmark = pytest.mark.django_db


@pytest.fixture
def part():
    found = make_part()
    Order.objects.filter(pk=found.order_id).update(number="DG-4821-7730", phone="+919876543210", pin="814112")
    Part.objects.filter(pk=found.pk).update(number="DG-4821-7730-1")
    make_mart().__class__.objects.update(order_prefix="DG")
    return found


@pytest.mark.parametrize(
    "words",
    [
        *("DG-4821-7730-1", "DG-4821-7730", "dg-4821", "4821-7730-1", "48217730", "4821", "7730"),
        *("9876543210", "09876543210", "+919876543210", "919876543210", "43210", "3210", "814112", "४८२१"),
    ],
)
def test_part_is_found(part, words):
    mart = make_mart()
    mart.refresh_from_db()
    assert list(holding(mart, Part.objects.all(), words)) == [part]


@pytest.mark.parametrize("words", ["821", "5555", "98765", "nothing", "814113", ""])
def test_part_is_not_found(part, words):
    mart = make_mart()
    mart.refresh_from_db()
    assert list(holding(mart, Part.objects.all(), words)) == []


@pytest.mark.parametrize("words", ["DG-4821-7730-2", "4821-7730-2"])
def test_number_of_a_parcel_that_is_not_in_the_list_finds_the_others_of_its_order(part, words):
    mart = make_mart()
    mart.refresh_from_db()
    assert list(holding(mart, Part.objects.all(), words)) == [part]


@pytest.mark.parametrize(("theirs", "words"), [("b-77-x", "B-77-X"), ("B-77-X", "b-77-x"), ("B-77-x", "B-77-x")])
def test_order_is_found_by_its_number_elsewhere_in_small_or_capital_letters(theirs, words):
    order = make_arrival(key=theirs).order
    make_arrival(key="B-78")
    assert orders_called(order.mart, words) == [order.pk]
