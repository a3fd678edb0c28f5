"""What rooms bring to the world of `test_scope`, each from its own `things.py`."""

from typing import Any

from haat.catalogue.models import Variant
from haat.makers.models import Maker
from haat.people.models import User
from haat.places.models import Mart, Place
from tests.make_survey import survey_things
from tests.web.maker.node.things import node_things
from tests.web.office.channels.things import channel_things
from tests.web.office.learning.things import FORMS, learning_things
from tests.web.office.roster.things import group_things

__all__ = ["FORMS", "room_things"]


def room_things(mart: Mart, maker: Maker, live: Variant, block: Place, people: dict[str, User]) -> dict[str, Any]:
    """By the names that the lines of `doors.py` give them; a room whose roles are its own adds to `people`."""
    return {
        **channel_things(mart, live),
        **learning_things(mart, maker),
        **group_things(mart, block, people["desk"]),
        **survey_things(block, people),
        **node_things(mart, block, people),
    }
