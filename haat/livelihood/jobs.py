"""What is counted once, where an older version has sold before."""

from haat.core.jobs import job
from haat.livelihood import actions


@job("livelihood.catch_up")
def catch_up() -> None:
    """The months of all that was sold before there were any; its migration asks for it."""
    actions.rebuild()
