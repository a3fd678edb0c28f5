"""What must hold of orders besides their sums: they are what was told when they were placed and moved."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby, islice
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from haat.core.doctor import check
from haat.core.models import Event
from haat.core.money import tax_inside
from haat.core.trail import NOTHING, last, said, told
from haat.makers.queries import found_to_be_one
from haat.orders.doctor.joined import families, grown_by
from haat.orders.models import Order, OrderLine, Part, Rating, Return, ReturnLine
from haat.pricing.models import TaxRule

PART = Part.State
BATCH = 1000
# What moves a part, and where to.
MOVED = {
    "orders.accepted": PART.ACCEPTED,
    "orders.packed": PART.PACKED,
    "orders.not_delivered": PART.PACKED,
    "orders.on_the_way": PART.ON_THE_WAY,
    "orders.delivered": PART.DELIVERED,
    "orders.cancelled": PART.CANCELLED,
    "orders.return_received": PART.RETURNED,  # or still delivered, until the last of its pieces is back
}
PART_FACTS = (
    *("order_id", "number", "maker_id", "seller_id"),
    *("goods_paise", "delivery_paise", "maker_paise", "tax_paise", "fee_paise", "packing_paise"),
    *("delivery_tax_paise", "rounding_paise"),
)
# What is left off, and the total with it, is its parts': it changes when they are divided.
ORDER_FACTS = ("number", "method", "goods_paise", "delivery_paise")


@check("orders are as they were placed")
def orders_are_as_placed() -> Iterable[str]:
    """Numbers, sums and the split of every part are those of the moment the order was placed, or last divided."""
    rows = Event.objects.filter(kind="orders.placed").order_by("pk").values_list("subject_id", "data").iterator()
    while batch := list(islice(rows, BATCH)):
        orders = Order.objects.in_bulk([pk for pk, _data in batch])
        keys = [facts["part_id"] for _pk, data in batch for facts in data["parts"]]
        grown = grown_by(orders)
        later = {facts["part_id"]: facts for data in grown.values() for facts in data["joined"]} | _since_placed(orders)
        parts = Part.objects.annotate(count=Count("lines")).in_bulk({*keys, *later})
        for pk, data in batch:
            if pk in orders:
                yield from _differ(f"order {data['number']}", orders[pk], data | grown.get(pk, {}), ORDER_FACTS)
            for facts in data["parts"]:
                if facts["part_id"] not in later:
                    part = parts.get(facts["part_id"])
                    yield from _differ(f"part {facts['number']}", part, _even(facts, part), PART_FACTS)
        for part_id, facts in later.items():
            yield from _differ(f"part {facts['number']}", parts.get(part_id), facts, PART_FACTS)


def _since_placed(orders: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Part id → what was last told of it, for parts that were divided, handed on, or whose delivery charge moved."""
    parts = Part.objects.filter(order__in=orders).order_by().values("pk")
    events = Event.objects.filter(
        kind__in=("orders.divided", "orders.charge_moved", "orders.handed_on"),
        subject_type=Part._meta.label_lower,
        subject_id__in=parts,
    )
    found = {}
    for data in events.order_by("pk").values_list("data", flat=True).iterator():
        for facts in (data, data.get("into"), data.get("to")):
            if facts:
                found[facts["part_id"]] = facts
    return found


HEADS = ("goods_paise", "delivery_paise", "maker_paise", "tax_paise", "fee_paise", "packing_paise")


@check("a division moves money and loses none")
def divisions_are_even() -> Iterable[str]:
    """Head by head, the part and what was divided off come to what the part was; that begins with what was told."""
    last: dict[int, dict[str, Any]] = {}
    rows = Event.objects.filter(kind__in=("orders.divided", "orders.charge_moved")).order_by("pk")
    for data in rows.values_list("data", flat=True).iterator():
        other = data.get("into") or data["to"]
        before = data.get("before", {})
        if before and any(before[head] != data[head] + other[head] for head in HEADS):
            yield f"part {data['number']}: divided into {other['number']}, and money is gone or come"
        told_before = last.get(data["part_id"], before)
        if before and any(told_before[head] != before[head] for head in HEADS):
            yield f"part {data['number']}: before it was divided, it was told otherwise"
        last[data["part_id"]], last[other["part_id"]] = data, other
    divided = set(Part.objects.exclude(divided_from=None).values_list("pk", flat=True))
    for part in Part.objects.filter(pk__in=divided - last.keys()):
        yield f"part {part.number}: divided off, and nobody was told"
    rows_off = Part.objects.exclude(divided_from=None)
    of, one = ("order_id", "seller_id", "maker_id", "mart_id"), found_to_be_one()
    strange = rows_off.exclude(**{field: F(f"divided_from__{field}") for field in of}).select_related("divided_from")
    for part in strange:
        above = part.divided_from
        same = above is not None and (above.order_id, above.seller_id) == (part.order_id, part.seller_id)
        if not (same and above and above.maker_id in one.get(part.maker_id, ())):
            yield f"part {part.number}: of another order or maker than what it was divided from"


