"""What the worker does by the clock for papers."""

from datetime import timedelta

from haat.core.dates import today
from haat.core.jobs import job
from haat.paperwork import actions
from haat.paperwork.models import Duty
from haat.paperwork.rules import AHEAD

MOST = 2000


@job("paperwork.watch", every=timedelta(hours=6))
def watch() -> None:
    """Find what comes due, and tell of it when it is time."""
    actions.find_duties()
    for duty in Duty.objects.filter(done_at=None, day__range=(today(), today() + AHEAD)).order_by("day", "pk")[:MOST]:
        actions.tell_duty(duty)
