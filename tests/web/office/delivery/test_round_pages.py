"""A round at the desk is shown by a page of stops; what is counted of it is of all of them."""

import re

import pytest
from django.urls import reverse

from haat.delivery.models import Parcel, Round
from haat.web.office.delivery import pages
from tests.make import make_part, make_round
from tests.web.office.signed import district, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_round(monkeypatch):
    district()
    monkeypatch.setattr(pages, "STOPS", 2)
    return make_round(*(make_part(state="packed").parcel for _stop in range(5)), started=False)


def numbers(html):
    return [text.strip() for text in re.findall(r'<a class="num" href="/office/orders/[^"]*">([^<]*)</a>', html)]


def test_stops_stand_on_pages_and_the_sums_are_of_all(long_round):
    address, desk = reverse("office:delivery:round", args=[long_round.pk]), officer("desk")
    all_ = list(Parcel.objects.filter(round=long_round).order_by("stop", "pk"))
    shown = [desk.get(address, {"page": number}) for number in (1, 2, 3)]
    found = [numbers(page.content.decode()) for page in shown]
    assert found == [[parcel.number for parcel in some] for some in (all_[:2], all_[2:4], all_[4:])]
    assert [page.context["to_collect"] for page in shown] == [sum(parcel.collect_paise for parcel in all_)] * 3
    assert "1 to 2 of 5" in shown[0].content.decode()


def test_what_is_done_on_a_page_leads_back_to_it(long_round):
    address, desk = reverse("office:delivery:round", args=[long_round.pk]), officer("desk")
    parcel = Parcel.objects.filter(round=long_round).order_by("stop", "pk")[2]
    action = re.search(r'action="(/office/parcels/[^"]*page=2[^"]*)"', desk.get(f"{address}?page=2").content.decode())
    assert action is not None
    answer = desk.post(action[1].replace("&amp;", "&"))
    assert (answer.status_code, answer["Location"]) == (302, f"{address}?page=2")
    parcel.refresh_from_db()
    assert parcel.round is None


@pytest.mark.parametrize("count", [2, 5])
def test_a_round_asks_the_same_for_many_stops(count, django_assert_num_queries):
    district()
    made = make_round(*(make_part(state="packed").parcel for _stop in range(count)))
    address, desk = reverse("office:delivery:round", args=[made.pk]), officer("desk")
    desk.get(address)
    with django_assert_num_queries(10):
        desk.get(address)


def test_pages_beside_a_refused_form_are_those_of_the_round(long_round):
    address, desk = reverse("office:delivery:round", args=[long_round.pk]), officer("desk")
    Round.objects.filter(pk=long_round.pk).update(state="back")
    refused = desk.post(reverse("office:delivery:close", args=[long_round.pk]), {"counted": "none"})
    assert refused.status_code == 422
    (more,) = re.findall(r'rel="next" href="([^"]*)"', refused.content.decode())
    assert (more, desk.get(more).status_code) == (f"{address}?page=2", 200)
