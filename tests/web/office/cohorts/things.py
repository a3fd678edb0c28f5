"""One of everything of the room, for who walks its addresses."""

from typing import Any

from haat.cohorts import actions
from haat.core.dates import today
from haat.places.models import Mart, Place
from tests.cohorts.waves import make_wave
from tests.make import BY


def wave_things(mart: Mart, block: Place) -> dict[str, Any]:
    """A wave of a block that runs, with a bill."""
    wave = make_wave(mart, block, groups=1)
    cost = actions.write_cost(wave, kind="travel", amount_paise=100_00, day=today(), key="scope", by=BY)
    return {"wave": wave.pk, "wave_cost": cost.pk, "wave_seat": wave.seats.earliest("pk").pk}
