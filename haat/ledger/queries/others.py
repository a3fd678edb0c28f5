"""What others owe us of buyers' money: by party, by part, head by head; and the taxes they took in sellers' names."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, NullIf, TruncMonth

from haat.core.dates import start_of, today
from haat.ledger.models import Party, Receivable, Settlement
from haat.orders.finding import orders_called
from haat.orders.models import Order, Part, Return
from haat.orders.shares import backs_of, whole_share
from haat.places.models import Mart

# A party that has not paid so many days after the delivery is asked for it.
LATE_DAYS = 15
OPEN = Q(settled_paise__lt=F("sold_paise") - F("returned_paise"))
BALANCE = F("sold_paise") - F("returned_paise") - F("settled_paise")
KEPT = ("fee", "tcs", "tds")


def not_come() -> Q:
    """Dues of parts for which a party has neither accounted whole nor sent as much as the due."""
    rows = Receivable.objects.filter(OPEN, part=OuterRef("part"), came_paise__lt=OuterRef("amount_paise"))
    return Q(Exists(rows))


def kept_of(part: Part) -> dict[str, int]:
    """Figure → what a party has kept of a part so far (paise)."""
    rows = Settlement.objects.filter(part=part, taken_back_at=None)
    sums = rows.aggregate(**{name: Sum(f"{name}_paise", default=0) for name in KEPT})
    return {name: int(sums[name]) for name in KEPT}


def sale_of(part: Part) -> Receivable | None:
    """What a party owes for the part; None before it was delivered, and where the money is ours to take."""
    return Receivable.objects.filter(part=part).select_related("party").first()


def settlements_of(part: Part) -> QuerySet[Settlement]:
    """What was told of a part, in its order; also what was taken back."""
    return Settlement.objects.filter(part=part).order_by("pk")


def settlements_in(mart: Mart) -> QuerySet[Settlement]:
    """All that was told in a mart, the newest first."""
    return Settlement.objects.filter(mart=mart).select_related("part__mart", "party").order_by("-pk")


@dataclass(frozen=True)
class Head:
    """Where the price of a part went: what was reckoned at the sale, what was told, and the reasons given (paise)."""

    name: str
    reckoned_paise: int
    told_paise: int
    reasons: tuple[str, ...] = ()

    @property
    def difference_paise(self) -> int:
        return self.told_paise - self.reckoned_paise


def reckoned_and_came(part: Part) -> list[Head]:
    """Head by head what was reckoned and what a party told; both columns come to the price less what came back.

    Empty for a part that no party sold. Three statements.
    """
    sale = sale_of(part)
    if sale is None:
        return []
    told = [row for row in settlements_of(part) if row.taken_back_at is None]
    sums = {name: sum(getattr(row, f"{name}_paise") for row in told) for name in (*KEPT, "adjustment", "rounding")}
    fee = part.fee_paise - _fee_back(part)
    reasons = tuple(dict.fromkeys(row.reason for row in told if row.reason))
    heads = [
        Head("came", sale.sold_paise - sale.returned_paise - fee, sale.came_paise),
        Head("fee", fee, sums["fee"]),
        Head("tcs", 0, sums["tcs"]),
        Head("tds", 0, sums["tds"]),
        Head("adjustment", 0, -sums["adjustment"], reasons),
        Head("rounding", 0, -sums["rounding"]),
        Head("open" if sale.balance_paise >= 0 else "back", 0, sale.balance_paise),
    ]
    return [head for head in heads if head.name in ("came", "fee") or head.told_paise]


def _fee_back(part: Part) -> int:
    """The share of the reckoned fee that went with pieces that came back."""
    received = list(Return.objects.filter(part=part, state=Return.State.RECEIVED))
    return sum(whole_share(back).fee for back in backs_of(received).values()) if received else 0


def parties_of(mart: Mart) -> QuerySet[Party]:
    """Who sells for the mart, who owes most first: what is open and since when, owed back, and kept this month."""
    rows = Receivable.objects.filter(party=OuterRef("pk")).order_by().values("party")
    open_ = rows.filter(OPEN)
    month = today().replace(day=1)
    kept = Settlement.objects.filter(party=OuterRef("pk"), taken_back_at=None, day__gte=month).order_by()
    kept_sums = {f"{name}_paise": _sum(kept.values("party"), F(f"{name}_paise")) for name in ("came", *KEPT)}
    found = Party.objects.filter(mart=mart).annotate(
        open_paise=_sum(open_, BALANCE),
        back_paise=_sum(rows.filter(settled_paise__gt=F("sold_paise") - F("returned_paise")), -1 * BALANCE),
        oldest=Subquery(open_.annotate(oldest=Min("sold_at")).values("oldest")),
        **kept_sums,
    )
    return found.order_by("-open_paise", "pk")


def _sum(rows: QuerySet[Any, Any], what: object) -> Coalesce:
    """The sum of `what` over the grouped rows; 0 for none."""
    return Coalesce(Subquery(rows.annotate(total=Sum(what)).values("total"), output_field=BigIntegerField()), 0)


def open_sales(mart: Mart) -> QuerySet[Receivable]:
    """Parts whose money has not all come, the oldest first, with who sold and who made them; `balance` is what is open.

    Those of the mart at most; narrow it down by party.
    """
    rows = Receivable.objects.filter(OPEN, mart=mart).annotate(balance=BALANCE)
    return rows.select_related("party", "part__order", "part__maker__block").order_by("sold_at", "pk")


def sales_holding(mart: Mart, words: str) -> QuerySet[Receivable]:
    """Parts sold elsewhere, settled or not, whose number is or begins so, or whose number at the party's is `words`."""
    rows = Receivable.objects.filter(mart=mart).annotate(balance=BALANCE)
    # One look-up each: an OR over joins reads every part.
    orders = orders_called(mart, words)
    return (
        rows.filter(part__order__in=orders)
        .select_related("party", "part__order", "part__maker__block")
        .order_by("-sold_at", "pk")
    )


