"""Work of the shelf that runs on a clock or in the queue."""

from datetime import timedelta

from haat.core.jobs import job
from haat.shelf import build, marks


@job("shelf.sweep_leftovers", every=timedelta(minutes=1))
def sweep_leftovers() -> None:
    """Sweep marks whose own sweep was missed: a mark made while the sweep before it was ending."""
    marks.sweep()


@job("shelf.renew", every=timedelta(days=1))
def renew() -> None:
    """Once a day everything is looked at: new weeks open for goods made to order, dated fees begin."""
    build.rebuild()
