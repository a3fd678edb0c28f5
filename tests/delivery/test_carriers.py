"""Who carries: asked by its facts."""

import pytest

from haat.delivery import actions
from haat.delivery.doctor import sums as doctor
from haat.delivery.errors import WrongParcelState
from haat.delivery.models import Parcel, Zone
from haat.orders import actions as orders
from tests.make import BY, HOME_PIN, make_arrival, make_part, make_pin, make_stocked

pytestmark = pytest.mark.django_db


def make_parcel() -> Parcel:
    return Parcel.objects.get(part=make_part(state="packed"))


def test_no_code_is_made_anew_where_none_is_asked():
    parcel = make_parcel()
    Parcel.objects.filter(pk=parcel.pk).update(carrier="post")
    with pytest.raises(WrongParcelState):
        actions.new_code(parcel, by=BY)


@pytest.mark.parametrize(
    ("told", "named", "carries"),
    [
        ({}, "own", "own"),
        ({"phone": None}, "own", "post"),
        ({"phone": None}, "post", "post"),
        ({"phone": "+15035550142", "country": "US", "pin": None}, "own", "post"),
        ({}, "drone", "own"),
        ({"phone": None}, "drone", "post"),
    ],
)
def test_nobody_carries_whose_code_the_buyer_cannot_be_told(told, named, carries):
    make_pin(HOME_PIN)
    part = make_arrival({make_stocked(): 1}, carrier=named, **told).order.parts.get()
    orders.accept(part, by=BY)
    assert actions.pack(part, weight_g=600, by=BY).carrier == carries


def test_doctor_finds_who_is_not_known():
    parcel, zone = make_parcel(), Zone.objects.get()
    assert list(doctor.carriers_are_known()) == []
    Parcel.objects.update(carrier="drone")
    Zone.objects.update(carrier="balloon")
    assert list(doctor.carriers_are_known()) == [
        f"parcel {parcel.number}: no carrier is called 'drone'",
        f"zone {zone.pk}: no carrier is called 'balloon'",
    ]
