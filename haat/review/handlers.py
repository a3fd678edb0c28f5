"""Facts follow what happens: the makers' days touched by events are made anew, each once for all that touched it."""

from collections.abc import Iterator

from django.db.models import QuerySet

from haat.core.dates import day_of
from haat.core.events import subscribe
from haat.core.models import Event
from haat.ledger.models import Payout
from haat.orders.models import Part
from haat.review import facts


def _refresh_parts(parts: "QuerySet[Part]") -> None:
    facts.refresh_many(_days(parts))


def _days(parts: "QuerySet[Part]") -> Iterator[facts.MakerDay]:
    for maker_id, *moments in parts.values_list("maker_id", "placed_at", "delivered_at"):
        yield from ((maker_id, day_of(moment)) for moment in moments if moment is not None)


@subscribe("orders.placed", "orders.grown", "orders.paid", "orders.promised", many=True)
def count_order(events: list[Event]) -> None:
    """Orders were placed, grew or were paid for: every maker in them."""
    _refresh_parts(Part.objects.filter(order__in={event.subject_id for event in events}))


@subscribe("orders.delivered", "orders.cancelled", "orders.divided", "orders.return_received", many=True)
def count_part(events: list[Event]) -> None:
    """Parts changed."""
    _refresh_parts(Part.objects.filter(pk__in={event.subject_id for event in events}))


@subscribe("orders.handed_on", many=True)
def count_handed_on(events: list[Event]) -> None:
    """Open orders are another maker's now: the days of both."""
    placed = dict(Part.objects.filter(pk__in={event.subject_id for event in events}).values_list("pk", "placed_at"))
    facts.refresh_many(
        (event.data[word], day_of(placed[event.subject_id])) for event in events for word in ("was", "maker_id")
    )


@subscribe("ledger.payout_paid", many=True)
def count_payout(events: list[Event]) -> None:
    """Money reached makers."""
    paid = Payout.objects.filter(pk__in={event.subject_id for event in events}, paid_at__isnull=False)
    facts.refresh_many((maker_id, day_of(at)) for maker_id, at in paid.values_list("maker_id", "paid_at") if at)
