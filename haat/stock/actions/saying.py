"""What a maker says of her own pieces on her phone: so many, or one more or less than stand there."""

from django.db import transaction

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.locks import hold
from haat.stock.actions.items import open_item
from haat.stock.actions.pieces import count, make
from haat.stock.actions.weeks import set_capacity
from haat.stock.errors import Recounted
from haat.stock.models import OrdinaryWeek


@transaction.atomic
def say_pieces(variant: Variant, *, pieces: int, seen: int | None = None, cause: str, by: Actor) -> None:
    """So many lie with the maker, or are made in an ordinary week of what is made to order (its good loaded).

    `seen`: how many stood there when she counted, for what is told later. Raises Recounted when others stand there by
    now, and what `count` and `set_capacity` do.
    """
    now = _held_now(variant)
    if seen is not None and seen != now and pieces != now:
        raise Recounted(pieces=pieces, seen=seen, now=now)
    _say(variant, pieces, cause, by)


@transaction.atomic
def say_one(variant: Variant, *, step: int, cause: str, by: Actor) -> None:
    """One more (`step` 1) or one less (-1) than stand there; none is never less. Raises like `say_pieces`."""
    now = _held_now(variant)
    if step > 0 and not variant.good.made_to_order:
        make(variant, pieces=step, cause=cause, by=by)
    else:
        _say(variant, max(0, now + step), cause, by)


def _held_now(variant: Variant) -> int:
    """How many stand there; held, so that two phones that step at once both count."""
    if variant.good.made_to_order:
        hold(variant)
        return OrdinaryWeek.objects.filter(variant=variant).values_list("capacity", flat=True).first() or 0
    item, _made = open_item(variant, None)
    return item.on_hand


def _say(variant: Variant, pieces: int, cause: str, by: Actor) -> None:
    if variant.good.made_to_order:
        set_capacity(variant, capacity=pieces, by=by)
    else:
        count(variant, on_hand=pieces, cause=cause, by=by)
