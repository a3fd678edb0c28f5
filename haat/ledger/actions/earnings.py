"""From a delivered, paid seller order to what everybody is owed, and back when it is cancelled or returned."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import day_of
from haat.core.events import record
from haat.ledger.actions.transfers import At, Move, transfer, transfer_all
from haat.ledger.models import Due, Transfer
from haat.orders.models import SellerOrder
from haat.orders.rules import RETURN_DAYS


@transaction.atomic
def receive_upi(part_total: int, *, order_id: int, part: SellerOrder, by: Actor) -> Transfer | None:
    """A buyer's UPI payment reached the bank; it is held for her, seller order by seller order."""
    return transfer(
        part.mart,
        debit=At("bank"),
        credit=At("buyers"),
        amount_paise=part_total,
        cause=f"paid:{order_id}:{part.pk}",
        part=part,
        by=by,
    )


@transaction.atomic
def receive_cash(part: SellerOrder, *, rider_id: int, amount_paise: int, by: Actor) -> Transfer | None:
    """A rider took cash at the door for one seller order."""
    return transfer(
        part.mart,
        debit=At("rider_cash", rider_id),
        credit=At("buyers"),
        amount_paise=amount_paise,
        cause=f"cash:{part.pk}",
        part=part,
        by=by,
    )


@transaction.atomic
def earn(part: SellerOrder, *, by: Actor) -> Due:
    """Delivered and paid for: what the buyer paid is now owed to the maker, tax, mart, packing and carrier."""
    moves = [
        Move(At("buyers"), At(kind, owner), amount, f"earned:{part.pk}:{kind}") for kind, owner, amount in _heads(part)
    ]
    transfer_all(part.mart, moves, part=part, by=by)
    delivered = part.delivered_at or timezone.now()
    due, made = Due.objects.get_or_create(
        part=part,
        defaults={
            "mart_id": part.mart_id,
            "maker_id": part.maker_id,
            "amount_paise": part.maker_paise,
            "earned_at": delivered,
            # Makers are paid when the buyer can no longer send it back.
            "pay_from": day_of(delivered) + timedelta(days=RETURN_DAYS),
        },
    )
    if made:
        record("ledger.earned", part, by=by, maker_id=part.maker_id, amount_paise=part.maker_paise)
    return due


def _heads(part: SellerOrder) -> list[tuple[str, int, int]]:
    """(account kind, owner, paise) for every head one seller order's money goes to; they add up to what was paid."""
    return [
        ("maker_due", part.maker_id, part.maker_paise),
        ("tax_due", part.seller_id, part.tax_paise),
        ("fee", 0, part.fee_paise),
        ("packing", 0, part.packing_paise),
        ("carrier_due", 0, part.delivery_paise),
    ]


@transaction.atomic
def hold_refund(part: SellerOrder, *, amount_paise: int, by: Actor) -> Transfer | None:
    """Cancelled after payment: what the buyer paid is owed back to her."""
    return transfer(
        part.mart,
        debit=At("buyers"),
        credit=At("refund_due"),
        amount_paise=amount_paise,
        cause=f"cancelled:{part.pk}",
        part=part,
        by=by,
    )


@transaction.atomic
def take_back(part: SellerOrder, *, by: Actor) -> None:
    """Returned: every head gives back its part of the goods' price (delivery was done and stays earned).

    A maker who is already paid, or is in a payout, keeps her money: the mart bears it as return_loss. Told
    again, it changes nothing, whatever became of the payout meanwhile.
    """
    due = Due.objects.select_for_update().get(part=part)
    if Transfer.objects.filter(cause__in=[f"returned:{part.pk}:{head[0]}" for head in _heads(part)]).exists():
        return
    still_owed = due.state == Due.State.EARNED
    moves = [
        Move(
            At("return_loss") if kind == "maker_due" and not still_owed else At(kind, owner),
            At("refund_due"),
            amount,
            f"returned:{part.pk}:{kind}",
        )
        for kind, owner, amount in _heads(part)
        if kind != "carrier_due"
    ]
    transfer_all(part.mart, moves, part=part, by=by)
    if still_owed:
        due.state = Due.State.TAKEN_BACK
        due.save(update_fields=["state"])
        record("ledger.taken_back", part, by=by, maker_id=part.maker_id, amount_paise=part.maker_paise)


@transaction.atomic
def refund_left(part: SellerOrder, *, amount_paise: int, refund_id: int, by: Actor) -> Transfer | None:
    """A refund left the bank."""
    return transfer(
        part.mart,
        debit=At("refund_due"),
        credit=At("bank"),
        amount_paise=amount_paise,
        cause=f"refund:{refund_id}",
        part=part,
        by=by,
    )
