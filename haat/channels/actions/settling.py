"""Settlements read in and kept as they are, line by line; told twice they count once. Nothing is posted."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haat.channels.channel import Keys, Line
from haat.channels.finances import Amount, Closed, Finances, Unreadable
from haat.channels.finances import Settlement as Told
from haat.channels.models import Account, Sale, Settlement, SettlementLine
from haat.core.actor import MACHINE, Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import batches, insert_many, insert_new, update

log = structlog.get_logger("haat.channels")
LOOKS_BACK = timedelta(days=90)
MOST_LINES = 200_000
MOST = 2**63 - 1  # what a row holds of an amount
MOST_PIECES = 2**31 - 1


def read_closed(account: Account, folder: Finances, keys: Keys, line: Line, *, between: Callable[[], None]) -> int:
    """Read every settlement that was closed lately and is not kept yet; how many. Raises Trouble or Shut.

    `between` is called after each. What cannot be read is kept as that, and tried again the next time.
    """
    kept = Settlement.objects.filter(account=account, problem="").values_list("refs", flat=True)
    known, number = {ref for refs in kept for ref in refs}, 0
    for closed in folder.closed(timezone.now() - LOOKS_BACK, keys, line):
        if closed.key[:120] in known:
            continue
        try:
            told = folder.settled(closed, keys, line)
            if len(told.lines) > MOST_LINES:
                raise Unreadable("lines")
            keep(account, closed, told)
        except Unreadable as wrong:
            log.warning("settlement not read", account=account.pk, report=closed.key, why=str(wrong))
            _keep_unreadable(account, closed, str(wrong))
        number += 1
        between()
    _find_sales(account)
    return number


@transaction.atomic
def keep(account: Account, closed: Closed, told: Told, *, by: Actor = MACHINE) -> Settlement:
    """Keep one settlement with its lines; one of this number that is kept already stays as it is."""
    ref, key = closed.key[:120], _clean(told.key or closed.key, 120)
    Settlement.objects.filter(account=account, key=ref).exclude(problem="").delete()
    row = Settlement(mart_id=account.mart_id, account=account, key=key, refs=[ref], number=len(told.lines))
    row.currency, row.begins, row.ends, row.paid_on = _clean(told.currency, 8), told.begins, told.ends, told.paid_on
    row.begins, row.ends = row.begins or closed.begins, row.ends or closed.ends
    row.total_minor, row.lacks_minor = _bounded(told.total_minor), _bounded(told.lacks_minor)
    if not insert_new([row]):
        return _also_in(account, key, ref)
    orders = {each.order for each in told.lines if each.order}
    sales = {sale.external_id: sale.pk for sale in _sales(account, orders)}
    insert_many([_line(row, number, each, sales) for number, each in enumerate(told.lines, start=1)])
    said: dict[str, Any] = {"key": row.key, "currency": row.currency, "total_minor": row.total_minor}
    record("channels.settlement_read", account, by=by, **said, lines=row.number)
    return row


def _also_in(account: Account, key: str, ref: str) -> Settlement:
    """It stands in another report as well, which need not be read again."""
    row = hold(Settlement.objects.get(account=account, key=key))
    if ref not in row.refs:
        row.refs = [*row.refs, ref]
        update(row, "refs")
    return row


def _line(row: Settlement, number: int, told: Amount, sales: Mapping[str, int]) -> SettlementLine:
    return SettlementLine(
        settlement=row,
        number=number,
        kind=_clean(told.kind, 80),
        external_id=_clean(told.order, 60),
        item=_clean(told.item, 60),
        sku=_clean(told.sku, 60),
        called=_clean(told.called, 80),
        described=_clean(told.described, 160),
        head=told.head,
        minor=_bounded(told.minor),
        quantity=told.quantity if told.quantity is not None and told.quantity <= MOST_PIECES else None,
        posted=told.posted,
        told={_clean(name, 80): _clean(value, 500) for name, value in told.told.items()},
        sale_id=sales.get(told.order),
    )


def _clean(text: str, most: int) -> str:
    return text.replace("\0", "")[:most]


def _bounded(amount: int | None) -> int | None:
    return amount if amount is not None and abs(amount) <= MOST else None


def _sales(account: Account, orders: set[str]) -> list[Sale]:
    found: list[Sale] = []
    for some in batches(sorted(orders)):
        found += Sale.objects.filter(account=account, external_id__in=some).only("pk", "external_id")
    return found


@transaction.atomic
def _keep_unreadable(account: Account, closed: Closed, why: str) -> None:
    """That there is one which cannot be read, and why; it counts once."""
    row = Settlement(mart_id=account.mart_id, account=account, key=closed.key[:120])
    row.begins, row.ends = closed.begins, closed.ends
    row.problem, row.said = Settlement.Problem.UNREADABLE, why[:300]
    if not insert_new([row]):
        Settlement.objects.filter(account=account, key=row.key).exclude(problem="").update(
            said=row.said, read_at=timezone.now()
        )


def _find_sales(account: Account) -> None:
    """Lines whose order came here after they did."""
    mine = Q(settlement__account=account, sale=None) & ~Q(external_id="")
    open_lines = SettlementLine.objects.filter(mine).order_by().values_list("external_id", flat=True)
    for sale in _sales(account, set(open_lines.distinct())):
        SettlementLine.objects.filter(mine, external_id=sale.external_id).update(sale=sale)


@transaction.atomic
def ask_for_settlements(account: Account, *, by: Actor) -> Account:
    """The next turn looks for settlements, also for those that could not be read. Asked twice, it looks once."""
    row = hold(account)
    row.settlements_at = None
    update(row, "settlements_at")
    return row