@check("held parts are held as told")
def holds_are_told() -> Iterable[str]:
    """Until the day, and promised for the day, that was last told of them or of what they were divided from."""
    rows = Event.objects.filter(kind__in=("orders.held", "orders.hold_ended")).order_by("pk")
    said: dict[int, tuple[str | None, str]] = {}
    for part_id, data in rows.values_list("subject_id", "data").iterator():
        said[part_id] = (data["held_until"], data["promised_by"])
    parts = Part.objects.filter(Q(held_until__isnull=False) | Q(pk__in=said)).order_by("pk")
    for part in parts.select_related("divided_from").iterator():
        day = part.held_until.isoformat() if part.held_until else None
        wanted = said.get(part.pk) or _inherited(part, said)
        if wanted != (day, part.promised_by.isoformat()):
            yield f"part {part.number}: held until {day}, promised by {part.promised_by}, told as {wanted}"


def _inherited(part: Part, said: dict[int, tuple[str | None, str]]) -> tuple[str | None, str] | None:
    """A part divided off from a held one was held with it."""
    while part.divided_from is not None:
        part = part.divided_from
        if part.pk in said:
            return part.held_until.isoformat() if part.held_until else None, part.promised_by.isoformat()
    return None


def _even(facts: dict[str, Any], part: Any) -> dict[str, Any]:
    """What was placed, as it stands since tax is even: the odd paisa of a line of 0.1.0 went to its maker.

    Orders that were billed before kept it.
    """
    if part is None or "delivery_tax_paise" in facts or not 0 < facts["tax_paise"] - part.tax_paise <= part.count:
        return facts
    odd = facts["tax_paise"] - part.tax_paise
    return {**facts, "tax_paise": part.tax_paise, "maker_paise": facts["maker_paise"] + odd}


def _differ(name: str, row: Any, told: dict[str, Any], fields: tuple[str, ...]) -> Iterator[str]:
    if row is None:
        yield f"{name}: it was placed, and is gone"
        return
    for field in fields:
        if field in told and getattr(row, field) != told[field]:
            yield f"{name}: {field} is {getattr(row, field)}, placed as {told[field]}"


@check("parts stand where they were put")
def parts_stand_where_told() -> Iterable[str]:
    """A part's state is that of the last event that moved it; before the first it waits or is placed."""
    right = Q(moved="", state__in=(PART.AWAITING_PAYMENT, PART.PLACED))
    for kind, state in MOVED.items():
        right |= Q(moved=kind, state=state)
    right |= Q(moved="orders.return_received", state=PART.DELIVERED)
    # What was divided off stood where the part it was in stood.
    right |= Q(moved="", divided_from__isnull=False, state=PART.ACCEPTED)
    parts = Part.objects.annotate(moved=last(told(Part, *MOVED)))
    for part in parts.exclude(right):
        yield f"part {part.number} is {part.state}, but last told: {part.moved or 'placed'}"


# The moments a part must have had, and in what order they come.
CLOCKS = timedelta(hours=1)  # so far the clocks of two machines may stand apart
ROAD = ("placed_at", "accepted_at", "packed_at", "sent_at", "delivered_at", "closed_at")
HAS: dict[str, int] = {PART.ACCEPTED: 2, PART.PACKED: 3, PART.ON_THE_WAY: 4, PART.DELIVERED: 6, PART.RETURNED: 6}


