"""Sold through somebody else who took the buyer's money: what she owes us, part by part, and owes us no more.

A part's balance is what was sold less what came back less what was settled. While it is above zero it stands on the
party's `receivable`, below zero on its `channel_due`, never on both: whatever changes it moves the rest between them.
"""

from typing import NamedTuple

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold_all
from haat.core.rows import insert_new, update
from haat.ledger.actions.transfers import At, Move, transfer
from haat.ledger.models import Party, Receivable
from haat.orders.models import Order, Part


@transaction.atomic
def sell(part: Part, *, by: Actor) -> Receivable:
    """Delivered, and a party took the buyer's money: the party owes it to us, and it is held for its heads."""
    party = party_of(part.order)
    row = Receivable(mart_id=part.mart_id, party=party, part=part, sold_paise=part.total_paise)
    row.sold_at = part.delivered_at or row.sold_at
    if insert_new([row]):
        record("ledger.sold", part, by=by, party_id=party.pk, amount_paise=part.total_paise)
    (row,) = hold_all(Receivable.objects.filter(part=part))  # before the accounts, as whoever settles it holds it
    transfer(
        part.mart,
        debit=At("receivable", party.pk),
        credit=At("buyers"),
        amount_paise=part.total_paise,
        cause=f"sold:{part.pk}",
        part=part,
        by=by,
    )
    return row


def party_of(order: Order) -> Party:
    """Who took the money of an order that was placed elsewhere; made when it is the first."""
    known = {"mart_id": order.mart_id, "channel": order.channel, "account": order.account}
    insert_new([Party(**known)])
    return Party.objects.get(**known)


class Owed(NamedTuple):
    """The two accounts of a part's balance; one of them is empty."""

    receivable: At
    back: At


def accounts_of(row: Receivable) -> Owed:
    return Owed(At("receivable", row.party_id), At("channel_due", row.party_id))


def held_of(part: Part) -> Receivable | None:
    """What is owed for the part, held; None for one whose money is ours to take."""
    return next(iter(hold_all(Receivable.objects.filter(part=part))), None)


def give_back(row: Receivable, *, paise: int, cause: str) -> Move:
    """Goods came back: its heads owe `paise` to the party, of which nothing is kept while the party owes us more.

    Writes it on the held row, and answers what moves between the two accounts.
    """
    before = row.open_paise
    row.returned_paise += paise
    update(row, "returned_paise")
    at = accounts_of(row)
    return Move(at.back, at.receivable, before - row.open_paise, cause)


def evened(row: Receivable, *, settled: int, cause: str) -> Move:
    """Figures that come to `settled` were written against the receivable, and on the held row before them.

    Answers what moves between the two accounts, so that only the one is open on which the balance stands now.
    """
    at = accounts_of(row)
    before = row.balance_paise + settled
    over = row.open_paise - max(0, before) + settled
    return Move(at.receivable, at.back, over, cause) if over >= 0 else Move(at.back, at.receivable, -over, cause)
