"""How a mart delivers where, as it is set, told and promised."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.dates import today
from haat.core.models import Event
from haat.delivery import actions, carriers, notices, queries
from haat.delivery.errors import CountedTooMuch
from haat.messages.letters import too_late
from haat.messages.models import Message
from haat.orders.promises import Wanted
from tests.make import BY, make_block, make_district, make_mart, make_part, make_pin, make_stocked

pytestmark = pytest.mark.django_db


def told(zone):
    return Event.objects.filter(kind="delivery.zone_set", subject_id=zone.pk).latest("pk").data


def test_set_zone_takes_cash_up_to_five_thousand_rupees_and_fresh_food_unless_said():
    mart = make_mart()
    zone = actions.set_zone(mart, place=None, days=4, charge_paise=6000, carrier="own", by=BY)
    assert (zone.cod, zone.cod_limit_paise, zone.fresh_food, zone.free_from_paise) == (True, 500_000, True, None)
    assert told(zone)["place"] is None


def test_set_zone_tells_of_which_place_and_what_changed():
    mart, district = make_mart(), make_district()
    for days in (2, 3):
        zone = actions.set_zone(mart, place=district, days=days, charge_paise=4000, carrier="own", by=BY)
    data = told(zone)
    assert (data["place"], data["before"], data["after"]) == (district.pk, {"days": 2}, {"days": 3})


def test_removed_zone_tells_of_which_place():
    mart, district = make_mart(), make_district()
    plan = {"days": 3, "charge_paise": 4000, "carrier": "own", "by": BY}
    actions.set_zone(mart, place=None, **plan)
    actions.remove_zone(actions.set_zone(mart, place=district, **plan), by=BY)
    assert Event.objects.get(kind="delivery.zone_removed").data["place"] == district.pk


def test_zones_stand_the_narrowest_first_and_alike_ones_by_name():
    mart, district = make_mart(), make_district()
    places = [None, district, make_block("Sarath"), make_block("Karon"), district.parent]
    for place in places:
        actions.set_zone(mart, place=place, days=3, charge_paise=4000, carrier="own", by=BY)
    names = [str(zone.place or "India") for zone in queries.zones_of(mart)]
    assert names == ["Karon", "Sarath", str(district), str(district.parent), "India"]


def test_a_further_kilogram_may_cost_nothing():
    zone = actions.set_zone(
        make_mart(), place=None, days=3, charge_paise=0, carrier="own", slabs=[(1000, 4000)], further_kg_paise=0, by=BY
    )
    assert (zone.slabs, zone.further_kg_paise) == ([[1000, 4000]], 0)


@pytest.mark.parametrize("notice", [notices.CODE_TOLD, notices.CODE_CASH, notices.COMES, notices.COMES_CASH])
def test_what_is_told_of_a_round_is_of_no_use_the_day_after(notice):
    made = timezone.now()
    message = Message(made_at=made)
    hours = [hour for hour in range(48) if too_late(message, notice, made + timedelta(hours=hour))]
    assert 8 < hours[0] < 24


def test_the_zone_of_a_block_leaves_the_others_of_its_district_as_they_are():
    mart, district = make_mart(), make_district()
    make_pin("814112", district=district)
    actions.set_zone(mart, place=district, days=5, charge_paise=4000, carrier="own", by=BY)
    actions.set_zone(mart, place=make_block(), days=1, charge_paise=0, carrier="own", by=BY)
    assert queries.promise_for(mart, "814112", []).days == 5


def test_carriers_stand_in_their_own_order(monkeypatch):
    own, post = carriers.get("own"), carriers.get("post")
    assert carriers.every() == [own, post]
    monkeypatch.setattr(own, "position", post.position + 1)
    assert carriers.every() == [post, own]


def test_a_zone_of_the_whole_district_costs_no_look_for_blocks(django_assert_num_queries):
    mart, district = make_mart(), make_district()
    make_pin("814112", district=district)
    actions.set_zone(mart, place=district, days=5, charge_paise=4000, carrier="own", by=BY)
    with django_assert_num_queries(1):
        assert queries.promise_for(mart, "814112", []).days == 5


def test_where_nobody_delivers_nothing_is_added_up():
    variant = make_stocked(price_paise=52_000)
    make_pin("814112")
    found = queries.promise_for(variant.mart, "814112", [Wanted(variant, 2)])
    assert (found.goods_paise, found.charge_paise, found.parts, found.pieces) == (0, 0, {}, {})
    assert list(found.blocked) == [variant.pk]


def test_a_label_says_by_when_and_on_which_day_it_was_packed():
    part = make_part(state="packed")
    label = queries.label_facts(queries.parcel_of(part))
    assert (label.promised_by, label.packed_on, label.order) == (part.promised_by, today(), part.order.number)


def test_more_cash_than_was_collected_is_refused_at_its_field():
    refusal = CountedTooMuch(52_000)
    assert (refusal.code, refusal.field, refusal.facts) == ("delivery.counted_too_much", "counted", {"cash": "₹520"})
