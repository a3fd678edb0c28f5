"""The demonstration's workers leave finds in every state, and the books stay sound."""

import random

import pytest

from demo.finding import Finding
from demo.people import Team
from haat.catalogue.actions import import_crafts
from haat.core.actor import MACHINE
from haat.survey.models import ClosedHouse, Find, FindFile, Walk
from tests.make import make_block, make_maker, make_mart, make_officer, make_pin
from tests.make_survey import make_village, make_worker
from tests.sound import faults

pytestmark = pytest.mark.django_db


def test_workers_find_makers_in_every_state(settings):
    settings.DEMO = True
    mart, here, there = make_mart(), make_block("Mohanpur"), make_block("Sarath")
    import_crafts(by=MACHINE)
    make_pin("814112")
    make_maker("Maa Tara", block=here)
    for at, block in enumerate((here, there)):
        make_village(f"Village {at}", block=block, latitude=24.4 + at / 10, longitude=86.7)
    team = Team({"desk": [make_officer("desk")], "surveyor": [make_worker(here), make_worker(there)]})
    Finding(mart, team, random.Random(1)).walk()
    assert set(Find.objects.values_list("state", flat=True)) == set(Find.State.values)
    assert (Find.objects.count(), FindFile.objects.filter(kind="photo").count() > 2) == (16, True)
    assert [walk.done_at is not None for walk in Walk.objects.order_by("pk")] == [True]
    assert sorted(ClosedHouse.objects.values_list("how", flat=True)) == ["", "met"]
    assert faults() == {}
