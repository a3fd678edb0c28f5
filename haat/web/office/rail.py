"""The list of work beside every page of the desk: only rooms this person may enter, with what waits in each."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from haat.catalogue.models import Good
from haat.delivery.models import Parcel
from haat.delivery.rules import WAITING
from haat.ledger.models import PayoutRun
from haat.makers.models import Maker
from haat.orders.models import SellerOrder
from haat.payments.models import Payment
from haat.people.rules import can, scope
from haat.places.models import Mart, Place
from haat.web.ui.request import Request

# name of the room, where it begins, the deed that opens it
ROOMS: tuple[tuple[str, "str | Promise", str, str], ...] = (
    ("today", _("Today"), "office:today", "see_office"),
    ("makers", _("Makers"), "office:makers", "see_makers"),
    ("goods", _("Goods"), "office:goods", "see_goods"),
    ("orders", _("Orders"), "office:orders", "see_orders"),
    ("delivery", _("Delivery"), "office:rounds", "see_rounds"),
    ("money", _("Money"), "office:money", "see_money"),
    ("review", _("Review"), "office:review", "see_review"),
)
_GOING = (SellerOrder.State.PLACED, SellerOrder.State.ACCEPTED)


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of `rows` belong to the outer mart, as a part of one statement."""
    counted = rows.filter(mart=OuterRef("pk")).order_by().values("mart").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def counts(mart: Mart, place: Place) -> dict[str, int]:
    """What waits in each room at or below `place`; one query."""
    makers = Maker.objects.filter(place.range("block__path"), state=Maker.State.ENROLLED)
    goods = Good.objects.filter(place.range("maker__block__path"), state=Good.State.WAITING)
    orders = SellerOrder.objects.filter(place.range("maker__block__path"), state__in=_GOING)
    parcels = Parcel.objects.filter(state__in=WAITING, part__state=SellerOrder.State.PACKED)
    rooms = {
        "makers": makers,
        "goods": goods,
        "orders": orders,
        "delivery": parcels,
        "claims": Payment.objects.filter(state=Payment.State.CLAIMED),
        "runs": PayoutRun.objects.filter(state=PayoutRun.State.PROPOSED),
    }
    found: dict[str, int] = Mart.objects.values(**{f"in_{room}": _count(rows) for room, rows in rooms.items()}).get(
        pk=mart.pk
    )  # type: ignore[assignment]
    return {room: found[f"in_{room}"] for room in rooms}


def rail(request: Request, current: str) -> list[dict[str, Any]]:
    """The rooms for `office_base.html`: {name, url, count, current}; empty for who may not see the office."""
    place = scope(request.user, request.mart)
    if place is None:
        return []
    found = counts(request.mart, place)
    found["money"] = found["claims"] + found["runs"]
    return [
        {"name": name, "url": reverse(url), "count": found.get(room) or "", "current": room == current}
        for room, name, url, deed in ROOMS
        if can(request.user, deed, mart=request.mart)
    ]
