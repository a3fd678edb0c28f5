"""What a buyer reads of a part's road: its maker makes it, or the mart packs it where it lies ready."""

from datetime import timedelta

import pytest

from haat.core.dates import today
from haat.orders import actions
from haat.orders.models import Part
from haat.web.shop.order.road import headline, steps
from tests.make import BY, make_hub, make_moved, make_part, make_stocked

pytestmark = pytest.mark.django_db


def from_hub(state="placed", **fields):
    variant, hub = make_stocked(pieces=5), make_hub(sells=["mart"])
    make_moved(variant, hub, 5)
    return make_part({variant: 1}, state=state, **fields)


def said(part):
    return [step["words"] for step in steps(part, claimed=False)]


def test_what_its_maker_makes_she_has_and_takes():
    part = make_part(state="accepted")
    assert (headline(part), said(part)[1]) == ("The maker has taken it", "Taken by the maker")


@pytest.mark.parametrize(
    ("state", "words", "step"),
    [
        ("placed", "The mart has your order", "It will be taken to be packed"),
        ("accepted", "The mart is packing it", "Taken to be packed"),
    ],
)
def test_what_lies_at_a_hub_the_mart_has_and_packs(state, words, step):
    part = from_hub(state)
    assert (headline(part), said(part)[1]) == (words, step)
    assert [word for word in said(part) if "maker" in word] == []


@pytest.mark.parametrize(
    ("carrier", "words"), [("own", "Packed, waiting for the rider"), ("post", "Packed, it sets out soon")]
)
def test_it_waits_for_a_rider_only_when_one_carries_it(carrier, words):
    assert headline(Part(state="packed", carrier=carrier)) == words


def test_a_page_of_what_lies_at_a_hub_does_not_speak_of_its_maker_at_work(client):
    part = from_hub()
    actions.hold_until(part, day=today() + timedelta(days=9), reason="Wedding", by=BY)
    shown = client.get(f"/en/o/{part.order.token}/", HTTP_HOST="deoghar.localhost").content.decode()
    assert ["It is ready on" in shown, "The mart reads it" in shown] == [True, True]
    assert ["The maker has it ready" in shown, "The maker reads it" in shown] == [False, False]