@check("parts had their moments, in their order")
def parts_had_their_moments() -> Iterable[str]:
    wrong = Q(state=PART.CANCELLED) & (Q(closed_at=None) | Q(cancel_reason=""))
    for state, count in HAS.items():
        for field in ROAD[:count]:
            wrong |= Q(state=state, **{field: None})
    open_ = (PART.AWAITING_PAYMENT, PART.PLACED, PART.ACCEPTED, PART.PACKED, PART.ON_THE_WAY)
    wrong |= Q(state__in=open_, closed_at__isnull=False) | Q(state__in=open_, delivered_at__isnull=False)
    wrong |= Q(state__in=(PART.AWAITING_PAYMENT, PART.PLACED), accepted_at__isnull=False)
    for place, later in enumerate(ROAD[1:], start=1):
        for earlier in ROAD[:place]:
            wrong |= Q(**{f"{later}__lt": F(earlier) - CLOCKS})
    for part in Part.objects.filter(wrong):
        yield f"part {part.number} is {part.state}: a moment is missing, or they are out of order"


@check("orders are paid as was told")
def paid_is_told() -> Iterable[str]:
    paid = told(Order, "orders.paid")
    for order in Order.objects.filter(~Exists(paid), paid_at__isnull=False):
        yield f"order {order.number}: it is paid, and nobody was told"
    for order in Order.objects.filter(Exists(paid), paid_at=None):
        yield f"order {order.number}: told to be paid, but it is not"


@check("order lines are of their part's goods")
def lines_are_of_their_part() -> Iterable[str]:
    lines, one = OrderLine.objects.select_related("part", "good", "variant"), found_to_be_one()
    for line in lines.exclude(good_id=F("variant__good_id"), good__maker_id=F("part__maker_id")):
        if line.good_id == line.variant.good_id and line.part.maker_id in one.get(line.good.maker_id, ()):
            continue  # sold before its maker was found to be another one
        yield f"line {line.pk} of {line.part.number}: variant {line.variant_id} is not a good of its maker's"
    for line in lines.filter(quantity=0):
        yield f"line {line.pk} of {line.part.number}: it orders nothing"
    for part in Part.objects.exclude(mart_id=F("order__mart_id"), maker__mart_id=F("mart_id")):
        yield f"part {part.number}: order and maker are of different marts"
    for part in Part.objects.filter(lines=None):
        yield f"part {part.number} has no lines"


@check("tax of a line is that of its rule")
def tax_is_of_its_rule() -> Iterable[str]:
    """The rate is the rule's, or none when the seller charges none; the tax is what lies inside the price.

    A document made while halves were told apart may differ by the odd paisa.
    """
    rule = TaxRule.objects.filter(pk=OuterRef("tax_rule_id"))
    # Not of the rate's own type: below its range Django would ask the database nothing, and find nothing.
    rate = Coalesce(Subquery(rule.values("rate_bp")), Value(NOTHING), output_field=IntegerField())
    lines = OrderLine.objects.annotate(rate=rate, begins=Subquery(rule.values("from_date"))).select_related("part")
    # Who is not registered charges no tax, and may sell what no rule is known for.
    gone = Q(rate=NOTHING) & (Q(tax_rule_id__isnull=False) | ~Q(tax_bp=0))
    other = ~Q(rate=NOTHING) & ~Q(tax_bp=F("rate")) & ~Q(tax_bp=0)
    for line in lines.filter(gone | other | Q(begins__gt=F("part__placed_at__date"))):
        yield f"line {line.pk} of {line.part.number}: taxed at {line.tax_bp}, rule {line.tax_rule_id} says {line.rate}"
    yield from _taxes()


def _taxes() -> Iterator[str]:
    """The pieces of one good in an order together carry the tax of their price; apart, each of them an even share.

    What joined its order was reckoned by itself.
    """
    fields = ("part__order_id", "variant_id", "goods_paise", "tax_bp", "tax_paise", "part__number", "pk", "part_id")
    rows = OrderLine.objects.order_by("part__order_id", "variant_id", "pk").values_list(*fields).iterator()
    family = families()
    for _order, group in groupby(rows, key=lambda row: row[0]):
        together: dict[tuple[int, int], list[Any]] = {}
        for row in group:
            together.setdefault((row[1], family.get(row[7], 0)), []).append(row[:7])
        for lines in together.values():
            yield from _taxes_of(lines)


def _taxes_of(lines: list[Any]) -> Iterator[str]:
    goods, tax, rate = sum(row[2] for row in lines), sum(row[4] for row in lines), lines[0][3]
    number, pk = lines[0][5:]
    if abs(tax - tax_inside(goods, rate)) > 1:
        yield f"line {pk} of {number}: {tax} paise of tax in {goods} at {rate} basis points"
    for _order, _variant, some, _rate, share, number, pk in lines[: len(lines) * (len(lines) > 1)]:
        if abs(share * goods - some * tax) > 2 * len(lines) * goods:
            yield f"line {pk} of {number}: {share} paise of tax are not its share of {tax}"


