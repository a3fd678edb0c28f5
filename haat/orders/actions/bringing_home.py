"""Pieces of what was cancelled under way: free once they lie again where they left from, or written off."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.rows import update
from haat.orders.actions.freeing import free, goods_of, write_off
from haat.orders.actions.parts import held, record_part
from haat.orders.models import Part


@transaction.atomic
def pieces_home(part: Part, *, by: Actor) -> Part:
    """They lie where they left from: others may buy them. Told twice, or when nothing was away, it changes nothing."""
    if not _ends(part, ""):
        return part
    free(part, by=by)
    record_part("orders.pieces_home", part, by=by, good_ids=goods_of(part))
    return part


@transaction.atomic
def pieces_lost(part: Part, *, by: Actor) -> Part:
    """Nobody finds them: they are taken off what there is. Told twice, or when none was away, it changes nothing."""
    if not _ends(part, Part.Pieces.LOST):
        return part
    write_off(part, by=by)
    record_part("orders.pieces_lost", part, by=by, good_ids=goods_of(part))
    return part


def _ends(part: Part, pieces: str) -> bool:
    """Whether its pieces were away until now; its order is held."""
    order = held(part.order_id)
    part.refresh_from_db()
    part.order = order
    if part.pieces != Part.Pieces.AWAY:
        return False
    part.pieces = pieces
    update(part, "pieces")
    return True
