"""A village is given to one worker, walked once; a house where nobody was at home is noted once, whoever passes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.models import Event
from haat.people.actions import give_role, take_role
from haat.people.models import User
from haat.survey import actions
from haat.survey.models import ClosedHouse, Walk
from haat.survey.walking import orphaned, village_whole, villages_given, walks_of, workers_at
from tests.make import BY, make_block, make_mart, make_officer
from tests.make_survey import make_find, make_village, make_worker
from tests.refusals import refused
from tests.sound import faults

pytestmark = pytest.mark.django_db


def give(worker, place=None, hamlet="", by=BY):
    return actions.give_village(make_mart(), place=place or make_village(), hamlet=hamlet, worker=worker, by=by)


def closed(house="Blue door", by=BY, **more):
    return actions.tell_closed(make_mart(), place=make_village(), house=house, by=by, **more)


def test_village_is_given_to_one_worker_and_its_hamlets_to_others():
    one, other = make_worker(), make_worker()
    first = give(one)
    assert give(one) == first
    with refused("survey.given_to_another", field="hamlet"):
        give(other)
    give(other, hamlet=" West  Tola ")
    with refused("survey.given_to_another", field="hamlet"):
        give(one, hamlet="west tola")
    actions.take_village_back(first, by=BY)
    actions.take_village_back(first, by=BY)
    give(other)
    assert [(walk.hamlet, walk.place.slug) for walk in walks_of(other, make_mart())] == [
        ("West Tola", "kusmaha"),
        ("", "kusmaha"),
    ]
    assert Event.objects.filter(kind="survey.village_taken_back").count() == 1
    assert faults() == {}


def test_only_who_surveys_there_is_given_a_village():
    make_mart()
    elsewhere = make_worker(make_block("Mohanpur"))
    coordinator = make_officer("coordinator", place=make_block("Sarath"))
    with refused("survey.not_a_worker_here", field="worker"):
        give(elsewhere)
    with refused("survey.not_a_worker_here", field="worker"):
        give(make_officer("desk"))
    assert workers_at(make_mart(), make_village()) == [coordinator]
    assert give(coordinator).worker == coordinator


def test_walked_village_may_be_given_again():
    one, other = make_worker(), make_worker()
    walk = give(one)
    with refused("survey.not_her_walk"):
        actions.end_walk(walk, by=Actor(other.pk))
    early = timezone.now() - timedelta(hours=2)
    for _turn in range(2):
        assert actions.end_walk(walk, at=early, by=Actor(one.pk)).done_at == early
    assert Event.objects.filter(kind="survey.village_walked").count() == 1
    again = give(other)
    assert (again != walk, again.done_at, Walk.objects.filter(ended_at=None).get()) == (True, None, again)
    with refused("survey.not_her_walk"):
        actions.end_walk(walk, by=Actor(one.pk))


def test_closed_house_is_one_however_it_is_spelt_until_somebody_was_met():
    one, other = make_worker(), make_worker()
    first = closed(by=Actor(one.pk), hamlet="West tola")
    assert closed(" blue  DOOR", by=Actor(other.pk), hamlet="West Tola") == first
    assert closed(hamlet="East tola") != first
    with refused("survey.no_house", field="house"):
        closed("  ")
    for how in ("met", "nobody"):
        assert actions.end_house(first, how=how, by=BY).how == "met"
    assert closed(hamlet="West tola") != first
    assert Event.objects.filter(kind="survey.house_closed").count() == 3


def test_village_says_what_is_walked_closed_and_left():
    one, other, place = make_worker(), make_worker(), make_village()
    actions.end_walk(give(one), by=Actor(one.pk))
    give(other, hamlet="West tola")
    closed()
    make_find(place=place)
    told = village_whole(make_mart(), place)
    assert (told.done, told.left, told.closed, told.found) == (1, 1, 1, 1)
    rows = villages_given(make_mart(), make_mart().place)
    assert [(row.place, row.done, row.left, row.closed, row.found) for row in rows] == [(place, 1, 1, 1, 1)]
    assert villages_given(make_mart(), make_block("Mohanpur")) == []


def test_houses_that_are_done_with_or_old_are_forgotten():
    done, old, new = closed("a"), closed("b"), closed("c")
    actions.end_house(done, how="nobody", by=BY)
    ClosedHouse.objects.filter(pk=old.pk).update(found_at=timezone.now() - timedelta(days=91))
    assert (actions.forget_houses(), actions.forget_houses()) == (2, 0)
    assert list(ClosedHouse.objects.all()) == [new]
    (event,) = Event.objects.filter(kind="survey.house_forgotten")
    assert event.subject_id == old.pk
    assert faults() == {}


def test_walk_of_whose_role_ended_is_handed_on_and_she_sees_nothing_more():
    mart, other = make_mart(), make_worker()
    far = make_block("Mohanpur")
    one = make_officer("surveyor", place=make_block("Sarath"), proven=False)
    give_role(one, mart=mart, kind="surveyor", place=far, by=BY)
    walk = give(one, hamlet="West tola")
    assert (walks_of(one, mart), list(orphaned(mart, mart.place))) == ([walk], [])
    take_role(one.roles.get(place=make_block("Sarath")), by=BY)
    one = User.objects.get(pk=one.pk)
    assert (walks_of(one, mart), list(orphaned(mart, mart.place))) == ([], [walk])
    with refused("survey.not_a_worker_here", field="worker"):
        actions.hand_walk_on(walk, worker=one, by=BY)
    new = actions.hand_walk_on(walk, worker=other, by=BY)
    assert (new.worker, new.hamlet, walks_of(other, mart)) == (other, "West tola", [new])
    assert (actions.hand_walk_on(new, worker=other, by=BY), list(orphaned(mart, mart.place))) == (new, [])
    with refused("survey.walk_over"):
        actions.hand_walk_on(walk, worker=other, by=BY)
    assert faults() == {}


def test_village_of_whose_role_ended_may_be_given_anew():
    one, other = make_worker(), make_worker()
    give(one)
    take_role(one.roles.get(), by=BY)
    assert give(other).worker == other
    assert Walk.objects.filter(ended_at=None).count() == 1
