"""When a sending comes too late, and what of it is there already."""

from collections.abc import Iterable, Sequence
from itertools import count

from haat.catalogue.models import Good, Variant
from haat.catalogue.rules import OPEN_STATES
from haat.pricing.queries import cost_of
from haat.stock.queries import told_pieces
from haat.studio.facts import Cost, GoodFacts, Size


def is_past(good: Good, turn: int) -> bool:
    """The desk has it, or has looked since the sender began: `turn` is how often it had looked by then."""
    return good.state not in OPEN_STATES or good.checks.count() != turn


def sending_name(key: str, sending: str) -> str:
    """What one sending of a good is written down as (core.sendings); `sending` is the phone's name of it."""
    return f"listed:{key}:{sending}"


def meant(variants: Iterable[Variant], sizes: Sequence[Size]) -> list[tuple[Size, Variant | None, int]]:
    """Each size that is told of, which of a good's own it means (None: a new one), and its position.

    By its code where it has one; else they mean one after the other those that are made: what was stopped is no more.
    """
    every = sorted(variants, key=lambda variant: (variant.position, variant.pk))
    made, codes = [variant for variant in every if variant.active], {variant.sku: variant for variant in every}
    behind = count(max((variant.position for variant in every), default=-1) + 1)
    found = []
    for place, size in enumerate(sizes):
        known = codes.get(size.sku or "") or (made[place] if place < len(made) else None)
        found.append((size, known, next(behind) if known is None else known.position))
    return found


def stands(good: Good, facts: GoodFacts) -> bool:
    """Whether all that is told of a good is so by now, whoever told it."""
    names = dict(good.texts.values_list("language", "name"))
    shown = set(good.photos.values_list("picture_id", flat=True))
    return (
        (good.craft_id, good.made_to_order) == (facts.craft.pk, facts.made_to_order)
        and all(names.get(language) == name for language, name in facts.names.items())
        and all(picture.pk in shown for picture in facts.pictures)
        and all(_size_stands(good, known, size) for size, known, _at in meant(good.variants.all(), facts.sizes))
    )


def _size_stands(good: Good, variant: Variant | None, size: Size) -> bool:
    if variant is None or not variant.active or variant.price_paise != size.price_paise:
        return False
    variant.good = good
    return (
        size.weight_g in (None, variant.weight_g)
        and size.pieces in (None, told_pieces(variant))
        and (size.cost is None or _cost_stands(variant, size.cost))
    )


def _cost_stands(variant: Variant, cost: Cost) -> bool:
    kept = cost_of(variant)
    told = (list(cost.materials), cost.minutes, cost.other_paise)
    return kept is not None and (kept.materials, kept.minutes, kept.other_paise) == told
