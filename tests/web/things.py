"""What rooms bring to the world of `test_scope`, each from its own `things.py`."""

from typing import Any

from haat.catalogue.models import Variant
from haat.core.actor import MACHINE
from haat.core.scans import Scan
from haat.makers.models import Maker
from haat.orders.actions import keep_photo
from haat.people.models import User
from haat.places.models import Mart, Place
from tests.make import make_part
from tests.make_survey import survey_things
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
        "photo_of_part": keep_photo(make_part({live: 1}), kind="label", photo=Scan("jpeg", b"x"), by=MACHINE).pk,
    }
