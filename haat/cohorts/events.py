"""What is told of waves. How far groups are is told by the rooms whose facts the stages are."""

from haat.core.kinds import Kind

COHORT = "cohorts.cohort"

KINDS = (
    Kind("cohorts.made", about=COHORT, needs=("title", "groups", "copied")),
    Kind("cohorts.begun", about=COHORT, needs=("groups", "elsewhere")),
    Kind("cohorts.changed", about=COHORT, needs=("before", "after")),
    Kind("cohorts.ended", about=COHORT, needs=("groups",)),
    Kind("cohorts.taken_out", about=COHORT, needs=("seat", "called")),
    Kind("cohorts.noted", about=COHORT, needs=("seat", "called", "reason", "step", "whose")),
    Kind("cohorts.cost_written", about=COHORT, needs=("kind", "amount_paise", "day", "words")),
    Kind("cohorts.cost_struck", about=COHORT, needs=("kind", "amount_paise", "day", "words")),
)
