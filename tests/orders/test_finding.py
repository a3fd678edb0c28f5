"""Orders are found by what somebody reads out."""

import pytest

from haat.orders.finding import holding
from haat.orders.models import Order, Part
from tests.make import make_mart, make_part

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
        *("9876543210", "+919876543210", "919876543210", "43210", "3210", "814112", "४८२१"),
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
