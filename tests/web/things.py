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
from tests.make_letters import letter_things
from tests.make_survey import survey_things
from tests.web.maker.node.things import node_things
from tests.web.office.channels.things import channel_things
from tests.web.office.cohorts.things import wave_things
from tests.web.office.helping import things as helping
from tests.web.office.learning.things import FORMS as OF_LEARNING
from tests.web.office.learning.things import learning_things
from tests.web.office.paperwork.things import FORMS as OF_PAPERWORK
from tests.web.office.paperwork.things import paperwork_things
from tests.web.office.privacy.things import FORMS as OF_PRIVACY
from tests.web.office.privacy.things import privacy_things
from tests.web.office.roster.things import group_things

__all__ = ["FORMS", "room_things"]
FORMS = OF_LEARNING | OF_PAPERWORK | OF_PRIVACY | helping.FORMS


def room_things(mart: Mart, maker: Maker, live: Variant, block: Place, people: dict[str, User]) -> dict[str, Any]:
    """By the names that the lines of `doors.py` give them; a room whose roles are its own adds to `people`."""
    return {
        **channel_things(mart, live),
        **learning_things(mart, maker),
        **privacy_things(mart, maker),
        **_papers(maker),
        **helping.help_things(mart, maker),
        **group_things(mart, block, people["desk"]),
        **survey_things(block, people),
        **wave_things(mart, block),
        **letter_things(maker),
        "photo_of_part": keep_photo(make_part({live: 1}), kind="label", photo=Scan("jpeg", b"x"), by=MACHINE).pk,
        **node_things(mart, block, people),
    }


def _papers(maker: Maker) -> dict[str, Any]:
    """Their forms name rows that are made with them."""
    found = paperwork_things(maker)
    FORMS.update(OF_PAPERWORK)
    return found
