"""The only door to balances: `transfer`, once per cause, refused by the database when an account would be overdrawn."""

from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F

from haat.core.actor import Actor
from haat.core.events import record
from haat.ledger.errors import cause_reused, overdrawn
from haat.ledger.models import Account, Payout, Transfer
from haat.orders.models import SellerOrder
from haat.places.models import Mart


class At(NamedTuple):
    """An account by what it is about: its kind and its owner (0: the mart)."""

    kind: str
    owner_id: int = 0


def account(mart: Mart, at: At) -> Account:
    """The account at `at`, opened when first needed."""
    found, _made = Account.objects.get_or_create(mart=mart, kind=at.kind, owner_id=at.owner_id)
    return found


@transaction.atomic
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
    if amount_paise == 0:
        return None
    known = Transfer.objects.filter(cause=cause).first()
    if known is not None:
        if known.amount_paise != amount_paise:
            raise cause_reused(cause)
        return known
    sides = {at: account(mart, at) for at in (debit, credit)}
    row = Transfer.objects.create(
        mart=mart,
        debit=sides[debit],
        credit=sides[credit],
        amount_paise=amount_paise,
        cause=cause,
        part=part,
        payout=payout,
        by_id=by.user_id,
    )
    _add(sides, debit=debit, credit=credit, amount_paise=amount_paise)
    return row


def _add(sides: dict[At, Account], *, debit: At, credit: At, amount_paise: int) -> None:
    """Raise both running totals in primary-key order; the CHECK on the row refuses an overdraft."""
    columns = {debit: "debits_paise", credit: "credits_paise"}
    for at, row in sorted(sides.items(), key=lambda pair: pair[1].pk):
        try:
            with transaction.atomic():
                Account.objects.filter(pk=row.pk).update(**{columns[at]: F(columns[at]) + amount_paise})
        except IntegrityError:
            raise overdrawn(at.kind) from None


@transaction.atomic
def bank_cash(mart: Mart, *, amount_paise: int, cause: str, by: Actor) -> Transfer | None:
    """Counted cash was paid into the mart's bank account."""
    row = transfer(
        mart, debit=At("bank"), credit=At("cash_desk"), amount_paise=amount_paise, cause=f"banked:{cause}", by=by
    )
    if row is not None:
        record("ledger.banked", row, by=by, amount_paise=amount_paise)
    return row
