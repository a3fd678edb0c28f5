"""Orders that were delivered and are owed for, written straight to the tables of the mart `bench`."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Max, Sum

from benchmarks.catalogue import in_batches
from haat.catalogue.models import Variant
from haat.core.dates import day_of
from haat.delivery import carriers
from haat.ledger.models import Account, Due, Transfer
from haat.makers.models import BankAccount, Maker
from haat.orders.models import Order, OrderLine, Part
from haat.payments.queries import first_terms
from haat.places.models import Mart

FIRST_DAY = datetime(2026, 1, 5, 6, tzinfo=UTC)
DAYS = 200


def fill(mart: Mart, orders: int, *, seed: int = 11) -> None:
    """So many orders of one piece each, delivered, paid for and due; every maker has a confirmed bank account."""
    rng = random.Random(seed)
    first = (Order.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    variants = list(Variant.objects.filter(mart=mart, position=0).select_related("good__maker").order_by("pk"))
    sold = [(number, variants[rng.randrange(len(variants))], _when(rng)) for number in range(first, first + orders)]
    in_batches(Order, (_order(mart, *each) for each in sold))
    ids = dict(Order.objects.filter(mart=mart, pk__gte=first).values_list("external_id", "pk"))
    in_batches(Part, (_part(mart, ids[str(number)], *each) for number, *each in sold))
    parts = dict(Part.objects.filter(mart=mart, order__gte=min(ids.values())).values_list("order", "pk"))
    in_batches(OrderLine, (_line(parts[ids[str(number)]], variant) for number, variant, _at in sold))
    in_batches(Due, _dues(mart, list(parts.values())))
    _banks(mart)
    _books(mart, list(parts.values()))


def _when(rng: random.Random) -> datetime:
    return FIRST_DAY + timedelta(days=rng.randrange(DAYS), seconds=rng.randrange(36_000))


def _order(mart: Mart, number: int, variant: Variant, at: datetime) -> Order:
    return Order(
        mart=mart,
        number=f"BM-{number}",
        token=f"bench{number}",
        external_id=str(number),
        state=Order.State.DONE,
        method=first_terms(Order.Pays.BEFORE).method,
        pays=Order.Pays.BEFORE,
        language="hi",
        phone=f"+9190{number:08d}",
        name="Bench Buyer",
        goods_paise=variant.price_paise,
        delivery_paise=0,
        total_paise=variant.price_paise,
        placed_at=at,
    )


def _split(variant: Variant) -> dict[str, int]:
    tax, fee = variant.price_paise // 21, variant.price_paise // 13
    return {
        "maker_paise": variant.price_paise - tax - fee,
        "tax_paise": tax,
        "fee_paise": fee,
        "packing_paise": 0,
        "goods_paise": variant.price_paise,
    }


def _part(mart: Mart, order_id: int, variant: Variant, at: datetime) -> Part:
    return Part(
        mart=mart,
        order_id=order_id,
        seller_id=variant.good.maker.seller_id,
        maker_id=variant.good.maker_id,
        number=f"BM-{order_id}-1",
        state=Part.State.DELIVERED,
        delivery_paise=0,
        carrier=carriers.on_rounds()[0],
        promised_by=(at + timedelta(days=4)).date(),
        placed_at=at,
        delivered_at=at + timedelta(days=order_id % 7),
        **_split(variant),
    )


def _line(part_id: int, variant: Variant) -> OrderLine:
    return OrderLine(
        part_id=part_id,
        variant=variant,
        good_id=variant.good_id,
        names={"en": "Bench"},
        hsn="4602",
        quantity=1,
        piece_paise=variant.price_paise,
        tax_bp=500,
        **_split(variant),
    )


def _dues(mart: Mart, parts: list[int]) -> Iterator[Due]:
    for part in Part.objects.filter(mart=mart, pk__gte=min(parts)).iterator(chunk_size=5000):
        assert part.delivered_at is not None
        yield Due(
            mart=mart,
            maker_id=part.maker_id,
            part=part,
            amount_paise=part.maker_paise,
            earned_at=part.delivered_at,
            pay_from=day_of(part.delivered_at),
        )


def _banks(mart: Mart) -> None:
    without = Maker.objects.filter(mart=mart, bank=None)
    in_batches(
        BankAccount,
        (
            BankAccount(
                maker=maker,
                holder="Bench",
                number=f"3{maker.pk:010d}",
                ifsc="SBIN0000064",
                bank_name="Bench",
                confirmed=True,
            )
            for maker in without.iterator(chunk_size=5000)
        ),
    )


def _books(mart: Mart, parts: list[int]) -> None:
    """What makers are owed stands on their accounts, what buyers paid in the bank."""
    owed: Any = Due.objects.filter(mart=mart, part__gte=min(parts)).values_list("maker").annotate(Sum("amount_paise"))
    bank, _made = Account.objects.get_or_create(mart=mart, kind="bank")
    rows = [
        Account(mart=mart, kind="maker_due", owner_id=maker_id, credits_paise=paise)
        for maker_id, paise in owed.order_by("maker")
    ]
    in_batches(Account, iter(rows))
    causes = (
        Transfer(mart=mart, debit=bank, credit=row, amount_paise=row.credits_paise, cause=f"bench:{row.pk}")
        for row in Account.objects.filter(mart=mart, kind="maker_due")
    )
    in_batches(Transfer, causes)
    Account.objects.filter(pk=bank.pk).update(debits_paise=sum(row.credits_paise for row in rows))
