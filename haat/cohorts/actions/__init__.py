"""The only writes to waves."""

from haat.cohorts.actions.following import follow_cohort, follow_groups, follow_makers, follow_mart
from haat.cohorts.actions.making import change_cohort, make_cohort, take_out
from haat.cohorts.actions.noting import note_why
from haat.cohorts.actions.running import begin_cohort, end_cohort
from haat.cohorts.actions.spending import strike_cost, write_cost
from haat.cohorts.actions.telling import tell_stuck

__all__ = [
    "begin_cohort",
    "change_cohort",
    "end_cohort",
    "follow_cohort",
    "follow_groups",
    "follow_makers",
    "follow_mart",
    "make_cohort",
    "note_why",
    "strike_cost",
    "take_out",
    "tell_stuck",
    "write_cost",
]
