"""What is known before a good is taken in."""

from haat.catalogue.models import Good
from haat.makers.models import Maker
from haat.studio.facts import Listed
from haat.studio.rules import is_past


def listed_before(maker: Maker, key: str, turn: int) -> Listed | None:
    """What `list_good` would answer without changing anything: nothing of this sending need be looked at."""
    before = Good.objects.filter(maker=maker, key=key).first()
    return Listed(before, new=False) if before is not None and is_past(before, turn) else None
