"""From a delivered, paid part to what everybody is owed, and back when it is cancelled or returned."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Sum

from haat.core.actor import Actor
from haat.core.dates import day_of
from haat.core.events import record
from haat.core.locks import hold_all
from haat.core.rows import update
from haat.ledger.actions.sales import accounts_of, give_back, held_of
from haat.ledger.actions.transfers import At, Move, transfer, transfer_all
from haat.ledger.models import Due, Transfer
from haat.ledger.queries import answered
from haat.orders.models import Order, Part, Return
from haat.orders.rules import return_ends
from haat.orders.shares import backs, left_off_of, whole_share
from haat.pricing.split import Split

ROUNDED = At("rounding_loss")


@transaction.atomic
def receive_paid(order: Order, *, amount_paise: int, lands_in: str, by: Actor) -> Transfer | None:
    """What the buyer paid before came to an account of this kind and is held for her, however her order is divided.

    What 0.1.0 held part by part (`paid:7:9`) is not held again.
    """
    cause = f"paid:{order.pk}"
    told = Transfer.objects.filter(cause=cause).first()
    if told is not None:
        return told
    by_part = Transfer.objects.filter(part__order=order, cause__startswith=f"{cause}:")
    before = int(by_part.aggregate(total=Sum("amount_paise"))["total"] or 0)
    return transfer(
        order.mart,
        debit=At(lands_in),
        credit=At("buyers"),
        amount_paise=amount_paise - before,
        cause=cause,
        by=by,
    )


@transaction.atomic
def receive_cash(part: Part, *, rider_id: int, amount_paise: int, by: Actor) -> Transfer | None:
    """A rider took cash at the door for one part."""
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
def earn(part: Part, *, by: Actor) -> Due:
    """Delivered and paid for: what the buyer paid is now owed to the maker, tax, mart, packing and carrier.

    What a parcel in cash leaves off is the mart's loss: every head has its whole share.
    """
    moves = [Move(ROUNDED, At("buyers"), part.rounding_paise, f"rounded:{part.pk}")]
    moves += [Move(At("buyers"), head.at, head.paise, f"earned:{part.pk}:{head.name}") for head in _heads(part)]
    transfer_all(part.mart, moves, part=part, by=by)
    pay_from = day_of(return_ends(part))
    assert part.delivered_at is not None  # nothing else has return days
    due, made = Due.objects.get_or_create(
        part=part,
        defaults={
            "mart_id": part.mart_id,
            "maker_id": part.maker_id,
            "amount_paise": part.maker_paise,
            "earned_at": part.delivered_at,
            # Makers are paid when the buyer can no longer send it back.
            "pay_from": pay_from,
        },
    )
    if made:
        record("ledger.earned", part, by=by, maker_id=part.maker_id, amount_paise=part.maker_paise)
    return due


class _Head(NamedTuple):
    """What money of a part goes to: its name in causes, the account, paise."""

    name: str
    at: At
    paise: int


def _heads(part: Part) -> list[_Head]:
    """Every head of one part; they add up to what was paid. The delivery was done and stays earned."""
    goods = Split(part.goods_paise, part.tax_paise, part.fee_paise, part.packing_paise, part.maker_paise)
    return [
        *_goods_heads(part, goods, part.maker_id),
        _Head("carrier_due", At("carrier_due"), part.delivery_paise - part.delivery_tax_paise),
        _Head("delivery_tax", At("tax_due", part.seller_id), part.delivery_tax_paise),
    ]


def _goods_heads(part: Part, share: Split, maker_id: int) -> list[_Head]:
    """Whose each head of its goods' price is, of all of them or of some pieces."""
    return [
        _Head("maker_due", At("maker_due", maker_id), share.maker),
        _Head("tax_due", At("tax_due", part.seller_id), share.tax),
        _Head("fee", At("fee"), share.fee),
        _Head("packing", At("packing"), share.packing),
    ]


@transaction.atomic
def hold_refund(part: Part, *, amount_paise: int, by: Actor) -> Transfer | None:
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
def take_back(ret: Return, *, by: Actor) -> None:
    """Pieces came back: every head gives back its share of their price (delivery was done and stays earned).

    It is owed to the buyer, or to the party that took her money and gives it back to her. A maker who is already paid,
    or is in a payout, keeps her money: the mart bears it as return_loss. What was only proposed has not left:
    `leave_proposed` comes first. Told again, it changes nothing, whatever became of the payout; nor do pieces that came
    free.
    """
    part = ret.part
    (due,) = hold_all(Due.objects.filter(part=part))
    share = whole_share(backs(ret))
    if not share.goods or answered(ret):
        return
    sale = held_of(part)
    still_owed = due.state == Due.State.EARNED
    moves = [
        Move(
            At("return_loss") if head.name == "maker_due" and not still_owed else head.at,
            At("refund_due") if sale is None else accounts_of(sale).back,
            head.paise,
            f"{ret.cause}:{head.name}",
        )
        for head in _goods_heads(part, share, due.maker_id)
    ]
    if left_off := left_off_of([ret]).get(ret.pk, 0):
        moves.append(Move(At("refund_due"), ROUNDED, left_off, f"unrounded:{ret.pk}"))
    if sale is not None:
        moves.append(give_back(sale, paise=share.goods, cause=f"netted:{ret.pk}"))
    transfer_all(part.mart, moves, part=part, by=by)
    if still_owed:
        due.amount_paise, due.taken_back_paise = due.amount_paise - share.maker, due.taken_back_paise + share.maker
        if not due.amount_paise:
            due.state = Due.State.TAKEN_BACK
        update(due, "amount_paise", "taken_back_paise", "state")
        record("ledger.taken_back", part, by=by, maker_id=due.maker_id, amount_paise=share.maker, return_id=ret.pk)


@transaction.atomic
def refund_left(part: Part, *, amount_paise: int, refund_id: int, leaves: str, by: Actor) -> Transfer | None:
    """A refund left an account of this kind."""
    return transfer(
        part.mart,
        debit=At("refund_due"),
        credit=At(leaves),
        amount_paise=amount_paise,
        cause=f"refund:{refund_id}",
        part=part,
        by=by,
    )
