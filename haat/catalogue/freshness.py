"""How much of its life food has left on the day it arrives. Pure: what is known is given."""

from haat.catalogue.models import Good

# What is sold online should arrive with so much of its life left, whichever is less (FSSAI, food sold online).
LEFT_BP, LEFT_DAYS = 3000, 45
SPARE_DAYS = 2  # and never with less than this: it must be eaten too


def days_wanted(keeps: int, *, left_days: int | None = LEFT_DAYS, left_bp: int | None = LEFT_BP) -> int:
    """How many days must be left, on arrival, of food that keeps for so many from packing.

    The lesser of `left_days` and `left_bp` of its life (None: not asked), and SPARE_DAYS at the least.
    """
    asked = [] if left_days is None else [left_days]
    if left_bp is not None:
        asked.append(-(-keeps * left_bp // 10000))
    return max(SPARE_DAYS, min(asked, default=0))


def arrives_fresh(
    keeps: int, road_days: int, *, left_days: int | None = LEFT_DAYS, left_bp: int | None = LEFT_BP
) -> bool:
    """Whether food that keeps so many days from packing has enough of them left after `road_days`."""
    return keeps - road_days >= days_wanted(keeps, left_days=left_days, left_bp=left_bp)


def fresh_enough(good: Good, delivery_days: int) -> bool:
    """Whether the shop may send a good that is `delivery_days` on its way; what keeps for good always may.

    It is packed for the order; what lay before that nobody has told.
    """
    keeps = good.shelf_life_days
    return keeps is None or arrives_fresh(keeps, delivery_days)
