"""What rooms bring to the world of `test_scope`, each from its own `things.py`."""

from typing import Any

from haat.catalogue.models import Variant
from haat.people.models import User
from haat.places.models import Mart, Place
from tests.make_survey import survey_things
from tests.web.office.channels.things import channel_things
from tests.web.office.roster.things import group_things


def room_things(mart: Mart, live: Variant, block: Place, people: dict[str, User]) -> dict[str, Any]:
    """By the names that the lines of `doors.py` give them; a room whose roles are its own adds to `people`."""
    return {
        **channel_things(mart, live),
        **group_things(mart, block, people["desk"]),
        **survey_things(block, people),
    }
