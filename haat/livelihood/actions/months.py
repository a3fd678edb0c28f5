"""Months are made anew from what is owed and sold: told twice, they are the same."""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby

from django.db import transaction

from haat.core.imports import Progress
from haat.core.locks import hold_all
from haat.core.rows import batches, insert_many
from haat.livelihood.models import MonthWork
from haat.livelihood.reckoning import FIGURES, by_month, dues_between, lines_of
from haat.makers.models import Maker
from haat.places.models import Mart

MakerMonth = tuple[int, date]
AT_ONCE = 50
EVER = date(2000, 1, 1), date(9000, 1, 1)


def refresh(wanted: Iterable[MakerMonth]) -> int:
    """Make these makers' (by key) months (by their first day) anew, each once; answers how many rows stand."""
    rows = 0
    for month, pairs in groupby(sorted(set(wanted), key=lambda pair: (pair[1], pair[0])), key=lambda pair: pair[1]):
        for some in batches([maker_id for maker_id, _month in pairs], AT_ONCE):
            rows += _refresh_month(month, some)
    return rows


@transaction.atomic
def _refresh_month(month: date, maker_ids: Collection[int]) -> int:
    # Two workers at the same month take turns, so the later reading is the one that stays.
    makers = hold_all(Maker.objects.filter(pk__in=maker_ids))
    MonthWork.objects.filter(maker__in=makers, month=month).delete()
    return _write(makers, month, _next(month))


def _write(makers: Collection[Maker], start: date, end: date) -> int:
    marts = {maker.pk: maker.mart_id for maker in makers}
    dues = dues_between(marts, start, end)
    sums = by_month(dues, lines_of(dues))
    rows = [
        MonthWork(
            mart_id=marts[maker_id], maker_id=maker_id, month=month, **{name: getattr(each, name) for name in FIGURES}
        )
        for (maker_id, month), each in sorted(sums.items())
    ]
    insert_many(rows)
    return len(rows)


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def rebuild(marts: Iterable[Mart] | None = None, *, progress: Progress | None = None) -> int:
    """Make every month anew; answers how many rows stand. A mart's are replaced in one transaction."""
    rows = 0
    for mart in marts if marts is not None else Mart.objects.order_by("pk"):
        with transaction.atomic():
            makers, done = hold_all(Maker.objects.filter(mart=mart)), 0
            MonthWork.objects.filter(mart=mart).delete()
            for some in batches(makers, AT_ONCE):
                rows, done = rows + _write(some, *EVER), done + len(some)
                if progress is not None:
                    progress(done, len(makers))
    return rows
