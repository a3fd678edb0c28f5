"""What the doctor of orders makes of old rows, of rows it cannot read, and of parcels from two places."""

import pytest
from django.db.models import F

from haat.core.doctor import examine
from haat.core.models import Event
from haat.orders import actions
from haat.orders.doctor.joined import families
from haat.orders.models import Arrival, Order, OrderLine, Part
from haat.stock.models import StockItem
from tests.make import (
    BY,
    make_arrival,
    make_hub,
    make_maker,
    make_moved,
    make_part,
    make_registered_maker,
    make_stocked,
)

pytestmark = pytest.mark.django_db

PLACED = "orders are as they were placed"
MOVED = "stock moved as its order lines did"
LEAVES = "a parcel leaves from where its pieces lie"
TAXED = "tax of a line is that of its rule"


def named(check: str) -> list[str]:
    """What one check finds."""
    (finding,) = examine([check])
    return finding.examples


def told_by_0_1_0(part: Part, *, more: int) -> None:
    """Its order was told before deliveries had a tax, with so many paise `more` of tax and less for its maker."""
    placed = Event.objects.get(kind="orders.placed", subject_id=part.order_id)
    (facts,) = placed.data["parts"]
    old = {name: fact for name, fact in facts.items() if name != "delivery_tax_paise"}
    odd = {"tax_paise": old["tax_paise"] + more, "maker_paise": old["maker_paise"] - more}
    Event.objects.filter(pk=placed.pk).update(data={**placed.data, "parts": [old | odd]})


class TestEvenTax:
    """Since 0.1.0 the odd paisa of tax of each line is its maker's; any other difference somebody made."""

    @pytest.mark.parametrize("more", [0, 1, 2])
    def test_an_odd_paisa_a_line_is_no_fault(self, more):
        maker = make_registered_maker()
        told_by_0_1_0(make_part({make_stocked(maker): 1, make_stocked(maker): 1}), more=more)
        assert named(PLACED) == []

    @pytest.mark.parametrize("more", [-1, 2, 500])
    def test_more_than_that_or_less_is_one(self, more):
        part = make_part({make_stocked(make_registered_maker()): 1})
        told_by_0_1_0(part, more=more)
        assert [sentence.split(":")[0] for sentence in named(PLACED)] == [f"part {part.number}"] * 2


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("an order from elsewhere goes to whom it was told", {"address": "Another street"}),
        ("what was told in another money is in rupees at its rate", {"told_total_minor": F("told_total_minor") - 1}),
    ],
)
def test_a_telling_that_cannot_be_read_hides_no_later_one(check, change):
    good = make_stocked()
    unread, other = make_arrival({good: 1}), make_arrival({good: 1})
    Arrival.objects.filter(pk=unread.pk).update(told={"name": 7})
    assert named(check) == []
    Order.objects.filter(pk=other.order_id).update(**change)
    assert len(named(check)) == 1


def test_pieces_of_a_line_that_joined_are_counted_apart_from_the_orders_own():
    good = make_stocked()
    arrival = make_arrival({good: 1, "X": 2})
    actions.settle_line(arrival.lines.get(state="open"), variant=good, by=BY)
    assert named(MOVED) == []


def test_a_parcel_from_a_hub_and_one_from_its_maker_must_not_be_swapped():
    maker, hub = make_maker(), make_hub(sells=("mart",))
    there, here = make_stocked(maker), make_stocked(maker)
    make_moved(there, hub, 10)
    away, home = make_part({there: 1}), make_part({here: 1})
    assert (away.place, home.place, StockItem.objects.filter(reserved=1).count()) == (hub, None, 2)
    assert named(LEAVES) == []
    Part.objects.filter(pk=away.pk).update(place=None)
    Part.objects.filter(pk=home.pk).update(place=hub)
    assert len(named(LEAVES)) == 2


def test_who_charges_no_tax_may_sell_what_no_rule_is_known_for():
    line = make_part({make_stocked(): 1}).lines.get()
    OrderLine.objects.filter(pk=line.pk).update(tax_rule_id=None)
    assert (line.tax_bp, named(TAXED)) == (0, [])
    OrderLine.objects.filter(pk=line.pk).update(tax_rule_id=10**9)
    assert len(named(TAXED)) == 1  # a rule was named, and is none


def test_who_charges_tax_knows_its_rule():
    line = make_part({make_stocked(make_registered_maker()): 1}).lines.get()
    assert (line.tax_bp > 0, named(TAXED)) == (True, [])
    OrderLine.objects.filter(pk=line.pk).update(tax_rule_id=None)
    assert len(named(TAXED)) == 1


def test_each_order_is_taxed_by_itself():
    """Of ₹100.24 477.33 paise are tax, evenly 476: four orders bear 1,904, and one of four pieces 1,908."""
    variant = make_stocked(make_registered_maker(), price_paise=10_024)
    for _turn in range(4):
        make_part({variant: 1})
    assert set(OrderLine.objects.values_list("tax_paise", flat=True)) == {476}
    assert named(TAXED) == []


def test_family_of_a_part_is_what_joined_the_order():
    own, joined, divided, again = (make_part() for _turn in range(4))
    Part.objects.filter(pk=joined.pk).update(joined=True)
    Part.objects.filter(pk=divided.pk).update(divided_from=joined.pk)
    Part.objects.filter(pk=again.pk).update(divided_from=divided.pk)
    assert families() == {joined.pk: joined.pk, divided.pk: joined.pk, again.pk: joined.pk}
    assert own.pk not in families()
