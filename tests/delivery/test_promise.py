"""What goes to a PIN by when, for how much, and what cannot."""

from datetime import date

import pytest

from haat.core.dates import today
from haat.delivery import actions, carriers, queries, rules
from haat.delivery.errors import UnknownPin
from haat.delivery.models import Zone
from haat.orders.promises import Wanted
from haat.stock.rules import friday_of
from tests.make import (
    BY,
    PUNE_PIN,
    make_block,
    make_district,
    make_maker,
    make_mart,
    make_pin,
    make_place,
    make_pune_pin,
    make_registered_maker,
    make_stocked,
    make_village,
    make_zone,
)

pytestmark = pytest.mark.django_db
MONDAY, SATURDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 28), date(2026, 11, 29)


@pytest.fixture(autouse=True)
def pins():
    make_pin()
    make_pune_pin()


def promised(*variants, pin="814112", quantity=1):
    return queries.promise_for(make_mart(), pin, [Wanted(variant, quantity) for variant in variants])


def test_promise_gives_charge_days_and_promise():
    make_zone()
    variant = make_stocked(price_paise=52_000)
    found = promised(variant)
    maker = variant.good.maker
    assert (found.pin, found.carrier, found.days, found.charge_paise) == ("814112", "own", 2, 4000)
    assert (found.goods_paise, found.total_paise, found.pieces) == (52_000, 56_000, {variant.pk: 1})
    assert (found.cod_reason, found.blocked, found.weeks) == ("", {}, {})
    part = found.parts[maker.seller_id, maker.pk, None]
    assert part.promised_by == found.promised_by == carriers.get("own").arrives(today(), 2)
    assert part.delivery_paise == 4000
    assert promised(variant, quantity=2).charge_paise == 0


@pytest.mark.parametrize(("price_paise", "charge_paise"), [(99_999, 4000), (100_000, 0), (100_001, 0)])
def test_delivery_is_free_from_the_very_sum_it_says(price_paise, charge_paise):
    make_zone(free_from_paise=100_000)
    assert promised(make_stocked(price_paise=price_paise)).charge_paise == charge_paise


def test_promise_of_nothing_promises_nothing():
    make_zone()
    found = promised()
    assert (found.parts, found.charge_paise, found.promised_by) == ({}, 0, None)


def test_promise_shares_the_charge_by_price_and_waits_for_the_slowest_good():
    make_zone()
    maker = make_maker()
    quick = make_stocked(maker, price_paise=10_000)
    slow = make_stocked(maker, price_paise=20_000, good={"making_days": 9})
    other = make_stocked(price_paise=30_000)
    found = promised(quick, slow, other)
    shares = {key[1]: part.delivery_paise for key, part in found.parts.items()}
    assert shares == {maker.pk: 2000, other.good.maker_id: 2000}
    assert (
        found.parts[maker.seller_id, maker.pk, None].promised_by
        > found.parts[other.good.maker.seller_id, other.good.maker_id, None].promised_by
    )


def test_promise_made_to_order_counts_from_the_weeks_friday():
    make_zone()
    variant = make_stocked(pieces=5, good={"made_to_order": True, "making_days": 2})
    found = promised(variant, quantity=3)
    week = found.weeks[variant.pk]
    assert found.promised_by == carriers.get("own").arrives(friday_of(week), 2)
    assert promised(variant, quantity=6).weeks == {}


def test_promise_costs_one_query(django_assert_num_queries):
    make_zone()
    variant = make_stocked()
    with django_assert_num_queries(1):
        queries.promise_for(variant.mart, "814112", [Wanted(variant)])


@pytest.mark.parametrize("pin", ["999999", "12", ""])
def test_promise_to_an_unknown_pin_is_refused(pin):
    with pytest.raises(UnknownPin) as refused:
        promised(make_stocked(), pin=pin)
    assert refused.value.field == "pin"


