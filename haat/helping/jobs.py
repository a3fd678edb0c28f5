"""What the worker does by the clock for questions."""

from datetime import timedelta

from haat.core.jobs import job
from haat.helping import actions
from haat.helping.queries import to_climb, to_end
from haat.helping.rules import REOPENED_WITHIN

MOST = 500


@job("helping.climb", every=timedelta(minutes=15))
def climb() -> None:
    """What waits too long goes one level up."""
    for question in to_climb()[:MOST]:
        actions.climb(question)


@job("helping.end", every=timedelta(hours=6))
def end() -> None:
    """What was answered two weeks ago, and nobody said anything against, is closed."""
    for question in to_end(REOPENED_WITHIN)[:MOST]:
        actions.end_silent(question)
