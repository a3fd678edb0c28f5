"""What the worker does by the clock for the rooms' shared rows."""

from datetime import timedelta

from haat.core.jobs import job
from haat.core.limits import forget_old


@job("core.forget_counted_tries", every=timedelta(minutes=10))
def forget_counted_tries() -> None:
    """Drop the counts of tries whose window is over."""
    forget_old()
