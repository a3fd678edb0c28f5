"""A worker's villages on her phone: hers first, the closed houses of everybody, told by the queue and counted once."""

import re

import pytest
from django.test import Client

from haat.survey import actions
from haat.survey.models import ClosedHouse, Walk
from tests.make import BY, make_block, make_craft, make_mart
from tests.make_survey import make_village, make_worker
from tests.web.maker.survey.test_survey import send
from tests.web.office.signed import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    make_mart()
    make_craft()
    return make_worker()


def phone(user) -> Client:
    return sign_in(user, factor=False)


def at(village, more="") -> str:
    return f"/maker/survey/villages/{village.pk}/{more}"


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_her_villages_stand_first_and_are_kept_without_net(worker):
    for name in ("Amba", "Beltikri"):
        make_village(name)
    hers = make_village("Zarmundi")
    actions.give_village(make_mart(), place=hers, worker=worker, by=BY)
    home, add = (text(phone(worker).get(f"/maker/survey/{page}")) for page in ("", "add/"))
    assert f'href="{at(hers)}" data-keep' in home
    order = [int(pk) for pk in re.findall(r'name="place" value="(\d+)"', add)]
    assert order[0] == hers.pk
    assert phone(worker).get(at(hers))["X-Phone"] == f"{worker.pk}-all"


def test_closed_house_told_by_two_workers_is_one_and_both_see_it(worker):
    village, other = make_village(), make_worker()
    for number, who in enumerate((worker, worker, other)):
        told = send(phone(who), at(village, "closed/"), {"house": "Blue door"}, deed=str(number) * 32)
        assert told.json()["done"]
    house = ClosedHouse.objects.get()
    assert "Blue door" in text(phone(other).get(at(village)))
    ended = send(phone(other), f"/maker/survey/houses/{house.pk}/", {"how": "met"}, deed="e" * 32)
    assert (ended.json()["done"], "Blue door" in text(phone(worker).get(at(village)))) == (True, False)
    wrong = send(phone(worker), at(village, "closed/"), {"house": " "}, deed="f" * 32)
    assert (wrong.status_code, wrong.json()["field"]) == (422, "house")


def test_she_says_that_it_is_walked_and_another_cannot(worker):
    village, other = make_village(), make_worker()
    walk = actions.give_village(make_mart(), place=village, worker=worker, by=BY)
    path = f"/maker/survey/walks/{walk.pk}/walked/"
    assert send(phone(other), path, {}, deed="a" * 32).status_code == 422
    for deed in ("b" * 32, "c" * 32):
        assert send(phone(worker), path, {}, deed=deed).json()["done"]
    assert Walk.objects.get().done_at is not None
    assert "Walked to the end" not in text(phone(worker).get(at(village)))
    assert str(worker) in text(phone(other).get(at(village)))


def test_village_of_another_block_is_not_found(worker):
    there = make_village("Far", block=make_block("Mohanpur"))
    client = phone(worker)
    assert [client.get(at(there)).status_code, client.post(at(there, "closed/"), {"house": "x"}).status_code] == [
        404,
        404,
    ]
