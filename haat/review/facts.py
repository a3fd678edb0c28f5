"""Daily facts, made from the rooms below: recomputed for a maker and a day, so telling twice counts once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from haat.core.dates import day_of, start_of
from haat.core.imports import Progress
from haat.core.locks import hold_all
from haat.core.rows import batches, insert_many
from haat.ledger.models import Payout
from haat.makers.models import Maker
from haat.orders.models import OrderLine, Part
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
MakerDay = tuple[int, date]
Days = dict[date, dict[Key, dict[str, int]]]
# So many makers are held at a time.
AT_ONCE = 50


def refresh(maker: Maker, day: date) -> int:
    """Make the facts of one maker and day anew; answers how many rows stand."""
    return refresh_many([(maker.pk, day)])


def refresh_many(wanted: Iterable[MakerDay]) -> int:
    """Make the facts of these makers (by key) and days anew, each once; answers how many rows stand.

    Seven statements for AT_ONCE makers and a day, however many orders told of them.
    """
    by_day: dict[date, set[int]] = defaultdict(set)
    for maker_id, day in wanted:
        by_day[day].add(maker_id)
    rows = 0
    for day in sorted(by_day):
        ids = sorted(by_day[day])
        rows += sum(_refresh_day(day, ids[first : first + AT_ONCE]) for first in range(0, len(ids), AT_ONCE))
    return rows


@transaction.atomic
def _refresh_day(day: date, maker_ids: Sequence[int]) -> int:
    # Two workers at the same day take turns, so the later reading is the one that stays.
    makers = hold_all(Maker.objects.filter(pk__in=maker_ids))
    start, end = start_of(day), start_of(day + timedelta(days=1))
    placed, delivered = Q(placed_at__gte=start, placed_at__lt=end), Q(delivered_at__gte=start, delivered_at__lt=end)
    paid = Payout.objects.filter(paid_at__gte=start, paid_at__lt=end)
    figures = _figures(makers, Part.objects.filter(placed | delivered), paid)
    DailyFact.objects.filter(mart_id__in={maker.mart_id for maker in makers}, maker_id__in=maker_ids, day=day).delete()
    facts = [fact for maker in makers for fact in _facts(maker, day, figures[maker.pk].get(day, {}))]
    return len(DailyFact.objects.bulk_create(facts))


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


def _figures(makers: Sequence[Maker], parts: QuerySet[Part], payouts: QuerySet[Payout]) -> dict[int, Days]:
    """Maker → day → (craft, channel) → figures, of those of the makers' parts and payouts that are given.

    Sales count on the day placed, deliveries on the day delivered, pay when paid. Three queries, and one more for
    each further thousands of parts.
    """
    found: dict[int, Days] = {maker.pk: defaultdict(lambda: defaultdict(_nothing)) for maker in makers}
    told = parts.filter(maker__in=makers).values_list(
        "pk", "maker_id", "state", "order__channel", "placed_at", "delivered_at", "promised_by"
    )
    sold = [_Sold(*row) for row in told]
    lines = _lines([part.pk for part in sold])
    for part in sold:
        days, mine = found[part.maker_id], lines.get(part.pk, [])
        key = (mine[0].craft_id if mine else 0, part.channel)
        _count_placed(days[day_of(part.placed_at)], key, part, mine)
        if part.delivered_at:
            delivered_on = day_of(part.delivered_at)
            figures = days[delivered_on][key]
            figures["delivered"] += 1
            figures["late"] += delivered_on > part.promised_by
            figures["returned"] += part.state == Part.State.RETURNED
    paid = payouts.filter(maker__in=makers, state=Payout.State.PAID, paid_at__isnull=False)
    for maker_id, paid_at, amount in paid.values_list("maker_id", "paid_at", "amount_paise"):
        assert paid_at is not None
        found[maker_id][day_of(paid_at)][(0, "mart")]["paid_paise"] += amount
    return found


def _nothing() -> dict[str, int]:
    return dict.fromkeys(MEASURES, 0)


class _Line(NamedTuple):
    craft_id: int
    quantity: int
    goods_paise: int
    maker_paise: int


class _Sold(NamedTuple):
    """What is counted of a part."""

    pk: int
    maker_id: int
    state: str
    channel: str
    placed_at: datetime
    delivered_at: datetime | None
    promised_by: date


def _lines(parts: Sequence[int]) -> dict[int, list[_Line]]:
    """The lines of these parts, the first first."""
    found: dict[int, list[_Line]] = {}
    fields = ("part_id", "good__craft_id", "quantity", "goods_paise", "maker_paise")
    for some in batches(parts):
        for part_id, *line in OrderLine.objects.filter(part__in=some).order_by("pk").values_list(*fields):
            found.setdefault(part_id, []).append(_Line(*line))
    return found


def _count_placed(rows: dict[Key, dict[str, int]], key: Key, part: _Sold, lines: Sequence[_Line]) -> None:
    first = rows[key]
    if part.state in GONE:
        first["cancelled"] += part.state == Part.State.CANCELLED
        return
    first["orders"] += 1
    for line in lines:
        figures = rows[(line.craft_id, part.channel)]
        figures["pieces"] += line.quantity
        figures["sales_paise"] += line.goods_paise
        figures["maker_paise"] += line.maker_paise


def rebuild(marts: Iterable[Mart] | None = None, *, progress: Progress | None = None) -> int:
    """Make every fact anew from the orders and payouts; answers how many rows stand.

    A mart's facts are replaced in one transaction; `progress` hears of AT_ONCE makers after the others: (makers done,
    of how many of the mart).
    """
    rows = 0
    for mart in marts if marts is not None else Mart.objects.order_by("pk"):
        makers, done = list(Maker.objects.filter(mart=mart).order_by("pk")), 0
        with transaction.atomic():
            DailyFact.objects.filter(mart=mart).delete()
            for some in batches(makers, AT_ONCE):
                figures = _figures(some, Part.objects.all(), Payout.objects.all())
                facts = [
                    fact
                    for maker in some
                    for day, measured in sorted(figures[maker.pk].items())
                    for fact in _facts(maker, day, measured)
                ]
                insert_many(facts)
                rows, done = rows + len(facts), done + len(some)
                if progress is not None:
                    progress(done, len(makers))
    return rows
