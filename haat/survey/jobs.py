"""What is forgotten by itself, once a day."""

from datetime import timedelta

from haat.core.jobs import job
from haat.survey.actions import forget_houses, forget_old


@job("survey.forget_old", every=timedelta(days=1))
def forget() -> None:
    """Empty finds that nobody needs any more, and closed houses to which nobody goes."""
    while forget_old():
        pass
    while forget_houses():
        pass
