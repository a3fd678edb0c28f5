"""What must hold between orders and stock: every piece was promised, sold, freed and brought back as its line was."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from haat.core.doctor import check
from haat.orders.models import OrderLine, Part, Return, ReturnLine
from haat.orders.rules import CLOSED_STATES
from haat.stock.models import Movement, SellsFrom, StockPlace

PART, KIND = Part.State, Movement.Kind
BATCH = 1000

# Whose promise the pieces of a line are: its order's, or its part's own when that was divided off or joined.
OWNER = Case(
    When(
        part__divided_from=None,
        part__joined=False,
        then=Concat(Value("order:"), Cast("part__order_id", CharField()), output_field=CharField()),
    ),
    default=Concat(Value("part:"), Cast("part_id", CharField()), output_field=CharField()),
    output_field=CharField(),
)


def _moved(*kinds: str, word: str = "pieces") -> Coalesce:
    """How many pieces of the outer line's promise moved so."""
    of_line = Q(item__variant=OuterRef("variant_id")) | Q(week__variant=OuterRef("variant_id"))
    rows: QuerySet[Movement] = Movement.objects.filter(of_line, owner_cause=OuterRef("owner"), kind__in=kinds)
    total = rows.order_by().values("owner_cause").annotate(total=Sum(word)).values("total")
    return Coalesce(Subquery(total), 0, output_field=IntegerField())


@check("stock moved as its order lines did")
def stock_moved_with_lines() -> Iterable[str]:
    """Promised when ordered; sold when sent; freed when cancelled before; back, or spoilt, when it came back.

    What was cancelled under way is freed, or brought back, once it is home; what is lost is sold and spoilt.
    """
    returned = ReturnLine.objects.filter(line=OuterRef("pk"), ret__state=Return.State.RECEIVED).order_by()
    received = Subquery(returned.values("line").annotate(n=Sum("pieces")).values("n"))
    lines = (
        OrderLine.objects.annotate(owner=OWNER)
        .annotate(
            promised=_moved(KIND.RESERVED, KIND.DIVIDED, word="reserved"),
            sold=_moved(KIND.SOLD),
            freed=_moved(KIND.RELEASED),
            back=_moved(KIND.RETURNED, KIND.SPOILT),
            received=Coalesce(received, 0, output_field=IntegerField()),
        )
        .select_related("part")
    )
    sent, lost = Q(part__sent_at__isnull=False), Q(part__pieces=Part.Pieces.LOST)
    home = Q(part__state=PART.CANCELLED, part__pieces="")
    left, freed, back = sent | lost, ~sent & home, sent & home | lost
    all_, none, quantity = Q(), 0, F("quantity")
    wrong = [
        (all_ & ~Q(promised=quantity), "promised"),
        (left & ~Q(sold=quantity) | ~left & ~Q(sold=none), "sold"),
        (freed & ~Q(freed=quantity) | ~freed & ~Q(freed=none), "freed"),
        (back & ~Q(back=quantity) | ~back & ~Q(back=F("received")), "taken back"),
    ]
    for how, word in wrong:
        for line in lines.filter(how):
            yield f"line {line.pk} of {line.part.number} ({line.part.state}): {line.quantity} not {word} as they should"


@check("stock moves for orders that are there")
def movements_have_lines() -> Iterable[str]:
    """A promise belongs to a line of the order or part it names, or to what was divided off from that."""
    fields = ("pk", "cause", "owner_cause", "kind")
    rows = Movement.objects.exclude(owner_cause="").order_by("pk").values_list(*fields).iterator()
    while batch := list(islice(rows, BATCH)):
        there = set(_owned({owner for _pk, _cause, owner, _kind in batch}))
        for pk, cause, owner, how in batch:
            if how in (KIND.RESERVED, KIND.SOLD, KIND.RELEASED) and cause.rsplit(":", 2)[0] != owner:
                yield f"movement {pk} {cause}: it is of {owner}"
            kind, _dot, number = owner.partition(":")
            known = kind in ("order", "part") and number.isdecimal()
            if known and f"{owner}:{cause.split(':')[-2]}" not in there:
                yield f"movement {pk} {cause}: no line orders that"


def _owned(owners: set[str]) -> Iterator[str]:
    """Owner and variant of every line of these orders and parts, and of what was divided off from them."""
    orders = [int(owner[6:]) for owner in owners if owner.startswith("order:") and owner[6:].isdecimal()]
    parts = [int(owner[5:]) for owner in owners if owner.startswith("part:") and owner[5:].isdecimal()]
    of = Part.objects.filter(pk__in=parts).order_by().values("order")
    lines = OrderLine.objects.filter(Q(part__order__in=orders) | Q(part__order__in=of))
    variants: dict[int, set[int]] = {}
    for order_id, variant_id in lines.values_list("part__order_id", "variant_id"):
        variants.setdefault(order_id, set()).add(variant_id)
        yield f"order:{order_id}:{variant_id}"
    for part_id, order_id in Part.objects.filter(pk__in=parts).values_list("pk", "order_id"):
        for variant_id in variants.get(order_id, ()):
            yield f"part:{part_id}:{variant_id}"


AWAY = Case(When(~Q(item__place__kind=StockPlace.Kind.MAKER), then="item__place_id"))


@check("a parcel leaves from where its pieces lie")
def parts_leave_from_their_stock() -> Iterable[str]:
    """Promised at a hub, packed and fetched there; everything else with its maker; and only where its channel sells."""
    lies = Movement.objects.filter(owner_cause=OuterRef("owner"), item__variant=OuterRef("variant_id"), reserved__gt=0)
    lines = OrderLine.objects.annotate(owner=OWNER).annotate(
        away=Subquery(lies.annotate(away=AWAY).values("away")[:1], output_field=BigIntegerField())
    )
    same = Q(away=F("part__place")) | Q(away=None, part__place=None)
    for line in (
        lines.annotate(same=Case(When(same, then=True), default=False)).filter(same=False).select_related("part")
    ):
        yield f"line {line.pk}: promised at place {line.away}, but its part leaves from {line.part.place_id}"
    sells = SellsFrom.objects.filter(
        place=OuterRef("place"), channel=OuterRef("order__channel"), account=OuterRef("order__account")
    )
    for part in Part.objects.exclude(place=None).filter(~Exists(sells)):
        yield f"part {part.number}: {part.order.channel} never sold from place {part.place_id}"


@check("no living parcel leaves from a closed place")
def closed_places_send_nothing() -> Iterable[str]:
    """Nor may one come back there."""
    shut = Part.objects.exclude(place=None).exclude(place__closed_at=None)
    going = ~Q(state__in=CLOSED_STATES) | Q(pieces=Part.Pieces.AWAY)
    for part in shut.filter(going).select_related("order", "place"):
        yield f"part {part.number} ({part.state}): it leaves from {part.place}, which is closed"
