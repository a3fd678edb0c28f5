"""What the shelf does when something happened: it marks the goods concerned; a sweep brings them up to date.

Marking again changes nothing, and a sweep reads everything anew: events may come twice, late or in any order.
"""

from collections.abc import Iterable, Sequence

from haat.catalogue.models import Good
from haat.core.events import subscribe
from haat.core.models import Event
from haat.orders.models import OrderLine
from haat.places.models import Mart
from haat.shelf import build
from haat.shelf.counts import recount
from haat.shelf.marks import mark
from haat.shelf.models import Shelf


@subscribe(
    "catalogue.good_saved",
    "catalogue.answers_said",
    "catalogue.line_moved",
    "catalogue.kind_chosen",
    "catalogue.good_approved",
    "catalogue.good_sent_back",
    "catalogue.good_paused",
    "catalogue.good_resumed",
    many=True,
)
def good_changed(events: Sequence[Event]) -> None:
    """Goods came, went, or say something else now. Drafts concern nobody yet."""
    mark(_of_interest([event.subject_id for event in events]))


@subscribe(
    "catalogue.price_changed",
    "stock.counted",
    "stock.made",
    "stock.capacity_set",
    "stock.dispatched",
    "stock.received",
    "stock.missing_settled",
    "stock.selling_begun",
    "stock.selling_stopped",
    "orders.placed",
    "orders.grown",
    "orders.cancelled",
    "orders.pieces_home",
    "orders.return_received",
    "orders.rated",
    many=True,
)
def figures_changed(events: Sequence[Event]) -> None:
    """A price, what there is of a good, or what buyers say of it has changed; the events name the goods."""
    mark(_of_interest([good_id for event in events for good_id in _named(event)]))


def _named(event: Event) -> list[int]:
    named = event.data.get("good_ids") or [event.data.get("good_id") or event.data.get("good")]
    return [int(good_id) for good_id in named if good_id]


@subscribe("orders.delivered")
def sold(event: Event) -> None:
    """A part reached its buyer: its goods have been sold once more."""
    lines = OrderLine.objects.filter(part=event.data["part_id"])
    mark(_of_interest(lines.values_list("good_id", flat=True)))


@subscribe("makers.opened", "makers.paused", "makers.changed")
def maker_changed(event: Event) -> None:
    """A maker's goods come, go, or bear another name."""
    mark(_of_interest(Good.objects.filter(maker=event.subject_id).values_list("pk", flat=True)))


@subscribe("makers.seller_changed", "makers.document_decided")
def seller_changed(event: Event) -> None:
    """A seller has a GSTIN from now on, or none any more: how far its makers' goods may go."""
    of = {"maker": event.data["maker"]} if "maker" in event.data else {"maker__seller": event.subject_id}
    mark(_of_interest(Good.objects.filter(**of).values_list("pk", flat=True)))


@subscribe("catalogue.craft_changed")
def craft_changed(event: Event) -> None:
    """A craft's goods are found and counted under its words."""
    mark(_of_interest(Good.objects.filter(craft=event.subject_id).values_list("pk", flat=True)))
    for mart_id in Shelf.objects.filter(good__craft=event.subject_id).values_list("mart_id", flat=True).distinct():
        recount(mart_id)


@subscribe("places.mart_changed", "pricing.fee_set")
def mart_changed(event: Event) -> None:
    """A mart speaks other languages, or keeps another fee: all its goods are looked at."""
    for mart in Mart.objects.filter(pk=event.subject_id):
        build.rebuild(mart)


def _of_interest(good_ids: Iterable[int]) -> list[int]:
    """Those of the goods that are on the shelf or belong there."""
    ids = set(good_ids)
    live = Good.objects.filter(pk__in=ids, state=Good.State.LIVE).values_list("pk", flat=True)
    shown = Shelf.objects.filter(pk__in=ids).values_list("pk", flat=True)
    return sorted({*live, *shown})
