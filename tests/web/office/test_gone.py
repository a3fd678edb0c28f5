"""What was taken away already is said to be, on a second press; what never was there is no page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from haat.core.dates import today
from haat.people.models import Role
from haat.places import actions as places
from haat.pricing.actions import set_fee
from haat.review.models import Target
from tests.make import BY, make_block, make_channel_fee, make_mart, make_officer, make_zone
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db
GONE = "It was taken away already."


def zone(mart):
    make_zone(mart, mart.place.parent)
    return "office:settings:remove_zone", [make_zone(mart).pk], "office:settings:zones"


def fee(mart):
    day = today() + timedelta(days=30)
    rule = set_fee(mart, channel="mart", fee_bp=500, packing_paise=0, from_date=day, source="Minutes", by=BY)
    return "office:settings:take_back_fee", [rule.pk], "office:settings:fees"


def channel_fee(mart):
    return "office:settings:take_back_channel_fee", [make_channel_fee(mart).pk], "office:settings:channel_fees"


def festival(mart):
    day = today() + timedelta(days=9)
    places.set_festival(mart, starts=day, ends=day, names={"hi": "मेला"}, by=BY)
    mart.refresh_from_db()
    return "office:settings:drop_festival", [mart.festivals[0]["key"], day.year], "office:settings:festivals"


def target(mart):
    day = today() + timedelta(days=9)
    given = {"measure": "groups", "place": mart.place_id, "value": "7", "by_day": day.isoformat()}
    officer("collector").post(reverse("office:review:target"), given)
    return "office:review:take_back", [Target.objects.get().pk], "office:review:target"


@pytest.mark.parametrize("thing", [zone, fee, channel_fee, festival, target])
def test_second_press_is_told_that_it_is_gone(thing):
    mart = district().mart
    name, args, back = thing(mart)
    client = officer("collector")
    for said in (False, True):
        answer = client.post(reverse(name, args=args), follow=True)
        assert answer.redirect_chain == [(reverse(back), 302)]
        assert (GONE in [str(each) for each in answer.context["messages"]]) is said
    strange = [999_999] if len(args) == 1 else ["no-such", 2020]
    assert client.post(reverse(name, args=strange)).status_code == 404


def test_zone_that_another_mart_took_away_is_no_page_of_this_one():
    district()
    other = make_mart("chandrapur", order_prefix="CH")
    make_zone(other, other.place.parent)
    gone = make_zone(other)
    officer("collector", mart=other).post(reverse("office:settings:remove_zone", args=[gone.pk]))
    assert officer("collector").post(reverse("office:settings:remove_zone", args=[gone.pk])).status_code == 404


def test_role_that_ended_meanwhile_is_moved_nowhere_and_says_so():
    here = district()
    her = make_officer("coordinator", mart=here.mart, place=here.here)
    make_officer("desk", mart=here.mart)
    ended = Role.objects.get(user=her)
    address = reverse("office:people:move", args=[her.pk, ended.pk])
    second = Role.objects.create(user=her, mart=here.mart, kind="rider", place=here.mart.place)
    ended.delete()
    answer = officer("collector").post(address, {"place": make_block("Palojori").pk}, follow=True)
    assert ["does not have this role any more" in str(each) for each in answer.context["messages"]] == [True]
    assert list(Role.objects.filter(user=her)) == [second]
