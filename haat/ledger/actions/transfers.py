"""The only door to balances: `transfer`, once per cause, refused by the database when an account would be overdrawn."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import BigIntegerField, CharField, Q, QuerySet

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.prepared import Prepared, Slot, numbered, slots
from haat.core.rows import insert, insert_new
from haat.ledger.errors import cause_reused, overdrawn
from haat.ledger.models import Account, Payout, Transfer
from haat.orders.models import SellerOrder
from haat.places.models import Mart


class At(NamedTuple):
    """An account by what it is about: its kind and its owner (0: the mart)."""

    kind: str
    owner_id: int = 0


class Move(NamedTuple):
    """`amount_paise` from one account to another, once per `cause`."""

    debit: At
    credit: At
    amount_paise: int
    cause: str


def transfer(
    mart: Mart,
    *,
    debit: At,
    credit: At,
    amount_paise: int,
    cause: str,
    by: Actor,
    part: SellerOrder | None = None,
    payout: Payout | None = None,
) -> Transfer | None:
    """Move `amount_paise` (0 moves nothing). The same cause again answers the first transfer.

    Raises HaatError(ledger.overdrawn) when an account has not that much, (ledger.cause_reused) when the cause
    stands for another amount.
    """
    rows = transfer_all(mart, [Move(debit, credit, amount_paise, cause)], by=by, part=part, payout=payout)
    return rows[0] if rows else None


@cache
def _told(causes: int) -> Prepared[Transfer]:
    """Those of so many causes that were told before."""
    return Prepared(lambda: Transfer.objects.filter(cause__in=slots(causes, CharField())))


@transaction.atomic
def transfer_all(
    mart: Mart,
    moves: Sequence[Move],
    *,
    by: Actor,
    part: SellerOrder | None = None,
    payout: Payout | None = None,
) -> list[Transfer]:
    """Several moves in a fixed number of statements, all or none; answers their transfers. Raises like `transfer`."""
    moves = [move for move in moves if move.amount_paise]
    causes = [move.cause for move in moves]
    known = {row.cause: row for row in _told(len(causes)).all(**numbered(causes))} if causes else {}
    for move in moves:
        if move.cause in known and known[move.cause].amount_paise != move.amount_paise:
            raise cause_reused(move.cause)
    fresh = [move for move in moves if move.cause not in known]
    if fresh:
        accounts = _accounts(mart, {at for move in fresh for at in (move.debit, move.credit)})
        rows = [
            Transfer(
                mart=mart,
                debit=accounts[move.debit],
                credit=accounts[move.credit],
                amount_paise=move.amount_paise,
                cause=move.cause,
                part=part,
                payout=payout,
                by_id=by.user_id,
            )
            for move in fresh
        ]
        insert(rows)
        known |= {row.cause: row for row in rows}
        _add(accounts, fresh)
    return [known[move.cause] for move in moves]


def _accounts(mart: Mart, wanted: set[At]) -> dict[At, Account]:
    """The accounts at `wanted`, opened when first needed: one statement when all are there."""
    rows = _known(mart, wanted)
    missing = sorted(wanted - rows.keys())
    if missing:
        opened = [Account(mart=mart, kind=at.kind, owner_id=at.owner_id) for at in missing]
        insert_new(opened)
        rows |= _known(mart, set(missing))
    return rows


def _known(mart: Mart, wanted: set[At]) -> dict[At, Account]:
    owners = {f"owner{number}": at.owner_id for number, at in enumerate(sorted(wanted))}
    kinds = {f"kind{number}": at.kind for number, at in enumerate(sorted(wanted))}
    rows = _accounts_at(len(wanted)).all(mart=mart.pk, **kinds, **owners)
    return {At(row.kind, row.owner_id): row for row in rows}


@cache
def _accounts_at(places: int) -> Prepared[Account]:
    """The accounts of a mart at so many places."""

    def written() -> QuerySet[Account]:
        at = Q()
        for number in range(places):
            at |= Q(kind=Slot(f"kind{number}", CharField()), owner_id=Slot(f"owner{number}", BigIntegerField()))
        return Account.objects.filter(at, mart=Slot("mart", BigIntegerField()))

    return Prepared(written)


# Every move of money ends here, so this one statement is written by hand.
_RAISE = "UPDATE ledger_account SET debits_paise = debits_paise + %s, credits_paise = credits_paise + %s WHERE id = %s"


def _add(accounts: dict[At, Account], moves: Sequence[Move]) -> None:
    """Raise the running totals, in primary-key order; the CHECK on the row refuses an overdraft."""
    sums: dict[At, list[int]] = {}
    for move in moves:
        sums.setdefault(move.debit, [0, 0])[0] += move.amount_paise
        sums.setdefault(move.credit, [0, 0])[1] += move.amount_paise
    kind = ""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for at, (debits, credits) in sorted(sums.items(), key=lambda pair: accounts[pair[0]].pk):
                kind = at.kind
                cursor.execute(_RAISE, [debits, credits, accounts[at].pk])
    except IntegrityError:
        raise overdrawn(kind) from None


@transaction.atomic
def bank_cash(mart: Mart, *, amount_paise: int, cause: str, by: Actor) -> Transfer | None:
    """Counted cash was paid into the mart's bank account; told twice, it counts once."""
    told = Transfer.objects.filter(cause=f"banked:{mart.pk}:{cause}").exists()
    row = transfer(
        mart,
        debit=At("bank"),
        credit=At("cash_desk"),
        amount_paise=amount_paise,
        cause=f"banked:{mart.pk}:{cause}",
        by=by,
    )
    if row is not None and not told:
        record("ledger.banked", row, by=by, amount_paise=amount_paise)
    return row
