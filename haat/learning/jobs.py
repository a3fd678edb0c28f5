"""What the worker does by the clock for lessons."""

from datetime import timedelta

from django.utils import timezone

from haat.core.jobs import job
from haat.learning import actions
from haat.learning.queries import to_ask_again, to_follow
from haat.learning.rules import FOLLOW_AFTER, LATER_AFTER

MOST = 500


@job("learning.look", every=timedelta(minutes=5))
def look() -> None:
    """Judge and offer by what happened since."""
    actions.look()


@job("learning.come_back", every=timedelta(hours=1))
def come_back() -> None:
    """After three days a message or a question, after thirty a question."""
    now = timezone.now()
    for study in to_follow(now - FOLLOW_AFTER)[:MOST]:
        actions.follow_up(study)
    for study in to_ask_again(now - LATER_AFTER)[:MOST]:
        actions.ask_again(study)
