"""What must hold of pieces, weeks and their movements."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, F, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from haat.core.doctor import check
from haat.core.models import Event
from haat.stock.models import Movement, StockItem, WeekCapacity


@check("stock = its movements")
def items_are_their_movements() -> Iterable[str]:
    items = StockItem.objects.annotate(
        moved=Coalesce(Sum("movements__on_hand"), 0), promised=Coalesce(Sum("movements__reserved"), 0)
    ).filter(~Q(on_hand=F("moved")) | ~Q(reserved=F("promised")))
    for item in items:
        yield (
            f"stock item {item.pk}: {item.on_hand} on hand and {item.reserved} reserved, "
            f"but its movements say {item.moved} and {item.promised}"
        )


@check("promised weeks = their movements")
def weeks_are_their_movements() -> Iterable[str]:
    weeks = WeekCapacity.objects.annotate(promised=Coalesce(Sum("movements__reserved"), 0))
    for week in weeks.exclude(reserved=F("promised")):
        yield f"week {week.pk}: {week.reserved} reserved, but its movements say {week.promised}"


# What each kind of movement may do to (on_hand, reserved): its sign, or 0.
SIGNS = {
    Movement.Kind.MADE: Q(on_hand__gt=0, reserved=0),
    Movement.Kind.COUNTED: Q(reserved=0),
    Movement.Kind.RESERVED: Q(on_hand=0, reserved__gt=0),
    Movement.Kind.RELEASED: Q(on_hand=0, reserved__lt=0),
    # A week's capacity stays used when its piece is sold.
    Movement.Kind.SOLD: Q(item__isnull=False, on_hand__lt=0, reserved__lt=0)
    | Q(week__isnull=False, on_hand=0, reserved=0),
    Movement.Kind.RETURNED: Q(item__isnull=False, on_hand__gt=0, reserved=0)
    | Q(week__isnull=False, on_hand=0, reserved=0),
    Movement.Kind.SPOILT: Q(on_hand=0, reserved=0),
    Movement.Kind.DIVIDED: Q(on_hand=0) & ~Q(reserved=0),
    Movement.Kind.DISPATCHED: Q(item__isnull=False, on_hand__lt=0, reserved=0),
    Movement.Kind.RECEIVED: Q(item__isnull=False, on_hand__gt=0, reserved=0),
}


@check("movements of stock do what their kind says")
def movements_have_their_signs() -> Iterable[str]:
    right = Q(pk=None)
    for kind, sign in SIGNS.items():
        right |= Q(kind=kind) & sign
    for row in Movement.objects.exclude(right):
        yield f"movement {row.pk} {row.cause}: {row.kind} cannot be {row.on_hand:+d} and {row.reserved:+d} reserved"


@check("movements of stock end in their variant and kind")
def movements_are_of_their_thing() -> Iterable[str]:
    """A cause `order:7:31:reserved` moves variant 31: an item or week of it, and is a reservation."""
    rows = Movement.objects.annotate(variant=Coalesce("item__variant_id", "week__variant_id"))
    for row in rows.values("pk", "cause", "kind", "variant").iterator():
        if not str(row["cause"]).endswith(f":{row['variant']}:{row['kind']}"):
            yield f"movement {row['pk']} {row['cause']}: it moves variant {row['variant']}, {row['kind']}"


# How many pieces each kind of movement must speak of, and whose promise it must name.
SPOKEN = {
    Movement.Kind.MADE: Q(pieces=0, owner_cause=""),
    Movement.Kind.COUNTED: Q(pieces=0, owner_cause=""),
    Movement.Kind.RESERVED: Q(pieces=F("reserved")),
    Movement.Kind.RELEASED: Q(pieces=-F("reserved")),
    Movement.Kind.SOLD: Q(week__isnull=False, pieces__gt=0) | Q(pieces=-F("on_hand")),
    Movement.Kind.RETURNED: Q(week__isnull=False, pieces__gt=0) | Q(pieces=F("on_hand")),
    Movement.Kind.SPOILT: Q(pieces__gt=0),
    Movement.Kind.DIVIDED: Q(pieces=F("reserved")) | Q(pieces=-F("reserved")),
    Movement.Kind.DISPATCHED: Q(pieces=-F("on_hand"), owner_cause=""),
    Movement.Kind.RECEIVED: Q(pieces=F("on_hand"), owner_cause=""),
}
OF_NOBODY = (Movement.Kind.MADE, Movement.Kind.COUNTED, Movement.Kind.DISPATCHED, Movement.Kind.RECEIVED)


@check("promises of stock are kept piece by piece")
def promises_are_kept() -> Iterable[str]:
    """Every movement of a promise says how many pieces and whose; nobody sells, frees or brings back more than that."""
    right = Q(pk=None)
    for kind, spoken in SPOKEN.items():
        owned = Q() if kind in OF_NOBODY else ~Q(owner_cause="")
        right |= Q(kind=kind) & spoken & owned
    for row in Movement.objects.exclude(right):
        yield f"movement {row.pk} {row.cause}: {row.pieces} pieces of {row.owner_cause or 'nobody'}"
    kinds = Movement.Kind
    promised_to = Movement.objects.exclude(owner_cause="").annotate(
        variant=Coalesce("item__variant_id", "week__variant_id")
    )
    sums = promised_to.values("owner_cause", "variant").order_by()
    promised = Coalesce(Sum("reserved", filter=Q(kind__in=(kinds.RESERVED, kinds.RELEASED, kinds.DIVIDED))), 0)
    sold = Coalesce(Sum("pieces", filter=Q(kind=kinds.SOLD)), 0)
    back = Coalesce(Sum("pieces", filter=Q(kind__in=(kinds.RETURNED, kinds.SPOILT))), 0)
    wrong = sums.annotate(promised=promised, sold=sold, back=back)
    for found in wrong.filter(Q(promised__lt=F("sold")) | Q(sold__lt=F("back"))):
        yield (
            f"{found['owner_cause']}, variant {found['variant']}: {found['promised']} promised, "
            f"{found['sold']} sold, {found['back']} came back"
        )


@check("pieces made and counted = what was told of them")
def made_is_told() -> Iterable[str]:
    """Per item, the sum of what was made and of what counting changed, as the trail has it."""
    for kind, event, word in (("made", "stock.made", "pieces"), ("counted", "stock.counted", "change")):
        value = Cast(KeyTextTransform(word, "data"), BigIntegerField())
        events = Event.objects.filter(kind=event, subject_type=StockItem._meta.label_lower).order_by()
        told = dict(events.values_list("subject_id").annotate(total=Sum(value)))
        moved = Movement.objects.filter(kind=kind).order_by().values_list("item_id").annotate(total=Sum("on_hand"))
        done = dict(moved)
        for item_id in sorted(told.keys() | done.keys(), key=str):
            if told.get(item_id, 0) != done.get(item_id, 0):
                yield f"stock item {item_id}: {done.get(item_id, 0)} {kind}, told as {told.get(item_id, 0)}"


@check("stock lies with who makes it")
def stock_lies_with_its_maker() -> Iterable[str]:
    """Where a maker's own pieces lie is hers; everything belongs to one mart; weeks begin on Mondays."""
    strange = StockItem.objects.exclude(place__maker=None).exclude(place__maker_id=F("variant__good__maker_id"))
    for item in strange | StockItem.objects.exclude(mart_id=F("variant__mart_id")):
        yield f"stock item {item.pk}: variant {item.variant_id} lies at place {item.place_id}, which is not its maker's"
    for week in WeekCapacity.objects.exclude(week__iso_week_day=1):
        yield f"week {week.pk}: {week.week} is not a Monday"
    for week in WeekCapacity.objects.exclude(mart_id=F("variant__mart_id")):
        yield f"week {week.pk}: it is of another mart than its variant"
