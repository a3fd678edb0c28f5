"""The room is on the rail, in histories and on Today; nothing outside its folder knows it."""

import pytest
from django.urls import reverse

from haat.core.models import Event
from haat.makers.models import Maker
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db


def resting():
    here = district()
    Maker.objects.filter(pk=here.maker.pk).update(state=Maker.State.PAUSED)
    return here


def test_room_stands_on_the_rail_with_its_number():
    resting()
    rail = officer("desk").get(reverse("office:today:list")).context["rail"]
    assert [(str(room["name"]), room["count"]) for room in rail][:3] == [("Today", ""), ("Makers", ""), ("Visits", 1)]


def test_room_has_its_page_style_and_words():
    resting()
    page = officer("desk").get("/office/visits/").content.decode()
    assert "Chandni group: Found at home" in page
    assert "/static/office/visits/visits." in page
    assert "मिलने जाना" in officer("desk", language="hi").get("/office/visits/").content.decode()


def test_room_gives_its_event_words_and_amount_in_a_history():
    here = resting()
    Event.objects.create(
        kind="visits.made", subject_type="makers.maker", subject_id=here.maker.pk, data={"fare_paise": 4_000}
    )
    page = officer("desk").get(reverse("office:makers:maker", args=[here.maker.pk])).content.decode()
    assert ">Visited: ₹40" in page


def test_room_shows_its_trouble_on_today_with_the_key_that_mends_it():
    here = resting()
    (row,) = officer("desk").get(reverse("office:today:list")).context["rows"]
    assert (row["what"], row["maker"], str(row["key"]), row["url"]) == (
        f"{here.maker.slug} rests and nobody went there",
        here.maker,
        "Plan a visit",
        "/office/visits/",
    )


def test_room_costs_the_rail_no_statement(django_assert_num_queries):
    resting()
    desk = officer("desk")
    desk.get(reverse("office:orders:list"))
    with django_assert_num_queries(5):  # as without it: tests/web/office/test_pages.py
        desk.get(reverse("office:orders:list"))
