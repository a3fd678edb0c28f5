"""The demonstration shows a petition of each state, a no with what it stopped, and a drill that tells nobody."""

import pytest

from demo.petitioning import Petitioning
from haat.core.actor import Actor
from haat.messages.models import Message
from haat.people.models import Role
from haat.privacy.models import Breach, Petition, Sealed
from tests.make import make_maker, make_mart, make_officer

pytestmark = pytest.mark.django_db


class Staff:
    """Two people of the office."""

    def __init__(self) -> None:
        self.people = {kind: Actor(make_officer(kind).pk) for kind in (Role.Kind.DESK, Role.Kind.COLLECTOR)}

    def actor(self, kind: str) -> Actor:
        return self.people[kind]


def test_every_state_is_shown_and_a_drill_tells_nobody():
    mart = make_mart()
    for number in range(6):
        make_maker(f"Group {number}", mart=mart)
    for number in range(2):
        make_maker(f"Artisan {number}", mart=mart, kind="artisan")
    Petitioning(mart, Staff()).go()
    assert set(Petition.objects.values_list("state", flat=True)) == set(Petition.State.values)
    assert Sealed.objects.exists()
    drill = Breach.objects.get()
    assert (drill.drill, drill.closed_at is not None) == (True, True)
    assert not Message.objects.filter(template="privacy_breach").exists()
