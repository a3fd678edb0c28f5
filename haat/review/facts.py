"""Daily facts, made from the rooms below: recomputed for a maker and a day, so telling twice counts once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet

from haat.core.dates import day_of, start_of
from haat.ledger.models import Payout
from haat.makers.models import Maker
from haat.orders.models import OrderLine, SellerOrder
from haat.places.models import Mart
from haat.review.models import DailyFact
from haat.review.rules import GONE

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
Key = tuple[int, str]


@transaction.atomic
def refresh(maker: Maker, day: date) -> int:
    """Make the facts of one maker and day anew; answers how many rows stand."""
    start, end = start_of(day), start_of(day + timedelta(days=1))
    placed, delivered = Q(placed_at__gte=start, placed_at__lt=end), Q(delivered_at__gte=start, delivered_at__lt=end)
    paid = Payout.objects.filter(paid_at__gte=start, paid_at__lt=end)
    figures = _figures(maker, SellerOrder.objects.filter(placed | delivered), paid).get(day, {})
    DailyFact.objects.filter(mart_id=maker.mart_id, maker_id=maker.pk, day=day).delete()
    return len(DailyFact.objects.bulk_create(_facts(maker, day, figures)))


def _facts(maker: Maker, day: date, figures: dict[Key, dict[str, int]]) -> list[DailyFact]:
    return [
        DailyFact(
            mart_id=maker.mart_id,
            day=day,
            block_id=maker.block_id,
            maker_id=maker.pk,
            craft_id=craft_id,
            channel=channel,
            **measured,
        )
        for (craft_id, channel), measured in figures.items()
    ]


def _figures(
    maker: Maker, parts: QuerySet[SellerOrder], payouts: QuerySet[Payout]
) -> dict[date, dict[Key, dict[str, int]]]:
    """Day → (craft, channel) → figures, of those of the maker's parts and payouts that are given.

    Sales count on the day placed, deliveries on the day delivered, pay when paid. Three queries.
    """
    days: dict[date, dict[Key, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: dict.fromkeys(MEASURES, 0)))
    lines = Prefetch("lines", OrderLine.objects.select_related("good"))
    for part in parts.filter(maker=maker).select_related("order").prefetch_related(lines):
        _count_placed(days[day_of(part.placed_at)], part)
        if part.delivered_at:
            delivered_on = day_of(part.delivered_at)
            figures = days[delivered_on][_key(part)]
            figures["delivered"] += 1
            figures["late"] += delivered_on > part.promised_by
            figures["returned"] += part.state == SellerOrder.State.RETURNED
    paid = payouts.filter(maker=maker, state=Payout.State.PAID, paid_at__isnull=False)
    for paid_at, amount in paid.values_list("paid_at", "amount_paise"):
        assert paid_at is not None
        days[day_of(paid_at)][(0, "mart")]["paid_paise"] += amount
    return days


def _key(part: SellerOrder) -> Key:
    lines = list(part.lines.all())
    return (lines[0].good.craft_id if lines else 0, part.order.channel)


def _count_placed(rows: dict[Key, dict[str, int]], part: SellerOrder) -> None:
    first = rows[_key(part)]
    if part.state in GONE:
        first["cancelled"] += part.state == SellerOrder.State.CANCELLED
        return
    first["orders"] += 1
    for line in part.lines.all():
        figures = rows[(line.good.craft_id, part.order.channel)]
        figures["pieces"] += line.quantity
        figures["sales_paise"] += line.goods_paise
        figures["maker_paise"] += line.maker_paise


def rebuild(marts: Iterable[Mart] | None = None) -> int:
    """Make every fact anew from the orders and payouts; answers how many rows stand."""
    rows = 0
    for mart in marts if marts is not None else Mart.objects.order_by("pk"):
        with transaction.atomic():
            DailyFact.objects.filter(mart=mart).delete()
            for maker in Maker.objects.filter(mart=mart).order_by("pk"):
                days = _figures(maker, SellerOrder.objects.all(), Payout.objects.all())
                facts = [fact for day in sorted(days) for fact in _facts(maker, day, days[day])]
                rows += len(DailyFact.objects.bulk_create(facts))
    return rows
