"""Reading orders that came from elsewhere: lists, what waits, and how two tellings differ."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from haat.orders.facts import OWN_CHANNEL
from haat.orders.models import Arrival, ArrivedLine, Part
from haat.people.models import User
from haat.people.rules import scope
from haat.places.models import Mart, Place
from haat.pricing.models import FeeRule

WAITING = (Arrival.State.OPEN, Arrival.State.CHANGED)
OPEN_LINE = Q(lines__state=ArrivedLine.State.OPEN)


def arrivals_visible_to(user: User, mart: Mart) -> QuerySet[Arrival]:
    """All of the mart's for who may see the orders of all of it; within a block, those with a part of its makers."""
    place = scope(user, mart, "see_orders")
    if place is None:
        return Arrival.objects.none()
    rows = Arrival.objects.filter(mart=mart)
    if place.kind != Place.Kind.BLOCK:
        return rows
    theirs = Part.objects.filter(place.reach(mart, "maker__block"), order=OuterRef("order"))
    return rows.filter(Exists(theirs))


def listed(arrivals: QuerySet[Arrival]) -> QuerySet[Arrival]:
    """As a list shows them: with their orders, and how many lines there are and wait."""
    lines = ArrivedLine.objects.filter(arrival=OuterRef("pk")).order_by().values("arrival").annotate(n=Count("pk"))
    waiting = lines.filter(state=ArrivedLine.State.OPEN)
    counts = {name: Coalesce(Subquery(rows.values("n")), 0) for name, rows in (("count", lines), ("open", waiting))}
    return arrivals.select_related("order").annotate(**counts)


def waiting_within(mart: Mart, place: Place) -> QuerySet[Arrival]:
    """The mart's arrivals that wait for the desk; a block's people settle none."""
    if place.kind == Place.Kind.BLOCK:
        return Arrival.objects.none()
    return Arrival.objects.filter(mart=mart, state__in=WAITING)


def held_up(mart: Mart, state: str) -> QuerySet[Arrival]:
    """The mart's arrivals in this state, the oldest first, with what their open lines come to (`open_paise`)."""
    worth = Sum(F("lines__quantity") * F("lines__piece_paise"), filter=OPEN_LINE)
    return Arrival.objects.filter(mart=mart, state=state).annotate(open_paise=worth).order_by("came_at", "pk")


def whole(arrivals: QuerySet[Arrival]) -> QuerySet[Arrival]:
    """As its own page shows one: with its order, and its lines and what they became."""
    lines = ArrivedLine.objects.select_related("line__part").order_by("pk")
    return arrivals.select_related("order", "mart").prefetch_related(Prefetch("lines", lines))


def tellings(arrival: Arrival) -> list[Arrival]:
    """Every telling of the same order, the first first."""
    same = Arrival.objects.filter(
        mart=arrival.mart_id, channel=arrival.channel, account=arrival.account, external_id=arrival.external_id
    )
    return list(same.select_related("order").order_by("-first", "pk"))


def line_of(arrival: Arrival, pk: int) -> ArrivedLine | None:
    """A line of this arrival; None when it has none of this key."""
    return ArrivedLine.objects.filter(arrival=arrival, pk=pk).first()


def channels_of(mart: Mart) -> list[str]:
    """The channels this mart has sold in or has fees for, by their slugs."""
    came = Arrival.objects.filter(mart=mart).order_by().values_list("channel", flat=True).distinct()
    charged = FeeRule.objects.filter(mart=mart).order_by().values_list("channel", flat=True).distinct()
    return sorted({*came, *charged} - {OWN_CHANNEL})


def sources_of(mart: Mart) -> list[tuple[str, str]]:
    """(channel, account) of everybody elsewhere this mart has sold through; of whom it has fees for, no account."""
    came = Arrival.objects.filter(mart=mart).order_by().values_list("channel", "account").distinct()
    return sorted({*came, *((channel, "") for channel in channels_of(mart))})


def plain_rows(told: Any, at: str = "") -> list[tuple[str, str]]:
    """What was told, a row for each value: (`lines.1.sku`, `PERA-500`); places in lists are counted from one."""
    if isinstance(told, Mapping):
        pairs = [(str(key), value) for key, value in told.items()]
    elif isinstance(told, list):
        pairs = [(str(place), value) for place, value in enumerate(told, start=1)]
    else:
        return [(at, "" if told is None else str(told))]
    return [row for key, value in pairs for row in plain_rows(value, f"{at}.{key}" if at else key)]


def differences(first: Mapping[str, Any], other: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(field, as it was told first, as it was told then) of all that is not the same."""
    before, after = dict(plain_rows(first)), dict(plain_rows(other))
    return [
        (field, before.get(field, ""), after.get(field, ""))
        for field in dict.fromkeys([*before, *after])
        if before.get(field) != after.get(field)
    ]
