"""Where the pieces of a part are that is cancelled: whoever carries parcels knows, and says it here."""

from collections.abc import Callable

from haat.orders.models import Part

Asks = Callable[[Part], str]
_known: list[Asks] = []


def tells(asks: Asks) -> Asks:
    """Ask this, too: it answers one of `Part.Pieces`, or "" for what has not left. The part's order is held."""
    _known.append(asks)
    return asks


def pieces_of(part: Part) -> str:
    """Whether the pieces of a held part are away or lost; "" when they lie where they were promised."""
    return next((told for asks in _known if (told := asks(part))), "")
