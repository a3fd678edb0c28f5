"""Which lesson is offered because of what happened: at the moment of need, never as a course."""

from collections.abc import Callable, Collection, Mapping, Sequence

from django.db.models import Count

from haat.core.models import Event
from haat.learning.data import shipped
from haat.learning.judging import Facts, facts_of, whose
from haat.orders.models import Order, Part

TENTH = 10
GOOD_STARS = 3  # fewer is a complaint
Occasion = Callable[[Event, Facts], bool]


def _any(event: Event, facts: Facts) -> bool:
    return True


def _food(event: Event, facts: Facts) -> bool:
    return event.subject_id in facts.food


def _few_stars(event: Event, facts: Facts) -> bool:
    return int(event.data["stars"]) < GOOD_STARS


# Why → the kind of event that is it, and when. `first_order` and `tenth_order` are read below.
OCCASIONS: Mapping[str, tuple[str, Occasion]] = {
    "first_day": ("makers.opened", _any),
    "picture_kept": ("catalogue.good_sent", _any),
    "sealed_pack": ("catalogue.good_sent", _food),
    "first_live": ("catalogue.good_approved", _any),
    "first_return": ("orders.return_asked", _any),
    "first_delivered": ("orders.delivered", _any),
    "channel_live": ("channels.offer_live", _any),
    "bad_work": ("orders.return_asked", _any),
    "first_complaint": ("orders.rated", _few_stars),
}
KINDS = tuple(sorted({kind for kind, _when in OCCASIONS.values()} | {"orders.placed"}))


def lessons_for(why: str) -> list[str]:
    """The lessons that are offered for this."""
    return [slug for slug, lesson in shipped().items() if why in lesson["offered"]]


def offered(events: Sequence[Event]) -> list[tuple[int, str, str]]:
    """(maker, lesson, why) that these events offer; of each maker and lesson the first reason."""
    facts = facts_of(events)
    found: dict[tuple[int, str], str] = {}

    def offer(maker: int, why: str) -> None:
        for lesson in lessons_for(why):
            found.setdefault((maker, lesson), why)

    for event in events:
        maker = whose(event, facts)
        if maker is None:
            continue
        for why, (kind, when) in OCCASIONS.items():
            if event.kind == kind and when(event, facts):
                offer(maker, why)
    for maker in _ordered({event.subject_id for event in events if event.kind == "orders.placed"}):
        offer(maker, "first_order")
    arrived = {m for e in events if e.kind == "orders.delivered" and (m := whose(e, facts)) is not None}
    for maker in _busy(arrived):
        offer(maker, "tenth_order")
    return [(maker, lesson, why) for (maker, lesson), why in found.items()]


def _ordered(orders: Collection[int]) -> list[int]:
    """Whose goods are in these orders."""
    known = Order.objects.filter(pk__in=orders).values("pk")
    return list(Part.objects.filter(order__in=known).values_list("maker_id", flat=True).distinct()) if orders else []


def _busy(makers: Collection[int]) -> list[int]:
    """Those of the makers whose tenth parcel has arrived."""
    if not makers:
        return []
    rows = Part.objects.filter(maker__in=makers, delivered_at__isnull=False).order_by().values("maker")
    return list(rows.annotate(n=Count("pk")).filter(n__gte=TENTH).values_list("maker", flat=True))
