"""Every address there is, of a mart with one of everything, as whoever it is for: axe, and nothing scrolls sideways.

The other tests of axe open pages in their many states; here a new page is looked at from its first day, because the
table of `tests/web/doors.py` has a line for it.
"""

from typing import Any

import pytest

from haat.people.models import User
from haat.people.rules import DEEDS
from haat.places.models import MartHost
from tests.browser.axe import Meet, complaints, enter
from tests.browser.person import DESKTOP, Person
from tests.browser.person import PHONE as PHONE_SCREEN
from tests.load.haat import Haat
from tests.web import test_scope
from tests.web.doors import LET_IN, PHONE, TABLE

pytestmark = pytest.mark.browser
FIRST = ("member", "desk", "collector", "accountant", "federation", "surveyor", "secretary", "rider", "coordinator")
SURFACES = ("shop", "maker", "office", "rest")
LEFT = {"ui:sign_out", "maker:sign_out"}


@pytest.fixture
def world(house: Haat) -> test_scope.World:
    """The world of `test_scope`, in the house's own database; `meet` has it served."""
    here = test_scope.world()
    MartHost.objects.create(host="127.0.0.1", mart=here.people["desk"].roles.get().mart)
    User.objects.update(phone_verified=True)
    return here


def looked_at(surface: str) -> list[str]:
    """The names of a surface's addresses that answer a GET."""
    asked = [name for name, line in TABLE.items() if "GET" in line.methods and name not in LEFT]
    return [name for name in asked if _surface(name) == surface]


def _surface(name: str) -> str:
    first = name.partition(":")[0]
    return first if first in SURFACES else "rest"


def role_of(door: str) -> str:
    """Who opens it here; nobody in particular what is open to all."""
    if door == "open":
        return ""
    let_in = DEEDS.get(door) or LET_IN.get(door, PHONE)
    return next(role for role in FIRST if role in let_in)


def is_a_page(person: Person, address: str) -> bool:
    """Whether it is HTML of its own: not a file, nor the way to another page."""
    answer = person.context.request.get(person.home + address, max_redirects=0)
    assert answer.status < 500, f"{address}: {answer.status}"
    return answer.status == 200 and answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("surface", SURFACES)
def test_every_page_is_open_to_all(world: test_scope.World, meet: Meet, surface: str):
    """On a phone in Hindi axe looks, too; at a desk in English the width is what differs."""
    wrong, seen = [], 0
    people: dict[tuple[str, str], Person] = {}

    def who(role: str, language: str, device: dict[str, Any]) -> Person:
        if (role, language) not in people:
            person = people[role, language] = meet(language, device, bypass_csp=True)
            if role:
                enter(person, world.people[role])
        return people[role, language]

    for name in looked_at(surface):
        role, address = role_of(TABLE[name].door), world.path(name)
        if not is_a_page(who(role, "hi", PHONE_SCREEN), address):
            continue
        seen += 1
        for language, device in (("hi", PHONE_SCREEN), ("en", DESKTOP)):
            person = who(role, language, device)
            person.go(address.replace("/en/", f"/{language}/", 1))
            found = complaints(person, name) if language == "hi" else []
            wrong += found + [line for line in (person.too_wide(),) if line]
    assert wrong == [], "\n".join(wrong)
    assert seen
