"""Daily facts, made from the rooms below: recomputed for a maker and a day, so telling twice counts once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from haat.core.dates import day_of, start_of
from haat.ledger.models import Payout
from haat.makers.models import Maker
from haat.orders.models import SellerOrder
from haat.places.models import Mart
from haat.review.models import DailyFact

MEASURES = (
    "orders",
    "pieces",
    "sales_paise",
    "maker_paise",
    "delivered",
    "late",
    "returned",
    "cancelled",
    "paid_paise",
)
_GONE = (SellerOrder.State.CANCELLED, SellerOrder.State.AWAITING_PAYMENT)
Key = tuple[int, str]


@transaction.atomic
def refresh(maker: Maker, day: date) -> int:
    """Make the facts of one maker and day anew; answers how many rows stand."""
    rows = _rows(maker, day)
    DailyFact.objects.filter(mart_id=maker.mart_id, maker_id=maker.pk, day=day).delete()
    DailyFact.objects.bulk_create(
        DailyFact(
            mart_id=maker.mart_id,
            day=day,
            block_id=maker.block_id,
            maker_id=maker.pk,
            craft_id=craft_id,
            channel=channel,
            **figures,
        )
        for (craft_id, channel), figures in rows.items()
    )
    return len(rows)


def _rows(maker: Maker, day: date) -> dict[Key, dict[str, int]]:
    """(craft, channel) → figures. Sales count on the day placed, deliveries on the day delivered, pay when paid."""
    rows: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
    start, end = start_of(day), start_of(day + timedelta(days=1))
    parts = _with_lines(SellerOrder.objects.filter(maker=maker))
    for part in parts.filter(placed_at__gte=start, placed_at__lt=end):
        _count_placed(rows, part)
    for part in parts.filter(delivered_at__gte=start, delivered_at__lt=end):
        figures = rows[_key(part)]
        figures["delivered"] += 1
        figures["late"] += day_of(part.delivered_at) > part.promised_by if part.delivered_at else 0
        figures["returned"] += part.state == SellerOrder.State.RETURNED
    for amount in Payout.objects.filter(
        maker=maker, state=Payout.State.PAID, paid_at__gte=start, paid_at__lt=end
    ).values_list("amount_paise", flat=True):
        rows[(0, "mart")]["paid_paise"] += amount
    return rows


def _with_lines(parts: QuerySet[SellerOrder]) -> QuerySet[SellerOrder]:
    return parts.select_related("order").prefetch_related("lines__good")


def _key(part: SellerOrder) -> Key:
    lines = list(part.lines.all())
    return (lines[0].good.craft_id if lines else 0, part.order.channel)


def _count_placed(rows: dict[Key, dict[str, int]], part: SellerOrder) -> None:
    first = rows[_key(part)]
    if part.state in _GONE:
        first["cancelled"] += part.state == SellerOrder.State.CANCELLED
        return
    first["orders"] += 1
    for line in part.lines.all():
        figures = rows[(line.good.craft_id, part.order.channel)]
        figures["pieces"] += line.quantity
        figures["sales_paise"] += line.goods_paise
        figures["maker_paise"] += line.maker_paise


def days_of(maker: Maker) -> set[date]:
    """Every day on which something happened to a maker's orders or pay."""
    days = set()
    for placed, delivered in SellerOrder.objects.filter(maker=maker).values_list("placed_at", "delivered_at"):
        days.add(day_of(placed))
        if delivered:
            days.add(day_of(delivered))
    for paid in Payout.objects.filter(maker=maker, paid_at__isnull=False).values_list("paid_at", flat=True):
        days |= {day_of(paid)} if paid else set()
    return days


def rebuild(marts: Iterable[Mart] | None = None) -> int:
    """Make every fact anew from the orders and payouts; answers how many rows stand."""
    rows = 0
    for mart in marts if marts is not None else Mart.objects.order_by("pk"):
        with transaction.atomic():
            DailyFact.objects.filter(mart=mart).delete()
            for maker in Maker.objects.filter(mart=mart).order_by("pk"):
                rows += sum(refresh(maker, day) for day in sorted(days_of(maker)))
    return rows
