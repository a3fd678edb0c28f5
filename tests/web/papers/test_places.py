"""Where something is, on labels and challans: block and district named, and only what is known."""

import pytest

from haat.delivery import actions as delivery
from haat.stock.holdings import moves_in
from haat.web.papers import challans, labels
from haat.web.papers.places import joined, standing
from tests.make import BY, make_block, make_hub, make_moved, make_part, make_stocked
from tests.web.papers.read import pages_of

pytestmark = pytest.mark.django_db

NOTHING = {"where": None, "address": "", "pin": "", "keeper": "", "phone": ""}


def test_a_hub_is_named_with_its_block_and_district_each_once():
    hub = make_hub(where=make_block("Sarath"), address="Near the bus stand", pin="814149")
    assert standing(hub) == "Near the bus stand, Sarath, Deoghar 814149"
    assert standing(make_hub(address="Clock tower", pin="814112")) == "Clock tower, Deoghar 814112"


def test_of_a_warehouse_only_what_is_known_is_said():
    assert standing(make_hub(kind="warehouse", channel="bazaar", **NOTHING)) == ""
    assert joined(make_block("Sarath"), pin="") == "Sarath"


def test_label_and_challan_say_so():
    variant = make_stocked(pieces=3)
    hub = make_hub(name="Big hub", where=make_block("Sarath"), address="Near the bus stand", sells=["mart"])
    move = make_moved(variant, hub, 3)
    parcel = delivery.pack(make_part({variant: 1}, state="accepted"), weight_g=600, by=BY)
    (label,) = pages_of(labels.labels_pdf([parcel]))
    (challan,) = pages_of(challans.challan_pdf(moves_in(move.mart).get(), "en"))
    assert ["Near the bus stand, Sarath, Deoghar 814113" in " ".join(text.split()) for text in (label, challan)] == [
        True,
        True,
    ]


def test_challan_and_label_of_a_warehouse_end_with_its_name():
    variant, warehouse = (
        make_stocked(pieces=3),
        make_hub(kind="warehouse", channel="bazaar", name="Far hall", **NOTHING),
    )
    move = make_moved(variant, warehouse, 3)
    assert challans.end_of(warehouse) == challans.End(challans.Text("Far hall", ""), "", "", "")
    assert "Far hall" in pages_of(challans.challan_pdf(moves_in(move.mart).get(), "en"))[0]
    part = make_part()
    part.place = warehouse
    parcel = labels.Parcel(part=part, mart=part.mart)
    assert labels._place(parcel) == "Far hall"
