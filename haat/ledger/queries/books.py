"""What a maker is owed, her passbook, the ageing of dues, payouts and papers, and the bank’s file."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from haat.core.dates import start_of, today
from haat.core.prepared import Prepared, Slot
from haat.delivery.models import Round
from haat.ledger.models import Account, Due, Invoice, Payout, PayoutRun, Share, Transfer
from haat.ledger.queries.others import not_come
from haat.makers.models import Maker
from haat.makers.queries import one_with
from haat.orders.models import Order, Part, Return, ReturnLine
from haat.people.models import User
from haat.people.rules import scope
from haat.places.models import Mart, Place

# Days since delivery: (least, most); the last is open.
BUCKETS: tuple[tuple[int, int | None], ...] = ((0, 2), (3, 7), (8, 15), (16, None))

# What a spreadsheet would take for the head of a formula.
FORMULA = "=+-@ \t\r\n"


@dataclass(frozen=True)
class Owed:
    """What a maker is owed now (paise): ready to be paid, not yet, and on its way.

    Waiting is what a buyer may still send back, or has asked to, and what a party has not paid yet: `elsewhere_paise`.
    `next_day` is the first day on which some of it may be paid; None when nothing waits for a day.
    """

    ready_paise: int
    waiting_paise: int
    on_the_way_paise: int
    next_day: date | None
    elsewhere_paise: int = 0
    # Of what is on its way: what was proposed and no second person has released yet.
    unsigned_paise: int = 0

    @property
    def sent_paise(self) -> int:
        """What has gone to the bank."""
        return self.on_the_way_paise - self.unsigned_paise

    @property
    def last_return_day(self) -> date | None:
        """The last day on which the buyer of what comes next may send it back."""
        return self.next_day - timedelta(days=1) if self.next_day else None

    @property
    def here_paise(self) -> int:
        """What waits for the buyers, not for a party's money."""
        return self.waiting_paise - self.elsewhere_paise

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


def coming_back() -> Q:
    """Dues of which a buyer asked to send pieces back, until the books have answered: no payout may hold one.

    Answered is: refused; or taken back from the maker, or borne by the mart when her money had already left. Pieces
    that came free have nothing to take back.
    """
    of_return = Concat(Value("return:"), Cast(OuterRef("pk"), CharField()), Value(":"), output_field=CharField())
    of_part = Concat(Value("returned:"), Cast(OuterRef("part"), CharField()), Value(":"), output_field=CharField())
    told = Transfer.objects.filter(part=OuterRef("part"))
    booked = told.filter(Q(cause__startswith=of_return) | Q(cause__startswith=of_part))
    worth = ReturnLine.objects.filter(ret=OuterRef("pk"), line__goods_paise__gt=0)
    received = Q(Exists(worth), state=Return.State.RECEIVED) & ~Exists(booked)
    of_due = Return.objects.filter(part=OuterRef("part"))
    return Q(Exists(of_due.filter(Q(state=Return.State.ASKED) | received)))


def answered(ret: Return) -> bool:
    """Whether the books have taken back what a return brought; 0.1.0 told it by the part."""
    told = Q(cause__startswith=f"{ret.cause}:") | Q(cause__startswith=f"returned:{ret.part_id}:")
    return Transfer.objects.filter(told, part=ret.part_id).exists()


def owed(maker: Maker) -> Owed:
    """What `maker` is owed; one query."""
    day, sums, next_day = today(), {"ready": 0, "waiting": 0, "way": 0, "elsewhere": 0, "unsigned": 0}, None
    for state, pay_from, amount, back, elsewhere, payout in (
        Due.objects.filter(maker=maker, amount_paise__gt=0)
        .exclude(state__in=(Due.State.PAID, Due.State.TAKEN_BACK))
        .annotate(back=coming_back(), elsewhere=not_come())
        .values_list("state", "pay_from", "amount_paise", "back", "elsewhere", "payout__state")
    ):
        if state == Due.State.IN_PAYOUT:
            sums["way"] += amount
            sums["unsigned"] += amount if payout == Payout.State.PROPOSED else 0
        elif back or elsewhere:
            sums["waiting"] += amount
            sums["elsewhere"] += 0 if back else amount
        elif pay_from <= day:
            sums["ready"] += amount
        else:
            sums["waiting"] += amount
            next_day = min(next_day or pay_from, pay_from)
    return Owed(sums["ready"], sums["waiting"], sums["way"], next_day, sums["elsewhere"], sums["unsigned"])


