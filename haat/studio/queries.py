"""What is known before a good is taken in."""

from haat.catalogue.models import Good
from haat.core.sendings import acted_on
from haat.makers.models import Maker
from haat.studio.facts import Listed
from haat.studio.rules import is_past, sending_name


def listed_before(maker: Maker, key: str, turn: int, sending: str = "") -> Listed | None:
    """What `list_good` would answer without changing anything: nothing of this sending need be looked at.

    With a `sending` that is when this very one was taken; whatever else comes too late is for `list_good` to judge.
    """
    before = Good.objects.filter(maker=maker, key=key).first()
    if before is None:
        return None
    known = acted_on(sending_name(key, sending)) if sending else is_past(before, turn)
    return Listed(before, new=False) if known else None
