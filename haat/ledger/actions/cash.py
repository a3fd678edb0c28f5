"""Cash a rider had not brought when his round was counted, paid in later."""

from django.db import transaction

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.delivery.models import Round
from haat.delivery.rules import may_count
from haat.ledger.actions.transfers import At, transfer
from haat.ledger.errors import NothingMissing, OwnCash, TooMuchCash
from haat.ledger.models import Transfer
from haat.ledger.queries import missing_of


@transaction.atomic
def take_missing(round: Round, *, amount_paise: int, cause: str, by: Actor) -> Transfer | None:
    """The rider pays in what was missing from a closed round, or a part of it; the same cause counts once.

    Raises OwnCash, NothingMissing, TooMuchCash.
    """
    if not may_count(by.user_id, round):
        raise OwnCash()
    held = hold(round, "mart")
    name = f"missing:{held.pk}:{cause}"
    told = Transfer.objects.filter(cause=name).first()
    if told is not None:
        return told
    missing = missing_of(held)
    if not missing:
        raise NothingMissing()
    if not 0 < amount_paise <= missing:
        raise TooMuchCash(missing)
    moved = transfer(
        held.mart,
        debit=At("cash_desk"),
        credit=At("rider_cash", held.rider_id),
        amount_paise=amount_paise,
        cause=name,
        round=held,
        by=by,
    )
    left = missing - amount_paise
    record("ledger.missing_taken", held, by=by, rider_id=held.rider_id, amount_paise=amount_paise, left_paise=left)
    return moved
