"""Facts follow what happens: the maker's days touched by an event are made anew."""

from haat.core.dates import day_of
from haat.core.events import subscribe
from haat.core.models import Event
from haat.ledger.models import Payout
from haat.makers.models import Maker
from haat.orders.models import Order, SellerOrder
from haat.review import facts


def _refresh_part(part: SellerOrder) -> None:
    facts.refresh(part.maker, day_of(part.placed_at))
    if part.delivered_at and day_of(part.delivered_at) != day_of(part.placed_at):
        facts.refresh(part.maker, day_of(part.delivered_at))


@subscribe("orders.placed", "orders.paid")
def count_order(event: Event) -> None:
    """An order was placed or paid for: every maker in it."""
    order = Order.objects.get(pk=event.subject_id)
    for part in order.parts.select_related("maker").order_by("pk"):
        _refresh_part(part)


@subscribe("orders.delivered", "orders.cancelled", "orders.return_received")
def count_part(event: Event) -> None:
    """A seller order changed."""
    _refresh_part(SellerOrder.objects.select_related("maker").get(pk=event.subject_id))


@subscribe("ledger.payout_paid")
def count_payout(event: Event) -> None:
    """Money reached a maker."""
    payout = Payout.objects.select_related("maker").get(pk=event.subject_id)
    if payout.paid_at:
        facts.refresh(Maker.objects.get(pk=payout.maker_id), day_of(payout.paid_at))
