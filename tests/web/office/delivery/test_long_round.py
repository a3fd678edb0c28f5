"""A long round comes in parts: each page stays small, the first holds what is next, and the phone can keep them all."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from haat.delivery.models import Parcel, Round
from haat.web.office.delivery import ride
from tests.make import make_part, make_round
from tests.web.office.signed import sign_in

pytestmark = pytest.mark.django_db
HOME = "/office/ride/"
AT_ONCE = ride.AT_ONCE
STOP = re.compile(r'<section class="stop" id="stop-(\d+)">')
KEYS = re.compile(
    r'<a href="([^"]*)"( aria-current="page")?><span class="num">([^<]*)</span>(?:<b class="num">(\d+)</b>)?'
)


@pytest.fixture
def long_round(monkeypatch: pytest.MonkeyPatch) -> tuple[Round, list[Parcel], Client]:
    monkeypatch.setattr(ride, "AT_ONCE", 2)
    parcels = [make_part(state="packed").parcel for _stop in range(5)]
    made = make_round(*parcels)
    stops = list(Parcel.objects.filter(round=made).order_by("stop", "pk"))
    return made, stops, sign_in(made.rider, factor=False)


def shown(client: Client, path: str = HOME) -> list[int]:
    return [int(pk) for pk in STOP.findall(client.get(path).content.decode())]


def test_the_first_page_holds_what_is_next_and_keys_to_the_other_parts(long_round):
    _made, stops, client = long_round
    html = client.get(HOME).content.decode()
    assert [int(pk) for pk in STOP.findall(html)] == [parcel.pk for parcel in stops[:2]]
    assert html.count('class="ride-parts"') == 2
    found = KEYS.findall(html)[:3]
    numbers = [parcel.stop for parcel in stops]
    names = [f"{numbers[0]}–{numbers[1]}", f"{numbers[2]}–{numbers[3]}", f"{numbers[4]}–{numbers[4]}"]
    assert [name for _url, _here, name, _left in found] == names
    assert [left for *_rest, left in found] == ["2", "2", "1"]
    assert [bool(here) for _url, here, *_rest in found] == [True, False, False]
    assert [shown(client, url) for url, *_rest in found] == [
        [parcel.pk for parcel in some] for some in (stops[:2], stops[2:4], stops[4:])
    ]


def test_counts_are_of_the_whole_round(long_round):
    _made, stops, client = long_round
    Parcel.objects.filter(pk=stops[0].pk).update(state=Parcel.State.DELIVERED)
    html = client.get(HOME, {"part": f"{stops[0].round_id}-3"}).content.decode()
    head = html.partition('id="prompt"')[2].partition("</p>")[0]
    assert {"1", "5"} <= set(re.findall(r"\d+", head))
    assert len(STOP.findall(html)) == 1


def test_the_round_opens_where_the_next_stop_is(long_round):
    _made, stops, client = long_round
    Parcel.objects.filter(pk__in=[parcel.pk for parcel in stops[:3]]).update(state=Parcel.State.DELIVERED)
    assert shown(client) == [parcel.pk for parcel in stops[2:4]]
    assert client.get(HOME).content.decode().count('<details class="stop-do" open>') == 1


def test_what_was_wrong_is_said_in_the_part_of_its_stop(long_round):
    _made, stops, client = long_round
    last = stops[-1]
    answer = client.post(reverse("office:delivery:hand_over", args=[last.pk]), {f"p{last.pk}-code": ""})
    assert answer.status_code == 422
    assert [int(pk) for pk in STOP.findall(answer.content.decode())] == [last.pk]


@pytest.mark.parametrize("part", ["", "2", "0-1", "{pk}-0", "{pk}-4", "{pk}-x", "{pk}-٢", "{pk}--1", "99999-2"])
def test_any_other_part_is_the_first_page(long_round, part):
    made, stops, client = long_round
    asked = part.replace("{pk}", str(made.pk)) if "99999" not in part else f"{made.pk + 1}-2"
    assert shown(client, f"{HOME}?part={asked}") == [parcel.pk for parcel in stops[:2]]


def test_a_short_round_has_no_parts(long_round, monkeypatch):
    _made, stops, client = long_round
    monkeypatch.setattr(ride, "AT_ONCE", 5)
    html = client.get(HOME).content.decode()
    assert "ride-parts" not in html
    assert len(STOP.findall(html)) == len(stops)


def test_a_long_round_stays_light(long_round, monkeypatch):
    """Even where every stop of a page has its forms."""
    _made, stops, client = long_round
    whole = len(client.get(HOME).content)
    one = len(client.get(f"{HOME}?part={stops[0].round_id}-3").content)
    assert one + (AT_ONCE - 1) * (whole - one) < 60 * 1024
