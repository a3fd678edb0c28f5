"""Numbers in addresses that no row can have are not found, wherever they stand: databases hold 64 bits."""

import pytest
from django.urls import reverse

from tests.make import make_arrival, make_hub, make_moved, make_stocked
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db

ALONE = {
    "stock": "place change close sell found send move receive challan",
    "orders": "arrival see_change invoice",
    "money": "party name_party",
}


@pytest.mark.parametrize("number", [2**63, 10**19, 10**30])
def test_a_number_beyond_every_row_is_not_found(number):
    here = district()
    variant, hub = make_stocked(here.maker, pieces=5), make_hub(sells=("mart",))
    move, arrival = make_moved(variant, hub, 4), make_arrival({variant: 1, "X": 1})
    asked = [(f"{room}:{name}", (number,)) for room, names in ALONE.items() for name in names.split()]
    asked += [(f"stock:{name}", (hub.pk, number)) for name in ("stop", "count")]
    asked += [(f"orders:{name}", (arrival.pk, number)) for name in ("take_line", "drop_line")]
    asked += [("stock:settle", (move.pk, number)), ("money:take_back_settlement", ("HM-1-1", number))]
    found = {}
    for name, numbers in asked:
        address = reverse(f"office:{name}", args=numbers)
        for who in ("desk", "accountant"):
            for way in ("get", "post"):
                found[name, who, way] = getattr(officer(who), way)(address).status_code
    assert {key: code for key, code in found.items() if code not in (403, 404, 405)} == {}


def test_a_number_beyond_every_row_is_not_taken_for_a_good():
    here = district()
    variant, hub = make_stocked(here.maker, pieces=5), make_hub()
    home = make_moved(variant, hub, 1).source
    address = reverse("office:stock:send", args=[home.pk])
    for field in (f"pieces_{10**17}", f"pieces_{10**19}", "pieces_0", "pieces_x"):
        assert officer("desk").post(address, {"target": hub.pk, field: "1"}).status_code == 422
