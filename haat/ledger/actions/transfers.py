"""The only door to balances: `transfer`, once per cause, refused by the database when an account would be overdrawn."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, CharField, Q, QuerySet

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold_all
from haat.core.prepared import Prepared, Slot, numbered, slots
from haat.core.rows import add_to, batches, insert_many, insert_many_new
from haat.delivery.models import Round
from haat.ledger.errors import CauseReused, Overdrawn
from haat.ledger.models import DEBIT_KINDS, Account, Payout, Transfer
from haat.orders.models import Part
from haat.places.models import Mart


class At(NamedTuple):
    """An account by what it is about: its kind and its owner (0: the mart)."""

    kind: str
    owner_id: int = 0


class Move(NamedTuple):
    """`amount_paise` from one account to another, once per `cause`; for a payout of its own, where there are many."""

    debit: At
    credit: At
    amount_paise: int
    cause: str
    payout_id: int | None = None


FEW = 24  # up to so many the statements are kept


def transfer(
    mart: Mart,
    *,
    debit: At,
    credit: At,
    amount_paise: int,
    cause: str,
    by: Actor,
    part: Part | None = None,
    payout: Payout | None = None,
    round: Round | None = None,
) -> Transfer | None:
    """Move `amount_paise` (0 moves nothing). The same cause again answers the first transfer.

    Raises Overdrawn when an account has not that much, CauseReused when the cause stands for another amount.
    """
    rows = transfer_all(mart, [Move(debit, credit, amount_paise, cause)], by=by, part=part, payout=payout, round=round)
    return rows[0] if rows else None


def _told(causes: Sequence[str]) -> list[Transfer]:
    """Those of these causes that were told before."""
    if len(causes) > FEW:
        return [row for some in batches(causes) for row in Transfer.objects.filter(cause__in=some)]
    return _told_before(len(causes)).all(**numbered(causes)) if causes else []


@cache
def _told_before(causes: int) -> Prepared[Transfer]:
    return Prepared(lambda: Transfer.objects.filter(cause__in=slots(causes, CharField())))


@transaction.atomic
def transfer_all(
    mart: Mart,
    moves: Sequence[Move],
    *,
    by: Actor,
    part: Part | None = None,
    payout: Payout | None = None,
    round: Round | None = None,
) -> list[Transfer]:
    """Any number of moves, thousands to a statement, all or none; answers their transfers. Raises like `transfer`."""
    moves = [move for move in moves if move.amount_paise]
    causes = [move.cause for move in moves]
    # The accounts first: who tells the same cause at the same moment waits here, and then finds it told.
    accounts = _accounts(mart, {at for move in moves for at in (move.debit, move.credit)}) if moves else {}
    known = {row.cause: row for row in _told(causes)}
    for move in moves:
        if move.cause in known and known[move.cause].amount_paise != move.amount_paise:
            raise CauseReused(move.cause)
    fresh = [move for move in moves if move.cause not in known]
    if fresh:
        rows = [
            Transfer(
                mart=mart,
                debit=accounts[move.debit],
                credit=accounts[move.credit],
                amount_paise=move.amount_paise,
                cause=move.cause,
                part=part,
                payout_id=move.payout_id or (payout.pk if payout else None),
                round=round,
                by_id=by.user_id,
            )
            for move in fresh
        ]
        insert_many(rows)
        known |= {row.cause: row for row in rows}
        _add(accounts, fresh)
    return [known[move.cause] for move in moves]


def _accounts(mart: Mart, wanted: set[At]) -> dict[At, Account]:
    """The accounts at `wanted`, held, opened when first needed: one statement when all are there."""
    rows = _known(mart, wanted)
    missing = sorted(wanted - rows.keys())
    if missing:
        opened = [Account(mart=mart, kind=at.kind, owner_id=at.owner_id) for at in missing]
        insert_many_new(opened)
        rows |= _known(mart, set(missing))
    return rows


def _known(mart: Mart, wanted: set[At]) -> dict[At, Account]:
    rows = _few(mart, wanted) if len(wanted) <= FEW else _many(mart, wanted)
    return {At(row.kind, row.owner_id): row for row in rows}


def _many(mart: Mart, wanted: set[At]) -> list[Account]:
    """Found first, then held in the order of their keys, some at a time."""
    owners: dict[str, list[int]] = {}
    for at in sorted(wanted):
        owners.setdefault(at.kind, []).append(at.owner_id)
    keys: list[int] = []
    for kind, all_of_kind in owners.items():
        for some in batches(all_of_kind):
            keys += Account.objects.filter(mart=mart, kind=kind, owner_id__in=some).values_list("pk", flat=True)
    return [row for some in batches(sorted(keys)) for row in hold_all(Account.objects.filter(pk__in=some))]


def _few(mart: Mart, wanted: set[At]) -> list[Account]:
    owners = {f"owner{number}": at.owner_id for number, at in enumerate(sorted(wanted))}
    kinds = {f"kind{number}": at.kind for number, at in enumerate(sorted(wanted))}
    return _accounts_at(len(wanted)).all(mart=mart.pk, **kinds, **owners)


@cache
def _accounts_at(places: int) -> Prepared[Account]:
    """The accounts of a mart at so many places."""

    def written() -> QuerySet[Account]:
        at = Q()
        for number in range(places):
            at |= Q(kind=Slot(f"kind{number}", CharField()), owner_id=Slot(f"owner{number}", BigIntegerField()))
        held = Account.objects.select_for_update(no_key=True).order_by("pk")
        return held.filter(at, mart=Slot("mart", BigIntegerField()))

    return Prepared(written)


def _add(accounts: dict[At, Account], moves: Sequence[Move]) -> None:
    """Raise the running totals of the held accounts; the CHECK on the row refuses an overdraft."""
    sums: dict[At, list[int]] = {}
    for move in moves:
        sums.setdefault(move.debit, [0, 0])[0] += move.amount_paise
        sums.setdefault(move.credit, [0, 0])[1] += move.amount_paise
    try:
        add_to(Account, {accounts[at].pk: both for at, both in sums.items()}, "debits_paise", "credits_paise")
    except IntegrityError:
        raise Overdrawn(_overdrawn(accounts, sums)) from None


def _overdrawn(accounts: dict[At, Account], sums: dict[At, list[int]]) -> str:
    """The kind of the first of the held accounts, in the order of their keys, that has less than is taken from it."""
    for at, (debits, credits) in sorted(sums.items(), key=lambda pair: accounts[pair[0]].pk):
        left = accounts[at].debits_paise + debits - accounts[at].credits_paise - credits
        if (left if at.kind in DEBIT_KINDS else -left) < 0:
            return at.kind
    return ""


@transaction.atomic
def bank_cash(mart: Mart, *, amount_paise: int, cause: str, by: Actor) -> Transfer | None:
    """Counted cash was paid into the mart's bank account; told twice, it counts once."""
    _accounts(mart, {At("bank"), At("cash_desk")})
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
