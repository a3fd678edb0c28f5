"""What is told of work and earnings."""

from haat.core.kinds import Kind

KINDS = (Kind("livelihood.day_rule_set", about="places.mart", needs=("before", "after")),)
