"""What a channel takes is written down by an office, once, and refused at its field where it cannot be."""

from datetime import date
from typing import Any

import pytest

from haat.core.actor import Actor
from haat.core.doctor import examine
from haat.core.models import Event
from haat.places.models import Mart
from haat.pricing import actions
from haat.pricing.models import ChannelFee, Withholding
from tests.make_rooms import make_mart
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY, BY = date(2026, 10, 9), Actor(user_id=7)


def set_fee(mart: Mart | None = None, **told: Any) -> ChannelFee:
    usual = {
        "channel": "bazaar",
        "referral_bp": 1000,
        "closing_paise": 500,
        "slabs": [(500, 2900), (1000, 6500)],
        "further_kg_paise": 2000,
        "tax_bp": 1800,
        "from_date": DAY,
        "source": "rate card of 1 October",
    }
    return actions.set_channel_fee(mart or make_mart(), by=BY, **(usual | told))


def told() -> int:
    return Event.objects.filter(kind="pricing.channel_fee_set").count()


def test_a_fee_told_twice_counts_once_and_told_otherwise_replaces():
    one = set_fee()
    assert (set_fee().pk, told()) == (one.pk, 1)
    again = set_fee(referral_bp=900)
    assert (again.pk, again.referral_bp, ChannelFee.objects.count(), told()) == (one.pk, 900, 1, 2)
    event = Event.objects.filter(kind="pricing.channel_fee_set").latest("pk")
    assert (event.data["before"], event.data["after"]) == ({"referral_bp": 1000}, {"referral_bp": 900})


def test_fees_of_other_goods_bands_and_days_stand_beside_each_other():
    for more in ({}, {"category": "kurta"}, {"from_paise": 30_000}, {"from_date": date(2027, 1, 1)}):
        set_fee(**more)
    assert (ChannelFee.objects.count(), str(ChannelFee.objects.latest("pk"))) == (4, "bazaar all from 0")


def test_what_nobody_knows_stays_unknown():
    fee = set_fee(referral_bp=None, closing_paise=None, slabs=(), further_kg_paise=None, tax_bp=None, sure=False)
    assert (fee.referral_bp, fee.closing_paise, fee.slabs, fee.further_kg_paise, fee.tax_bp) == (
        None,
        None,
        [],
        None,
        None,
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"channel": "mart"}, "channel"),
        ({"from_paise": -1}, "from_paise"),
        ({"from_paise": 500, "to_paise": 500}, "to_paise"),
        ({"referral_bp": -1}, "referral_bp"),
        ({"referral_bp": 5001}, "referral_bp"),
        ({"closing_paise": 1_000_001}, "closing_paise"),
        ({"closing_paise": -1}, "closing_paise"),
        ({"slabs": [(500, 100), (500, 200)]}, "slabs"),
        ({"slabs": [(0, 100)]}, "slabs"),
        ({"slabs": [(500, -1)]}, "slabs"),
        ({"slabs": [(500, 1_000_001)]}, "slabs"),
        ({"slabs": [(gram, 1) for gram in range(1, 22)]}, "slabs"),
        ({"further_kg_paise": -1}, "slabs"),
        ({"tax_bp": 4001}, "tax_bp"),
        ({"source": " "}, "source"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(wrong, field):
    with refused("fee.bad_channel_fee", field=field):
        set_fee(**wrong)
    assert (ChannelFee.objects.count(), told()) == (0, 0)


@pytest.mark.parametrize(
    "most",
    [
        {"referral_bp": 5000, "closing_paise": 1_000_000, "tax_bp": 4000},
        {"slabs": [(gram, 1_000_000) for gram in range(1, 21)]},
        {"from_paise": 500, "to_paise": 501, "referral_bp": 0, "closing_paise": 0, "tax_bp": 0},
    ],
)
def test_what_may_just_be_is_taken(most):
    set_fee(**most)
    assert ChannelFee.objects.count() == 1


def test_a_fee_taken_back_is_gone_once_and_the_projects_list_stays():
    fee = set_fee()
    for _twice in range(2):
        actions.take_back_channel_fee(fee, by=BY)
    assert (ChannelFee.objects.count(), Event.objects.filter(kind="pricing.channel_fee_taken_back").count()) == (0, 1)
    listed = ChannelFee.objects.create(channel="bazaar", from_date=DAY, source="list")
    actions.take_back_channel_fee(listed, by=BY)
    assert ChannelFee.objects.get() == listed


def test_the_doctor_sees_a_fee_that_nobody_told():
    mart = make_mart()
    set_fee(mart)
    set_fee(mart, category="kurta")
    actions.take_back_channel_fee(set_fee(mart, category="saree"), by=BY)
    name = "what channels take is what an office last wrote down"
    assert [finding.broken for finding in examine() if finding.name == name] == [0]
    ChannelFee.objects.filter(category="kurta").delete()
    ChannelFee.objects.update(referral_bp=100)
    assert [finding.broken for finding in examine() if finding.name == name] == [2]


def test_what_comes_with_the_project_is_brought_in_once():
    for _twice in range(2):
        actions.import_rules(by=BY)
    assert ChannelFee.objects.filter(mart=None, sure=False, channel="amazon").count() == 1
    kept = {(row.kind, row.rate_bp, str(row)) for row in Withholding.objects.all()}
    assert kept == {("tcs", 50, "tcs 0.5%"), ("tds", 10, "tds 0.1%"), ("tds_without_pan", 500, "tds_without_pan 5%")}