# ---- after delivery ----


@check("returns stand where their parts stand")
def returns_stand_with_parts() -> Iterable[str]:
    """A part is returned once all of its pieces are back; no piece comes back twice."""
    state = Return.State
    for row in Return.objects.exclude(part__state__in=(PART.DELIVERED, PART.RETURNED)).select_related("part"):
        yield f"return {row.pk}: it is {row.state}, but its part is {row.part.state}"
    for row in Return.objects.filter(Q(closed_at=None) & ~Q(state=state.ASKED) | Q(state=state.REFUSED, answer="")):
        yield f"return {row.pk}: {row.state} without a moment or an answer"
    asked = told(Part, "orders.return_asked", at="part_id")
    for row in Return.objects.filter(~Exists(asked)):
        yield f"return {row.pk}: nobody is told to have asked for it"
    received = ReturnLine.objects.filter(ret__state=state.RECEIVED, line=OuterRef("pk")).order_by().values("line")
    back = Coalesce(Subquery(received.annotate(n=Sum("pieces")).values("n")), 0, output_field=IntegerField())
    lines = OrderLine.objects.annotate(back=back).select_related("part")
    whole = Q(part__state=PART.RETURNED)
    for line in lines.filter(Q(back__gt=F("quantity")) | whole & ~Q(back=F("quantity"))):
        yield f"line {line.pk} of {line.part.number}: {line.back} of {line.quantity} came back, it is {line.part.state}"
    open_lines = OrderLine.objects.annotate(back=back).filter(part=OuterRef("pk"), back__lt=F("quantity"))
    for part in Part.objects.filter(~Exists(open_lines), state=PART.DELIVERED):
        yield f"part {part.number}: all its pieces are back, but it is {part.state}"


@check("returns bring back what was told")
def returns_are_told() -> Iterable[str]:
    """The pieces of each return are those that were asked for and received; 0.1.0 did not count them."""
    pieces: dict[int, dict[int, int]] = {}
    for ret_id, line_id, count in ReturnLine.objects.values_list("ret_id", "line_id", "pieces").iterator():
        pieces.setdefault(ret_id, {})[line_id] = count
    events = Event.objects.filter(kind__in=("orders.return_asked", "orders.return_received")).order_by("pk")
    for data in events.values_list("data", flat=True).iterator():
        said = {row["line_id"]: row["pieces"] for row in data.get("lines", ())}
        if said and said != pieces.get(data["return_id"], {}):
            yield f"return {data['return_id']} of {data['number']}: its pieces are not those that were told"
    for row in Return.objects.filter(lines=None):
        yield f"return {row.pk}: it brings nothing back"
    strange = ReturnLine.objects.exclude(line__part_id=F("ret__part_id"))
    for returned in strange:
        yield f"return {returned.ret_id}: line {returned.line_id} is of another part"


@check("ratings are those that buyers gave")
def ratings_are_told() -> Iterable[str]:
    """Of goods the buyer has or had; as many stars as the last word of it says."""
    had = (PART.DELIVERED, PART.RETURNED)
    for rating in Rating.objects.exclude(line__part__state__in=had, good_id=F("line__good_id")):
        yield f"rating {rating.pk}: its buyer never had good {rating.good_id}"
    rows = Rating.objects.annotate(told_stars=said(told(Rating, "orders.rated"), "stars"))
    for rating in rows.exclude(told_stars=F("stars")):
        yield f"rating {rating.pk}: {rating.stars} stars, told as {rating.told_stars}"


@check("words of ratings are hidden by somebody")
def hidden_words_are_told() -> Iterable[str]:
    """Words are hidden only by the desk, and are so while nothing was said since."""
    looked = ("orders.words_shown", "orders.words_hidden")
    rows = Rating.objects.annotate(
        looked=last(told(Rating, *looked)), last_told=last(told(Rating, "orders.rated", *looked))
    )
    hidden, by_desk = Q(words_state=Rating.Words.HIDDEN), "orders.words_hidden"
    for rating in rows.filter((hidden & ~Q(looked=by_desk)) | (~hidden & Q(last_told=by_desk))):
        yield f"rating {rating.pk}: its words are {rating.words_state}, last told as {rating.last_told}"
