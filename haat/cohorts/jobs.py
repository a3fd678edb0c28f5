"""What the worker does by the clock for waves."""

from datetime import timedelta

from haat.cohorts import actions
from haat.cohorts.models import Cohort, Seat
from haat.core.jobs import job
from haat.places.models import Mart


def marts() -> list[Mart]:
    """Those that have a wave."""
    return list(
        Mart.objects.filter(pk__in=Cohort.objects.order_by().values("mart")).select_related("place").order_by("pk")
    )


def rebuild() -> int:
    """Make every seat of every wave anew; how many there are."""
    for mart in marts():
        actions.follow_mart(mart)
    return Seat.objects.count()


@job("cohorts.follow", every=timedelta(hours=1))
def follow() -> None:
    """What no event tells: a list that moved a group, a lesson done right in the real app."""
    for mart in marts():
        actions.follow_mart(mart)


@job("cohorts.tell_stuck", every=timedelta(hours=6))
def tell_stuck() -> None:
    """Each coordinator once a week, on the first day on which one of her groups is stuck."""
    for mart in marts():
        actions.tell_stuck(mart)
