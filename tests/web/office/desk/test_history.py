"""History names who acted, and for whom."""

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from haat.core.actor import Actor
from haat.core.dates import INDIA
from haat.orders import actions as orders
from haat.web.office.desk.history import history_of
from haat.web.office.desk.templatetags.office import date_near, moment, weekday_near
from tests.make import make_officer
from tests.web.office.signed import district, officer, part_of

pytestmark = pytest.mark.django_db


def test_history_says_who_acted_for_the_maker(django_assert_num_queries):
    here = district()
    part = part_of(here.maker)
    coordinator = make_officer("coordinator", place=here.here)
    orders.accept(part, by=Actor(coordinator.pk, for_maker_id=here.maker.pk))
    with django_assert_num_queries(3):
        lines = history_of(("orders.part", [part.pk]))
    assert (lines[0].kind, lines[0].who) == ("orders.accepted", f"{coordinator.name}, for Chandni group")
    page = officer("desk").get(reverse("office:orders:order", args=[part.number])).content.decode()
    assert f"{coordinator.name}, for Chandni group" in page
    assert "Accepted by the maker" not in page
    page = officer("desk", language="hi").get(reverse("office:orders:order", args=[part.number])).content.decode()
    assert f"{coordinator.name}, " in page
    assert "की ओर से" in page


def test_history_of_who_acts_for_herself_names_her_alone():
    here = district()
    part = part_of(here.maker)
    leader = here.maker.members.get().user
    orders.accept(part, by=Actor(leader.pk))
    assert history_of(("orders.part", [part.pk]))[0].who == str(leader)


def test_days_of_another_year_say_their_year():
    with time_machine.travel("2026-11-22 06:00+00:00"):
        assert (date_near(date(2026, 1, 1)), date_near(date(2020, 1, 1))) == ("1 January", "1 January 2020")
        assert weekday_near(date(2027, 1, 1)) == "Friday, 1 January 2027"
        assert weekday_near(date(2026, 11, 22)) == "Sunday, 22 November"
        assert moment(datetime(2025, 12, 31, 23, 59, tzinfo=INDIA)) == "31 December 2025, 23:59"
        assert date_near(None) == ""