def test_promise_where_no_zone_reaches_blocks_everything():
    make_zone(place=make_district())
    variant = make_stocked()
    found = promised(variant, pin=PUNE_PIN)
    assert found.blocked == {variant.pk: "We do not deliver to this PIN yet."}
    assert (found.parts, found.cod_reason, found.carrier) == ({}, "We do not deliver to this PIN yet.", "")


def test_the_most_specific_zone_wins():
    mart, block = make_mart(), make_block("Madhupur")
    village = make_village("Budhai", block=block)
    village.pin = "815353"
    village.save()
    india, state, district, near = (
        make_zone(mart, place, days=days)
        for place, days in ((None, 9), (make_district().parent, 5), (make_district(), 3), (block, 1))
    )
    found = {pin: queries.zone_for(mart, make_pin(pin)) for pin in ("814112", "815353")}
    assert found == {"814112": district, "815353": near}
    ranchi = make_pin("834001", district=make_place("district", "Ranchi", parent=make_district().parent))
    assert queries.zone_for(mart, ranchi) == state
    assert queries.zone_for(mart, make_pin(PUNE_PIN)) == india
    assert (str(india), str(state)) == ("India 9 d", f"{state.place_id} 5 d")


def test_an_unregistered_seller_stays_within_its_state():
    make_zone()
    within, free = make_stocked(), make_stocked(make_registered_maker())
    assert promised(within, free).blocked == {}
    blocked = promised(within, free, pin=PUNE_PIN).blocked
    assert list(blocked) == [within.pk]
    assert "own state" in str(blocked[within.pk])


@pytest.mark.parametrize(
    ("keeps", "days", "fresh", "blocked"),
    [
        (None, 9, False, False),
        (4, 2, True, False),
        (3, 2, True, True),  # not two days left on arrival
        (15, 2, False, True),  # fresh food is not sent to this zone
        (16, 2, False, False),
    ],
)
def test_fresh_food_must_keep_on_the_way(keeps, days, fresh, blocked):
    make_zone(days=days, fresh_food=fresh)
    variant = make_stocked(good={"shelf_life_days": keeps})
    assert bool(promised(variant).blocked) is blocked


@pytest.mark.parametrize(
    ("zone", "reason"),
    [
        ({"cod": False}, "Cash on delivery is not possible at this PIN. Pay by UPI."),
        ({"carrier": "post"}, "Cash on delivery is not possible at this PIN. Pay by UPI."),
        ({"cod_limit_paise": 55_999}, "Cash on delivery goes up to ₹559.99. Pay by UPI."),
        ({"cod_limit_paise": 56_000}, ""),
    ],
)
def test_cash_is_closed_with_a_reason(zone, reason):
    make_zone(**zone)
    assert promised(make_stocked()).cod_reason == reason


@pytest.mark.parametrize(
    ("carrier", "ready", "days", "arrives"),
    [
        ("own", MONDAY, 2, date(2026, 11, 25)),
        ("own", date(2026, 11, 27), 2, date(2026, 11, 30)),  # Friday + 2 working days
        ("own", SUNDAY, 0, date(2026, 11, 30)),
        ("own", SATURDAY, 0, SATURDAY),
        ("post", date(2026, 11, 27), 2, SUNDAY),
    ],
)
def test_riders_do_not_ride_on_sundays(carrier, ready, days, arrives):
    assert carriers.get(carrier).arrives(ready, days) == arrives


@pytest.mark.parametrize("name", ["bluedart", "actions", "../own"])
def test_an_unknown_carrier_is_refused(name):
    with pytest.raises(LookupError):
        carriers.get(name)
    assert carriers.get("own").clean_article("anything") == ""


def test_set_zone_changes_the_zone_that_is_there():
    mart = make_mart()
    for days in (3, 4):
        zone = actions.set_zone(mart, place=None, days=days, charge_paise=5000, carrier="post", by=BY)
    assert Zone.objects.get() == zone
    assert (zone.days, zone.carrier, zone.cod_limit_paise) == (4, "post", 500_000)
    with pytest.raises(LookupError):
        actions.set_zone(mart, place=None, days=1, charge_paise=0, carrier="drone", by=BY)
    assert rules.cod_reason(zone, 1) != ""
