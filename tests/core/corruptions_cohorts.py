"""Corruptions of waves: what a group has reached, what it waits for, in which wave it is, and what that cost."""

from haat.cohorts import actions
from haat.cohorts.models import Cohort, Cost, Seat
from haat.core.dates import today
from haat.places.models import Mart
from haat.places.queries import blocks_of
from tests.cohorts.waves import make_wave
from tests.core.plants import Plant
from tests.make import BY


def _wave() -> Cohort:
    mart = Mart.objects.earliest("pk")
    return make_wave(mart, blocks_of(mart)[0], groups=1)


def ticked_by_hand() -> None:
    Seat.objects.filter(cohort=_wave()).update(tenth_on=today(), stage="", stuck_from=None)


def waits_for_another_stage() -> None:
    Seat.objects.filter(cohort=_wave()).update(stage="live")


def sits_in_none() -> None:
    Seat.objects.filter(cohort=_wave()).update(open=False, stuck_from=None)


def dearer_than_told() -> None:
    cost = actions.write_cost(_wave(), kind="travel", amount_paise=100_00, day=today(), key="planted", by=BY)
    Cost.objects.filter(pk=cost.pk).update(amount_paise=50_00)


COHORTS: list[tuple[str, str, Plant]] = [
    (
        "a stage ticked by hand",
        "waves: how far groups are = what goods, papers, lessons and orders say",
        ticked_by_hand,
    ),
    (
        "a group that waits for another stage",
        "waves: where groups stand follows from their days and the plan",
        waits_for_another_stage,
    ),
    (
        "a group that sits in no wave",
        "waves: open seats are those of running waves, and lie in their mart",
        sits_in_none,
    ),
    ("a bill made cheaper", "waves: costs are as they were told", dearer_than_told),
]
