"""Papers on their way for tests, through the same actions as the desk uses."""

from datetime import time
from typing import Any

from haat.core.actor import Actor
from haat.core.dates import today
from haat.makers.models import Maker
from haat.paperwork import actions
from haat.paperwork.models import Camp, Road
from haat.places.models import Mart
from tests.make import BY, make_maker, number

ONE, OTHER = Actor(user_id=901), Actor(user_id=902)


def make_road(maker: Maker | None = None, kind: str = "fssai", **more: Any) -> Road:
    return actions.begin_road(maker or make_maker(), kind=kind, by=BY, **more)


def make_camp(maker: Maker, *, mart: Mart | None = None, most: int = 5, **more: Any) -> Camp:
    told: dict[str, Any] = {
        "block": maker.block,
        "where": "Block hall",
        "day": today(),
        "begins": time(10),
        "ends": time(16),
        "kinds": ["passbook", "pan_group", "pan_person", "enrolment", "fssai"],
        "key": f"camp-{number()}",
    }
    return actions.plan_camp(mart or maker.mart, most=most, by=BY, **(told | more))


def make_turn(maker: Maker, **more: Any) -> Any:
    camp = make_camp(maker, **more)
    actions.give_turns(camp, makers=[maker], by=BY)
    return camp.turns.get(maker=maker)
