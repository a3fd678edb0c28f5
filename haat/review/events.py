"""What is told of targets."""

from haat.core.kinds import Kind

KINDS = (
    Kind("review.target_set", about="review.target", needs=("measure", "place", "value", "before", "by_day")),
    Kind("review.target_taken_back", about="review.target", needs=("measure", "place", "value", "by_day")),
)
