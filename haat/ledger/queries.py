"""Reading the books: what a maker is owed, her passbook, the ageing of dues, and the bank's file."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Min, QuerySet, Sum

from haat.core.dates import day_of, start_of, today
from haat.delivery.models import Round
from haat.ledger.models import Account, Due, Payout, PayoutRun, Share, Transfer
from haat.makers.models import Maker
from haat.places.models import Mart, Place

# Days since delivery: (least, most); the last is open.
BUCKETS: tuple[tuple[int, int | None], ...] = ((0, 2), (3, 7), (8, 15), (16, None))

# How the cause of a transfer begins that brings cash missing from a round: `missing:<round>:…`.
MISSING = "missing"

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
    """What is owed to makers: dues not yet with them (earned, or in a payout the bank has not confirmed)."""
    rows = Due.objects.filter(mart=mart, state__in=(Due.State.EARNED, Due.State.IN_PAYOUT))
    return rows.filter(place.range("maker__place__path")) if place else rows


def in_payouts(mart: Mart) -> tuple[int, int]:
    """(paise proposed and not released, paise released and not yet paid by the bank); one query."""
    rows = unpaid(mart).filter(state=Due.State.IN_PAYOUT).values_list("payout__state")
    found = dict(rows.annotate(total=Sum("amount_paise")).order_by())
    return int(found.get(Payout.State.PROPOSED) or 0), int(found.get(Payout.State.SENT) or 0)


def ripe(mart: Mart) -> QuerySet[Due]:
    """Dues whose days of return are over and which are in no payout."""
    return Due.objects.filter(mart=mart, state=Due.State.EARNED, pay_from__lte=today())


def payable(mart: Mart) -> QuerySet[Due]:
    """What a payout run takes today: ripe dues of makers whose bank account the desk has confirmed."""
    return ripe(mart).filter(maker__bank__confirmed=True)


def unripe(mart: Mart) -> list[dict[str, object]]:
    """Dues a buyer may still send back, by the day they may be paid from: pay_from, paise, orders."""
    rows = Due.objects.filter(mart=mart, state=Due.State.EARNED, pay_from__gt=today()).values("pay_from")
    counted = rows.annotate(paise=Sum("amount_paise"), orders=Count("pk"))
    return [dict(row) for row in counted.order_by("pay_from")]


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
    """Makers whose days of return are over: maker, paise, orders, oldest day, the bank account and if it is confirmed.

    Those with a confirmed account are `payable`; the others wait for it.
    """
    rows = (
        ripe(mart)
        .values(
            "maker_id",
            "maker__names",
            "maker__slug",
            "maker__phone",
            "maker__block__names",
            "maker__bank__ifsc",
            "maker__bank__confirmed",
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


def paid_under(mart: Mart, utr: str) -> bool:
    """Whether a payout was paid under this bank reference."""
    return Payout.objects.filter(mart=mart, utr=utr.upper()).exclude(utr="").exists()


def reached_between(mart: Mart, start: date, end: date) -> int:
    """Paise that reached makers' accounts from `start` up to and without `end`."""
    paid = Payout.objects.filter(mart=mart, state=Payout.State.PAID)
    rows = paid.filter(paid_at__gte=start_of(start), paid_at__lt=start_of(end))
    return int(rows.aggregate(total=Sum("amount_paise"))["total"] or 0)


def late_since(days: int) -> date:
    """Dues earned before this day have waited more than `days`."""
    return today() - timedelta(days=days)


@dataclass(frozen=True)
class Missing:
    """A closed round whose cash is not all at the desk, and how much is missing (paise)."""

    round: Round
    paise: int


def missing_cash(mart: Mart) -> list[Missing]:
    """What riders still owe of closed rounds, the oldest first; two queries."""
    rounds = list(
        Round.objects.filter(mart=mart, state=Round.State.CLOSED, counted_paise__lt=F("cash_paise"))
        .select_related("rider")
        .order_by("closed_at", "pk")
    )
    brought = _brought(mart) if rounds else {}
    found = [
        Missing(round, round.cash_paise - (round.counted_paise or 0) - brought.get(round.pk, 0)) for round in rounds
    ]
    return [row for row in found if row.paise > 0]


def missing_of(round: Round) -> int:
    """What is still missing of a round's cash (paise); 0 until it is closed."""
    if round.state != Round.State.CLOSED:
        return 0
    rows = Transfer.objects.filter(cause__startswith=f"{MISSING}:{round.pk}:")
    brought = int(rows.aggregate(total=Sum("amount_paise"))["total"] or 0)
    return round.cash_paise - (round.counted_paise or 0) - brought


def _brought(mart: Mart) -> dict[int, int]:
    sums: dict[int, int] = {}
    rows = Transfer.objects.filter(mart=mart, cause__startswith=f"{MISSING}:")
    for cause, amount in rows.values_list("cause", "amount_paise"):
        number = int(cause.split(":")[1])
        sums[number] = sums.get(number, 0) + amount
    return sums
