"""What the worker looks for by the clock."""

from datetime import timedelta

from haat.core.jobs import job
from haat.letters import actions


@job("letters.look_back", every=timedelta(hours=6))
def look_back() -> None:
    """Since when goods are on sale of which nobody has told: those of an older version."""
    actions.look_back()
