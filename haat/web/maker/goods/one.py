"""One good of hers: what it brings, how many there are, its price and words, rest and back."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from haat.catalogue.models import Good
from haat.catalogue.queries import goods_of, last_changes
from haat.core.dates import today
from haat.orders.queries import Sold, sold_of
from haat.pricing.queries import Worth, worths_of
from haat.web.maker.base.acting import for_maker, page
from haat.web.maker.base.request import Request
from haat.web.maker.goods.rows import Asked, Row, S, Size, rows_of, said_of
from haat.web.maker.goods.selling import selling
from haat.web.ui.dates import month
from haat.web.ui.found import one_or_404
from haat.web.ui.sending import nonce


@dataclass(frozen=True)
class Brought:
    """What a good brought its maker this month, and how many were sold in the last."""

    month: str
    now: Sold
    last_month: str
    before: Sold


def one(request: Request, pk: int) -> Good:
    """A good of hers; 404 for all others."""
    return one_or_404(goods_of(request.acting.maker), pk=pk)


@require_safe
@for_maker
def good(request: Request, pk: int) -> HttpResponse:
    """One good: its state and reasons, its sizes with pieces and price, rest and back."""
    return one_page(request, one(request, pk))


def one_page(request: Request, good: Good, **wrong: str) -> HttpResponse:
    """The page of one good, with what was refused at its field."""
    maker = request.acting.maker
    good.maker, good.mart = maker, maker.mart
    row = rows_of(maker, [good])[0]
    context: dict[str, Any] = {"row": row, "nonce": nonce(), "wrong": wrong, "typed": request.POST}
    context |= {"changes": _changes(good), "worth": _worth(row), "brought": _brought(good), "said": _words(row)}
    context["selling"] = selling(row)
    return page(request, "goods/good", status=422 if wrong else 200, **context)


def _changes(good: Good) -> list[Asked]:
    """What she wants changed of a good in the shop: what waits, and what came back with the desk's words."""
    if good.state not in (S.LIVE, S.PAUSED):
        return []
    return [Asked(change, said_of(change)) for change in last_changes(good)]


def _worth(row: Row) -> tuple[Size, Worth] | None:
    """Of the first size what it costs and what of that is hers; None where no rate is known."""
    found = worths_of(row.good) if row.first else {}
    worth = found.get(row.first.variant.pk) if row.first else None
    return (row.first, worth) if row.first and worth else None


def _brought(good: Good) -> Brought | None:
    """None while nothing was sold in these two months."""
    first = today().replace(day=1)
    last = (first - timedelta(days=1)).replace(day=1)
    now, before = sold_of(good, since=first), sold_of(good, since=last, until=first)
    return Brought(_name(first), now, _name(last), before) if now.pieces or before.pieces else None


def _name(day: date) -> str:
    """The month's name without its year: it is this one or the last."""
    return month(day).rpartition(" ")[0]


def _words(row: Row) -> str:
    """What is said about it in the language of its name as she reads it."""
    return next((text.description for text in row.good.texts.all() if text.language == row.name.language), "")
