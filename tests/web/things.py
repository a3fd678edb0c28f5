"""What rooms of the office bring to the world of `test_scope`, each from its own `things.py`."""

from typing import Any

from haat.catalogue.models import Variant
from haat.people.models import User
from haat.places.models import Mart, Place
from tests.web.office.channels.things import channel_things
from tests.web.office.roster.things import group_things


def room_things(mart: Mart, live: Variant, block: Place, desk: User) -> dict[str, Any]:
    """By the names that the lines of `doors.py` give them."""
    return {**channel_things(mart, live), **group_things(mart, block, desk)}