def passbook(maker: Maker) -> QuerySet[Due]:
    """A maker's dues, newest first, each with its part, lines and payout: her money order by order.

    `back` is true on one whose goods are `coming_back`, `elsewhere` on one whose party has not paid. What was paid to
    a maker that was found to be this one stands here too.
    """
    return (
        Due.objects.filter(maker__in=one_with(maker).values("pk"))
        .annotate(back=coming_back(), elsewhere=not_come())
        .select_related("part__order", "part__receivable__party", "payout__run")
        .prefetch_related("part__lines")
        .order_by("-earned_at", "-pk")
    )


def shares_of(member_ids: Iterable[int]) -> QuerySet[Share]:
    """Members' shares, newest first."""
    return Share.objects.filter(member_id__in=list(member_ids)).select_related("payout__maker").order_by("-pk")


def shares_to_give(maker: Maker) -> QuerySet[Share]:
    """Members' shares of a group that are not given yet, or that she says she has not got; the oldest payout first."""
    rows = Share.objects.filter(Q(given_at=None) | Q(disputed_at__isnull=False))
    rows = rows.filter(payout__maker__in=one_with(maker).values("pk"))
    return rows.select_related("payout", "member").order_by("payout", "pk")


def unpaid(mart: Mart, place: Place | None = None) -> QuerySet[Due]:
    """What is owed to makers: dues not yet with them (earned, or in a payout the bank has not confirmed)."""
    rows = Due.objects.filter(mart=mart, state__in=(Due.State.EARNED, Due.State.IN_PAYOUT), amount_paise__gt=0)
    return rows.filter(place.reach(mart, "maker__block")) if place else rows


def in_payouts(mart: Mart) -> tuple[int, int]:
    """(paise proposed and not released, paise released and not yet paid by the bank); one query."""
    rows = unpaid(mart).filter(state=Due.State.IN_PAYOUT).values_list("payout__state")
    found = dict(rows.annotate(total=Sum("amount_paise")).order_by())
    return int(found.get(Payout.State.PROPOSED) or 0), int(found.get(Payout.State.SENT) or 0)


def ripe(mart: Mart) -> QuerySet[Due]:
    """Dues in no payout whose days of return are over, which nobody asked to send back, and whose money has come.

    What came free is owed to nobody, and is in no payout ever.
    """
    rows = Due.objects.filter(~coming_back(), ~not_come(), mart=mart, amount_paise__gt=0)
    return rows.filter(state=Due.State.EARNED, pay_from__lte=today())


def payable(mart: Mart) -> QuerySet[Due]:
    """What a payout run takes today: ripe dues of makers whose bank account the desk has confirmed."""
    return ripe(mart).filter(maker__bank__confirmed=True)


def unripe(mart: Mart) -> list[dict[str, object]]:
    """Dues a buyer may still send back, by the day they may be paid from: pay_from, paise, orders."""
    rows = Due.objects.filter(~coming_back(), ~not_come(), mart=mart, state=Due.State.EARNED)
    rows = rows.filter(pay_from__gt=today(), amount_paise__gt=0)
    counted = rows.values("pay_from").annotate(paise=Sum("amount_paise"), orders=Count("pk"))
    return [dict(row) for row in counted.order_by("pay_from")]


def held_back(mart: Mart) -> int:
    """Paise of dues in no payout because their buyers asked to send the goods back."""
    rows = Due.objects.filter(coming_back(), mart=mart, state=Due.State.EARNED)
    return int(rows.aggregate(total=Sum("amount_paise"))["total"] or 0)


def ageing(mart: Mart, place: Place | None = None) -> list[AgeingRow]:
    """How long makers have waited for their money, by BUCKETS; one query."""
    each = {f"p{index}": Sum("amount_paise", filter=_aged(*bucket)) for index, bucket in enumerate(BUCKETS)}
    sums: dict[str, Sum | Count] = {}
    for index in range(len(BUCKETS)):
        sums[f"paise{index}"] = Sum(f"p{index}", default=0)
        sums[f"makers{index}"] = Count(f"p{index}")
    found = unpaid(mart, place).order_by().values("maker_id").annotate(**each).aggregate(**sums)
    return [
        AgeingRow(least, most, int(found[f"paise{index}"]), found[f"makers{index}"])
        for index, (least, most) in enumerate(BUCKETS)
    ]


