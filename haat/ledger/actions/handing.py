"""Money of a maker that was found to be another one: what is owed to her is owed to the other, due by due."""

from collections.abc import Collection

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import Happened, record_all
from haat.core.locks import hold_all
from haat.core.rows import update
from haat.ledger.actions.transfers import At, Move, transfer_all
from haat.ledger.models import Due
from haat.makers.models import Maker


@transaction.atomic
def hand_over_dues(
    maker: Maker, *, to: Maker, name: str, only: Collection[int] | None = None, by: Actor
) -> dict[int, int]:
    """What `maker` is owed and is in no payout (or those dues of `only`) is owed to `to`: due → paise.

    Both makers are held. What was paid stays with whom it was paid to. `name` makes each moving count once.
    """
    rows = Due.objects.filter(maker=maker, state=Due.State.EARNED)
    dues = hold_all(rows if only is None else rows.filter(pk__in=only))
    # What is owed stands in credit: it leaves the account of the one and comes to the other's.
    mine, others = At("maker_due", maker.pk), At("maker_due", to.pk)
    moves = [Move(mine, others, due.amount_paise, f"due-moved:{due.pk}:{name}") for due in dues]
    transfer_all(maker.mart, moves, by=by)
    parts = {due.pk: due.part for due in Due.objects.filter(pk__in=[due.pk for due in dues]).select_related("part")}
    told = []
    for due in dues:
        due.maker = to
        update(due, "maker")
        data = {"due_id": due.pk, "maker_id": to.pk, "was": maker.pk, "amount_paise": due.amount_paise}
        told.append(Happened("ledger.due_moved", parts[due.pk], data))
    if told:
        record_all(told, by=by)
    return {due.pk: due.amount_paise for due in dues}
