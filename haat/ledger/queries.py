"""Reading the books: what a maker is owed, her passbook, the ageing of dues, and the bank's file."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, QuerySet, Sum

from haat.core.dates import day_of, start_of, today
from haat.ledger.models import Account, Due, Payout, PayoutRun, Share
from haat.makers.models import Maker
from haat.places.models import Mart, Place

# Days since delivery: (least, most); the last is open.
BUCKETS: tuple[tuple[int, int | None], ...] = ((0, 2), (3, 7), (8, 15), (16, None))

# What a spreadsheet would take for the head of a formula.
FORMULA = "=+-@ \t\r\n"


@dataclass(frozen=True)
class Owed:
    """What a maker is owed now (paise): ready to be paid, still within the days of return, and on its way."""

    ready_paise: int
    waiting_paise: int
    on_the_way_paise: int
    next_day: date | None

    @property
    def total_paise(self) -> int:
        return self.ready_paise + self.waiting_paise + self.on_the_way_paise


@dataclass(frozen=True)
class AgeingRow:
    """Dues between two ages in days, their sum (paise) and how many makers wait."""

    least: int
    most: int | None
    paise: int
    makers: int


def owed(maker: Maker) -> Owed:
    """What `maker` is owed; one query."""
    day, sums, next_day = today(), {"ready": 0, "waiting": 0, "way": 0}, None
    for state, pay_from, amount in (
        Due.objects.filter(maker=maker)
        .exclude(state__in=(Due.State.PAID, Due.State.TAKEN_BACK))
        .values_list("state", "pay_from", "amount_paise")
    ):
        if state == Due.State.IN_PAYOUT:
            sums["way"] += amount
        elif pay_from <= day:
            sums["ready"] += amount
        else:
            sums["waiting"] += amount
            next_day = min(next_day or pay_from, pay_from)
    return Owed(sums["ready"], sums["waiting"], sums["way"], next_day)


def passbook(maker: Maker) -> QuerySet[Due]:
    """A maker's dues, newest first, each with its seller order, lines and payout: her money order by order."""
    return (
        Due.objects.filter(maker=maker)
        .select_related("part__order", "payout__run")
        .prefetch_related("part__lines")
        .order_by("-earned_at", "-pk")
    )


def shares_of(member_ids: Iterable[int]) -> QuerySet[Share]:
    """Members' shares, newest first."""
    return Share.objects.filter(member_id__in=list(member_ids)).select_related("payout__maker").order_by("-pk")


def unpaid(mart: Mart, place: Place | None = None) -> QuerySet[Due]:
    """Dues not yet with the maker (earned, or in a payout the bank has not confirmed)."""
    rows = Due.objects.filter(mart=mart, state__in=(Due.State.EARNED, Due.State.IN_PAYOUT))
    return rows.filter(place.range("maker__place__path")) if place else rows


def ageing(mart: Mart, place: Place | None = None) -> list[AgeingRow]:
    """How long makers have waited for their money, by BUCKETS; one query."""
    day = today()
    found: list[tuple[int, int, set[int]]] = [(i, 0, set()) for i in range(len(BUCKETS))]
    for earned_at, maker_id, amount in unpaid(mart, place).values_list("earned_at", "maker_id", "amount_paise"):
        age = max(0, (day - day_of(earned_at)).days)
        index = next(i for i, (_least, most) in enumerate(BUCKETS) if most is None or age <= most)
        number, paise, makers = found[index]
        makers.add(maker_id)
        found[index] = (number, paise + amount, makers)
    return [
        AgeingRow(least, most, paise, len(makers))
        for (least, most), (_number, paise, makers) in zip(BUCKETS, found, strict=True)
    ]


def payables(mart: Mart) -> list[dict[str, object]]:
    """Makers whose money may be paid today: maker, paise, orders, oldest day, and whether a bank account is known."""
    rows = (
        Due.objects.filter(mart=mart, state=Due.State.EARNED, pay_from__lte=today())
        .values(
            "maker_id",
            "maker__names",
            "maker__slug",
            "maker__phone",
            "maker__block__names",
            "maker__bank__ifsc",
        )
        .annotate(paise=Sum("amount_paise"), orders=Count("pk"), oldest=Min("earned_at"))
        .order_by("oldest", "maker_id")
    )
    return [dict(row) for row in rows]


def balances(mart: Mart) -> dict[str, int]:
    """Every account kind's balance of a mart (paise)."""
    totals: dict[str, int] = {}
    for row in Account.objects.filter(mart=mart):
        totals[row.kind] = totals.get(row.kind, 0) + row.balance_paise
    return totals


def bank_file(run: PayoutRun) -> bytes:
    """The NEFT upload of a released run: UTF-8 CSV, one payout a line, amounts in rupees with two decimals."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Payout", "Beneficiary name", "Account number", "IFSC", "Amount", "Narration"])
    for payout in run.payouts.filter(state__in=(Payout.State.SENT, Payout.State.PAID)).order_by("pk"):
        rupees = f"{payout.amount_paise // 100}.{payout.amount_paise % 100:02d}"
        name = payout.holder.lstrip(FORMULA)
        writer.writerow(
            [
                f"{run.number}-{payout.pk}",
                name,
                payout.account_number,
                payout.ifsc,
                rupees,
                f"{run.number} sales",
            ]
        )
    return out.getvalue().encode()


def reached_between(mart: Mart, start: date, end: date) -> int:
    """Paise that reached makers' accounts from `start` up to and without `end`."""
    paid = Payout.objects.filter(mart=mart, state=Payout.State.PAID)
    rows = paid.filter(paid_at__gte=start_of(start), paid_at__lt=start_of(end))
    return int(rows.aggregate(total=Sum("amount_paise"))["total"] or 0)


def late_since(days: int) -> date:
    """Dues earned before this day have waited more than `days`."""
    return today() - timedelta(days=days)
