"""What becomes of the pieces of a part that does not reach its buyer: free, back, spoilt or lost."""

from collections.abc import Collection

from haat.core.actor import Actor
from haat.orders.models import OrderLine, Part
from haat.orders.rules import resalable
from haat.stock import actions as stock


def promised(part: Part) -> list[tuple[int, int]]:
    """Its (variant id, pieces), as stock is told of them."""
    return list(part.lines.values_list("variant_id", "quantity"))


def goods_of(part: Part) -> list[int]:
    """The ids of its goods."""
    return sorted(set(part.lines.values_list("good_id", flat=True)))


def free(part: Part, *, by: Actor) -> None:
    """Free what was promised, or bring back what was sold already."""
    if part.sent_at is None:
        stock.release(promised(part), of=part.cause, cause=part.cause, by=by)
    else:
        goods_back(part, _whole(part), cause=part.cause, by=by)


def write_off(part: Part, *, by: Actor) -> None:
    """They lie nowhere any more: taken from where they were promised, and never back on sale."""
    if part.sent_at is None:
        stock.sell(promised(part), of=part.cause, cause=part.cause, by=by)
    goods_back(part, _whole(part), cause=part.cause, resale=False, by=by)


def _whole(part: Part) -> list[tuple[OrderLine, int]]:
    return [(line, line.quantity) for line in part.lines.select_related("good")]


def goods_back(
    part: Part, pieces: Collection[tuple[OrderLine, int]], *, cause: str, resale: bool = True, by: Actor
) -> None:
    """Bring back pieces of lines (their goods loaded) that were sold: food never returns to the shelf."""
    for may_resell in (True, False):
        lines = [(line.variant_id, count) for line, count in pieces if (resale and resalable(line.good)) is may_resell]
        stock.take_back(lines, of=part.cause, cause=cause, resale=may_resell, by=by)
