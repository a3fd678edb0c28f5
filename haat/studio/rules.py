"""When a sending comes too late."""

from haat.catalogue.models import Good
from haat.catalogue.rules import OPEN_STATES


def is_past(good: Good, turn: int) -> bool:
    """The desk has it, or has looked since the sender began: `turn` is how often it had looked by then."""
    return good.state not in OPEN_STATES or good.checks.count() != turn
