"""What the desk's page of money shows: sums over what is owed now, and the makers it is owed to, a page at a time.

The rows are those of `ripe`, `unripe` and `held_back`, asked once for all: the few that are held are
found first, then every maker's ripe dues are summed in one statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from haat.core.dates import today
from haat.core.kept import Kept
from haat.ledger.models import Due, Payout, PayoutRun, Receivable
from haat.ledger.queries.books import AgeingRow, ageing, balances, coming_back, in_payouts, unpaid
from haat.ledger.queries.others import OPEN
from haat.makers.models import Maker
from haat.orders.models import Return
from haat.places.models import Mart


@dataclass(frozen=True)
class Ripe:
    """What may be paid of a maker's: paise, orders, since when, and whether her account is confirmed."""

    maker_id: int
    paise: int
    orders: int
    oldest: datetime
    confirmed: bool


@dataclass(frozen=True)
class Payee:
    """The same with the maker, and the IFSC of her account (empty when none is known)."""

    maker: Maker
    ripe: Ripe
    ifsc: str


@dataclass(frozen=True)
class Standing:
    """Where a mart's money stands (paise). `ready` and `held` are in the order in which makers wait, longest first.

    `held` waits for a confirmed account; `days` are what may be paid later: (day, paise, orders); `back` is held by
    buyers who send goods back, `elsewhere` by who sold them; `proposed` and `sent` are in payouts.
    """

    ready: tuple[Ripe, ...]
    held: tuple[Ripe, ...]
    days: tuple[tuple[date, int, int], ...]
    back_paise: int
    elsewhere_paise: int
    proposed_paise: int
    sent_paise: int
    balances: dict[str, int]
    ageing: tuple[AgeingRow, ...]

    @property
    def ready_paise(self) -> int:
        return sum(row.paise for row in self.ready)

    @property
    def held_paise(self) -> int:
        return sum(row.paise for row in self.held)

    @property
    def days_paise(self) -> int:
        return sum(paise for _day, paise, _orders in self.days)


STANDING: Kept[Standing] = Kept()


def standing(mart: Mart, kinds: Sequence[str]) -> Standing:
    """Where the mart's money stands, with the balances of these kinds of accounts; kept until something happens."""
    return STANDING.get(mart.pk, tuple(kinds), lambda: _standing(mart, kinds))


def _standing(mart: Mart, kinds: Sequence[str]) -> Standing:
    back = _coming_back(mart)
    earned = Due.objects.filter(mart=mart, state=Due.State.EARNED, amount_paise__gt=0).exclude(pk__in=list(back))
    free = earned.exclude(_not_come(mart))
    ripe = _ripe(free.filter(pay_from__lte=today()))
    later = free.filter(pay_from__gt=today()).order_by().values_list("pay_from")
    days = later.annotate(paise=Sum("amount_paise"), orders=Count("pk")).order_by("pay_from")
    proposed, sent = in_payouts(mart)
    return Standing(
        ready=tuple(row for row in ripe if row.confirmed),
        held=tuple(row for row in ripe if not row.confirmed),
        days=tuple((day, int(paise), orders) for day, paise, orders in days),
        back_paise=sum(paise for state, paise in back.values() if state == Due.State.EARNED),
        elsewhere_paise=_sum(earned.filter(_not_come(mart))),
        proposed_paise=proposed,
        sent_paise=sent,
        balances=balances(mart, kinds),
        ageing=tuple(ageing(mart)),
    )


def _sum(dues: QuerySet[Due]) -> int:
    return int(dues.aggregate(paise=Sum("amount_paise"))["paise"] or 0)


def _ripe(dues: QuerySet[Due]) -> list[Ripe]:
    rows = dues.order_by().values_list("maker_id", "maker__bank__confirmed")
    summed = rows.annotate(paise=Sum("amount_paise"), orders=Count("pk"), oldest=Min("earned_at"))
    return [
        Ripe(maker, int(paise), orders, oldest, bool(sure))
        for maker, sure, paise, orders, oldest in summed.order_by("oldest", "maker_id")
    ]


def payees(rows: Sequence[Ripe]) -> list[Payee]:
    """These with their makers; one statement."""
    makers = Maker.objects.select_related("block", "bank").in_bulk([row.maker_id for row in rows])
    found = []
    for row in rows:
        maker = makers[row.maker_id]
        bank = getattr(maker, "bank", None)
        found.append(Payee(maker, row, bank.ifsc if bank else ""))
    return found


def _coming_back(mart: Mart) -> dict[int, tuple[str, int]]:
    """Due → (state, paise) of those that a return holds: few, found from the returns."""
    asked = Return.objects.filter(mart=mart, state__in=(Return.State.ASKED, Return.State.RECEIVED))
    near = unpaid(mart).filter(part__in=asked.values("part")).order_by().values_list("pk", flat=True)
    rows = Due.objects.filter(coming_back(), pk__in=list(near))
    return {pk: (state, paise) for pk, state, paise in rows.values_list("pk", "state", "amount_paise")}


def _not_come(mart: Mart) -> Q:
    """Dues of the mart that are `not_come`, found from what is open."""
    open_ = Receivable.objects.filter(OPEN, mart=mart, part__due__amount_paise__gt=F("came_paise"))
    return Q(part__in=open_.order_by().values("part"))


def payouts_in(run: PayoutRun) -> QuerySet[Payout]:
    """The payouts of a run with their makers."""
    return Payout.objects.filter(run=run).select_related("maker__block")


def sums_of(run: PayoutRun) -> tuple[int, int, int]:
    """Of a run: paise, how many payouts, and how many of them the bank has not answered."""
    sent = Count("pk", filter=Q(state=Payout.State.SENT))
    found = Payout.objects.filter(run=run).aggregate(paise=Sum("amount_paise", default=0), all=Count("pk"), sent=sent)
    return int(found["paise"]), found["all"], found["sent"]


def run_totals(runs: Sequence[PayoutRun]) -> dict[int, int]:
    """Run → paise of its payouts; one statement."""
    rows = Payout.objects.filter(run__in=runs).order_by().values_list("run")
    return {run: int(paise) for run, paise in rows.annotate(paise=Sum("amount_paise"))}