def _aged(least: int, most: int | None) -> Q:
    """Earned so many days ago, as India counts them."""
    day = today()
    within = Q() if most is None else Q(earned_at__gte=start_of(day - timedelta(days=most)))
    return within & Q(earned_at__lt=start_of(day - timedelta(days=least - 1))) if least else within


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


def balances(mart: Mart, kinds: Iterable[str] | None = None) -> dict[str, int]:
    """The balance of these account kinds of a mart, or of all (paise); all of a kind stand on the same side."""
    rows = Account.objects.filter(mart=mart).order_by().values_list("kind")
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    summed = rows.annotate(debits=Sum("debits_paise"), credits=Sum("credits_paise"))
    return {kind: abs(int(debits) - int(credits)) for kind, debits, credits in summed}


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
    """What riders still owe of closed rounds, the oldest first; one query."""
    return [Missing(row, int(row.missing)) for row in short_rounds(mart)]


def short_rounds(mart: Mart) -> QuerySet[Any]:
    """Closed rounds whose cash is not all at the desk, the oldest first, with how much is `missing` (paise)."""
    later = Transfer.objects.filter(round=OuterRef("pk")).order_by().values("round")
    brought = Coalesce(Subquery(later.annotate(total=Sum("amount_paise")).values("total")), 0)
    short = Round.objects.filter(mart=mart, state=Round.State.CLOSED, counted_paise__lt=F("cash_paise"))
    rows = short.annotate(missing=F("cash_paise") - F("counted_paise") - brought).filter(missing__gt=0)
    return rows.select_related("rider").order_by("closed_at", "pk")


def missing_of(round: Round) -> int:
    """What is still missing of a round's cash (paise); 0 until it is closed."""
    if round.state != Round.State.CLOSED:
        return 0
    brought = Transfer.objects.filter(round=round).aggregate(total=Sum("amount_paise", default=0))["total"]
    return round.cash_paise - (round.counted_paise or 0) - int(brought)


def papers_of(part: Part) -> QuerySet[Invoice]:
    """The invoice or bill of a part and what followed it, in the order they were written."""
    return Invoice.objects.filter(part=part).order_by("pk")


def papers_of_order(order: Order) -> QuerySet[Invoice]:
    """The papers of all parts of an order, in the order they were written."""
    return Invoice.objects.filter(part__order=order).order_by("pk")


def papers_by_part(order: Order) -> dict[int, list[Invoice]]:
    """The same by part, without what is printed on them."""
    found: dict[int, list[Invoice]] = {}
    for paper in _papers.all(order=order.pk):
        found.setdefault(paper.part_id, []).append(paper)
    return found


@Prepared
def _papers() -> QuerySet[Invoice]:
    return Invoice.objects.filter(part__order=Slot("order", BigIntegerField())).defer("facts").order_by("pk")


def papers_visible_to(user: User, mart: Mart) -> QuerySet[Invoice]:
    """Papers of makers within the place at which `user` may see orders; none for everybody else."""
    place = scope(user, mart, "see_orders")
    if place is None:
        return Invoice.objects.none()
    papers = Invoice.objects.filter(place.reach(mart, "part__maker__block"), mart=mart)
    return papers.select_related("mart", "part__order")


def first_paper(note: Invoice) -> Invoice | None:
    """The invoice or bill that a credit note takes back."""
    return Invoice.objects.filter(part=note.part_id).exclude(kind=Invoice.Kind.CREDIT_NOTE).order_by("pk").first()


def runs_of(mart: Mart) -> QuerySet[PayoutRun]:
    """The mart's payout runs, the newest first."""
    return PayoutRun.objects.filter(mart=mart).select_related("mart").order_by("-pk")


def to_release(mart: Mart) -> QuerySet[PayoutRun]:
    """The mart's runs that wait for a second person."""
    return PayoutRun.objects.filter(mart=mart, state=PayoutRun.State.PROPOSED)


def payouts_of(mart: Mart) -> QuerySet[Payout]:
    """The mart's payouts, with maker and run."""
    return Payout.objects.filter(mart=mart).select_related("mart", "maker", "run")


def settled_payouts(maker: Maker) -> QuerySet[Payout]:
    """What the bank has answered of a maker's payouts, the newest first."""
    answered = Payout.objects.filter(state__in=(Payout.State.PAID, Payout.State.FAILED))
    return answered.filter(maker__in=one_with(maker).values("pk")).order_by("-pk")


def last_failed(maker: Maker) -> Payout | None:
    """The payout the bank sent back last."""
    return Payout.objects.filter(maker=maker, state=Payout.State.FAILED).order_by("-sent_at").first()
