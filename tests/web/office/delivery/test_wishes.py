"""What no parcel brings stands on Today and in a list of its own until the buyer was called."""

import pytest
from django.urls import reverse

from tests.make import make_mart, make_stocked, make_wish
from tests.web.office.signed import officer

pytestmark = pytest.mark.django_db


def test_wish_stands_on_today_and_leaves_it_when_it_was_answered():
    make_mart()
    asked, desk = make_wish(make_stocked()), officer("desk")
    today = desk.get(reverse("office:today:list")).content.decode()
    assert "A buyer asks for 6.3 kg that no parcel brings" in today
    assert "1 buyer asks for what no parcel brings" in desk.get(reverse("office:delivery:list")).content.decode()
    page = desk.get(reverse("office:delivery:wish", args=[asked.pk])).content.decode()
    assert "Bamboo basket" in page
    assert "98765 43210" in page
    address = reverse("office:delivery:answer_wish", args=[asked.pk])
    empty = desk.post(address, {"answer": " "})
    assert empty.status_code == 422
    assert desk.post(address, {"answer": "By truck on Friday"}).status_code == 302
    assert "Nobody waits for an answer" in desk.get(reverse("office:delivery:wishes")).content.decode()
    assert "By truck on Friday" in desk.get(reverse("office:delivery:wish", args=[asked.pk])).content.decode()
    assert "no parcel brings" not in desk.get(reverse("office:today:list")).content.decode()


def test_who_answers_second_reads_the_first_answer_and_her_own_words():
    make_mart()
    asked, desk = make_wish(make_stocked()), officer("desk")
    address = reverse("office:delivery:answer_wish", args=[asked.pk])
    assert [desk.post(address, {"answer": "By truck"}).status_code for _turn in range(2)] == [302, 302]
    late = officer("desk").post(address, {"answer": "In two parcels"})
    html = late.content.decode()
    assert (late.status_code, "that answer stands: “By truck”" in html, "You wrote: In two parcels" in html) == (
        422,
        True,
        True,
    )


def test_list_of_wishes_costs_the_same_for_many(django_assert_max_num_queries):
    variant, desk = make_stocked(), officer("desk")
    for _turn in range(8):
        make_wish(variant)
    with django_assert_max_num_queries(25):
        assert desk.get(reverse("office:delivery:wishes")).context["listing"].total == 8
