"""A maker's account month by month: what stood there, what came and went, what stands there now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Q, QuerySet, Sum

from haat.core.dates import day_of, start_of, today
from haat.ledger.models import Account, Due, Payout, Share, Transfer
from haat.makers.models import Maker
from haat.orders.models import Part

EARNED, BACK, PAID, BANK_BACK = "earned", "back", "paid", "bank_back"
# Between two makers that were found to be one, or two again: it came to her, or went to the other.
TAKEN_OVER, GIVEN_OVER, MOVED = "taken_over", "given_over", "due-moved:"
MOST_MONTHS = 12


@dataclass(frozen=True)
class Entry:
    """One movement of her account: `amount_paise` came (or went, below zero), and `balance_paise` stood there then."""

    at: datetime
    kind: str
    amount_paise: int
    balance_paise: int
    part: Part | None
    payout: Payout | None

    @property
    def out_paise(self) -> int:
        """What went."""
        return max(0, -self.amount_paise)


@dataclass(frozen=True)
class Book:
    """A month of a maker's account, exact to the paisa."""

    month: date
    opening_paise: int
    entries: list[Entry]
    closing_paise: int


def next_month(month: date) -> date:
    """The first day of the month after."""
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def _moves(maker: Maker) -> "QuerySet[Transfer]":
    own = Account.objects.filter(mart=maker.mart_id, kind=Account.Kind.MAKER_DUE, owner_id=maker.pk)
    return Transfer.objects.filter(Q(debit__in=own) | Q(credit__in=own))


def months_of(maker: Maker) -> list[date]:
    """The months of her passbook, this one first: since her first earnings, at most MOST_MONTHS."""
    first = _moves(maker).aggregate(first=Min("at"))["first"]
    if first is None:
        return []
    month, found = day_of(first).replace(day=1), []
    while month <= today():
        found.append(month)
        month = next_month(month)
    return found[::-1][:MOST_MONTHS]


def book_of(maker: Maker, month: date) -> Book:
    """The month that begins on `month`: four queries, however much happened in it, and one where dues were moved."""
    rows, start, end = _moves(maker), start_of(month), start_of(next_month(month))
    hers = Q(credit__kind=Account.Kind.MAKER_DUE, credit__owner_id=maker.pk)
    before = rows.filter(at__lt=start).aggregate(
        came=Sum("amount_paise", filter=hers), went=Sum("amount_paise", filter=~hers)
    )
    opening = balance = (before["came"] or 0) - (before["went"] or 0)
    entries = []
    found = rows.filter(at__gte=start, at__lt=end).select_related("credit", "part", "payout__run")
    moves = list(found.prefetch_related("payout__dues__part").order_by("at", "pk"))
    parts = _parts_moved(moves)
    for row in moves:
        came = row.credit.kind == Account.Kind.MAKER_DUE and row.credit.owner_id == maker.pk
        amount = row.amount_paise if came else -row.amount_paise
        balance += amount
        part = row.part or parts.get(row.cause)
        entries.append(Entry(row.at, _kind(row, came=came), amount, balance, part, row.payout))
    return Book(month, opening, entries, balance)


def _kind(row: Transfer, *, came: bool) -> str:
    if row.payout_id is not None:
        return BANK_BACK if came else PAID
    if row.cause.startswith(MOVED):
        return TAKEN_OVER if came else GIVEN_OVER
    return EARNED if came else BACK


def _parts_moved(rows: Iterable[Transfer]) -> dict[str, Part]:
    """Cause → the part whose due was moved by it."""
    dues = {row.cause: int(row.cause.split(":")[1]) for row in rows if row.cause.startswith(MOVED)}
    if not dues:
        return {}
    found = Due.objects.select_related("part").in_bulk(set(dues.values()))
    return {cause: found[due].part for cause, due in dues.items() if due in found}


def shares_in(member_ids: Iterable[int], month: date) -> "QuerySet[Share]":
    """Members' shares of what the bank paid in a month, the oldest first."""
    start, end = start_of(month), start_of(next_month(month))
    rows = Share.objects.filter(member_id__in=list(member_ids), payout__paid_at__gte=start, payout__paid_at__lt=end)
    return rows.select_related("payout", "member").order_by("payout__paid_at", "pk")