def late_sales(mart: Mart) -> QuerySet[Receivable]:
    """Those whose money has not come LATE_DAYS after the delivery."""
    return open_sales(mart).filter(sold_at__lt=start_of(today() - timedelta(days=LATE_DAYS)))


def part_told(mart: Mart, *, number: str, channel: str | None = None, account: str | None = None) -> list[Part]:
    """The parts a line of a statement may mean: by our own number, or its order's here or at the party's.

    A cancelled part is left out beside others of its order, but not where the number is that of several orders: which
    of them is meant is for who reads the statement to say, with the channel and account.
    """
    parts = Part.objects.filter(mart=mart, order__pays=Order.Pays.ELSEWHERE)
    if channel is not None:
        parts = parts.filter(order__channel=channel)
    if account is not None:
        parts = parts.filter(order__account=account)
    parts = parts.select_related("mart", "order").order_by("pk")
    if own := list(parts.filter(number=number)):
        return own
    # One look-up each: an OR over them reads every part.
    found = {part.pk: part for part in parts.filter(order__mart=mart, order__number=number)}
    found |= {part.pk: part for part in parts.filter(order__mart=mart, order__external_id=number)}
    if len({part.order_id for part in found.values()}) > 1:
        return list(found.values())
    return [part for part in found.values() if part.state != Part.State.CANCELLED]


def tax_credits(mart: Mart, *, start: date, end: date) -> list[dict[str, object]]:
    """What parties took in sellers' names from `start` to `end`, by seller, party and month (paise)."""
    rows = Settlement.objects.filter(Q(day__gte=start, day__lte=end), mart=mart, taken_back_at=None)
    rows = rows.exclude(tcs_paise=0, tds_paise=0)
    # Of one whose maker was merged since, the number it had.
    rows = rows.annotate(gstin=Coalesce(NullIf("part__seller__gstin", Value("")), "part__seller__gstin_before"))
    seller = ("part__seller__legal_name", "gstin", "part__seller__pan")
    grouped = rows.annotate(month=TruncMonth("day")).values(
        "part__seller_id", *seller, "party_id", "party__channel", "party__account", "party__name", "month"
    )
    summed = grouped.annotate(tcs=Sum("tcs_paise"), tds=Sum("tds_paise"))
    return [dict(row) for row in summed.order_by("part__seller__legal_name", "part__seller_id", "month", "party_id")]
