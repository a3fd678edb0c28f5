"""What her group earned in a half-year, in two sentences she can hear, and the way to earlier half-years."""

import pytest
from django.test import Client

from haat.core.money import format_rupees
from haat.ledger.models import Due
from haat.livelihood.rules import half_years
from haat.makers.models import Maker
from haat.people.models import User
from haat.pricing.actions import set_cost
from tests.ledger.books import work
from tests.make import BY, make_order, make_stocked, walk
from tests.web.maker.conftest import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/maker/money/earned/"


def sold(maker: Maker, *, minutes: int | None) -> int:
    """What she earned with one piece, whose hours were told unless None (paise)."""
    variant = make_stocked(maker)
    if minutes is not None:
        set_cost(variant, materials=[{"slug": "lac", "paise": 10_000}], minutes=minutes, by=BY)
    part = walk(make_order({variant: 1}).parts.get(), "delivered")
    work()
    return Due.objects.get(part=part).amount_paise


def read(phone: Client, **query: str) -> str:
    return phone.get(PAGE, query).content.decode()


def test_group_hears_what_it_earned_and_what_remains(phone: Client, maker: Maker):
    earned = sold(maker, minutes=960)
    shown = read(phone)
    assert f"The group earned {format_rupees(earned)} through the mart; ₹100 of it paid for materials." in shown
    assert format_rupees(earned - 10_000) in shown
    assert "The days come from the hours you told of each piece" in shown
    assert ">2<" in shown  # sixteen hours, at eight a day
    assert f'href="{PAGE}"' in phone.get("/maker/money/").content.decode()


def test_hours_nobody_told_are_said_and_not_guessed(phone: Client, maker: Maker):
    sold(maker, minutes=None)
    assert "The hours are not known" in read(phone)
    sold(maker, minutes=60)
    assert "of 1 pieces you have told none" in read(phone)


@pytest.mark.parametrize("half", ["", "nonsense", "2026-13"])
def test_before_the_first_delivery_nothing_is_claimed(phone: Client, half: str):
    assert "Nothing was delivered in these months yet." in read(phone, half=half)


def test_earlier_half_year_is_there_and_holds_nothing_of_this(phone: Client, maker: Maker):
    sold(maker, minutes=60)
    before = half_years()[1].code
    assert f"?half={before}" in read(phone)
    assert "Nothing was delivered" in read(phone, half=before)


def test_page_is_read_in_hindi(leader: User, maker: Maker):
    sold(maker, minutes=60)
    assert "हमारे समूह की कमाई" in read(sign_in(leader, "hi"))
