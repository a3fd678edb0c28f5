"""Goods of a maker that was found to be another one."""

from collections.abc import Collection

from django.db import transaction

from haat.catalogue.actions.touching import touch
from haat.catalogue.models import Good
from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold_all
from haat.core.rows import update
from haat.makers.models import Maker

MOST_KEY = 40


@transaction.atomic
def hand_over_goods(maker: Maker, *, to: Maker, only: Collection[int] | None = None, by: Actor) -> list[int]:
    """Every good of `maker` (or those of `only`) is `to`'s from now on; which they are. Both makers are held.

    A key that `to` has for another good bears the good's number after it.
    """
    rows = Good.objects.filter(maker=maker)
    goods = hold_all(rows if only is None else rows.filter(pk__in=only))
    keys = set(Good.objects.filter(maker=to).values_list("key", flat=True))
    for good in goods:
        if good.key in keys:
            good.key = f"{good.key[: MOST_KEY - 12]}-{good.pk}"
        good.maker = to
        update(good, "maker", "key")
        touch(good)
        record("catalogue.good_saved", good, by=by, before={}, after={}, was=maker.pk, maker=to.pk)
    return [good.pk for good in goods]
