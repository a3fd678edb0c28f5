"""What stands in the addresses of rooms that make their own things, for the walk of every address."""

from typing import Any

from haat.catalogue.models import Variant
from haat.makers.models import Maker
from haat.places.models import Mart
from tests.web.office.channels.things import channel_things
from tests.web.office.learning.things import FORMS, learning_things

__all__ = ["FORMS", "things_of_rooms"]


def things_of_rooms(mart: Mart, live: Variant, maker: Maker) -> dict[str, Any]:
    """Those of the channels and of the lessons."""
    return channel_things(mart, live) | learning_things(mart, maker)
