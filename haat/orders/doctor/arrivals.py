"""What must hold of orders from elsewhere: they are what came, and every line of it is somewhere."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q

from haat.core.doctor import check
from haat.core.trail import last, said_text, told
from haat.orders.errors import BadFacts
from haat.orders.facts import OWN_CHANNEL, digest_of, facts_from
from haat.orders.models import Arrival, ArrivedLine, Order, OrderLine

STATE, LINE = Arrival.State, ArrivedLine.State
BATCH = 500


@check("arrivals are kept as they came")
def arrivals_are_as_they_came() -> Iterable[str]:
    """What was told has the digest under which it came (or has without its buyer), and its event tells of the same."""
    came = told(Arrival, "orders.arrived", "orders.arrival_changed", "orders.buyer_forgotten")
    rows = Arrival.objects.annotate(said_digest=said_text(came, "digest"))
    for arrival in rows.order_by("pk").iterator(chunk_size=BATCH):
        if digest_of(arrival.told) != arrival.digest:
            yield f"arrival {arrival.pk} ({arrival}): what it says is not what came"
        if arrival.said_digest != arrival.digest:
            yield f"arrival {arrival.pk} ({arrival}): it came as {arrival.said_digest or 'nothing'}"


@check("lines of arrivals are those that were told")
def lines_are_told() -> Iterable[str]:
    """Line by line the SKU, pieces and price of the first telling; another telling has no lines."""
    rows = Arrival.objects.prefetch_related("lines").order_by("pk")
    for arrival in rows.iterator(chunk_size=BATCH):
        lines = arrival.lines.all()
        kept = {line.external_id: (line.sku, line.quantity, line.piece_minor, line.piece_paise) for line in lines}
        if kept != _told_lines(arrival):
            yield f"arrival {arrival.pk} ({arrival}): its lines are not those that were told"


def _told_lines(arrival: Arrival) -> dict[str, tuple[str, int, int, int]]:
    if not arrival.first:
        return {}
    try:
        facts = facts_from(arrival.told)
    except BadFacts:
        return {}
    lines = zip(facts.lines, facts.paise()[0], strict=True)
    return {line.external_id: (line.sku, line.quantity, line.piece_minor, paise) for line, paise in lines}


@check("an arrival stands where its lines stand")
def arrivals_stand_with_lines() -> Iterable[str]:
    """Open while a line is; with an order as soon as one is taken; seen with an answer. Every order has its arrival."""
    rows = Arrival.objects.annotate(
        open=Count("lines", filter=Q(lines__state=LINE.OPEN)), taken=Count("lines", filter=Q(lines__state=LINE.TAKEN))
    )
    right = (
        Q(state=STATE.OPEN, open__gt=0)
        | Q(state=STATE.DONE, open=0)
        | Q(state=STATE.CHANGED, answer="")
        | Q(state=STATE.SEEN, seen_at__isnull=False) & ~Q(answer="")
    ) & (Q(taken=0, order=None) | Q(taken__gt=0, order__isnull=False))
    for row in rows.exclude(right):
        yield f"arrival {row.pk} ({row}): {row.state}, with {row.open} open lines and {row.taken} taken"
    for order in Order.objects.exclude(channel=OWN_CHANNEL).filter(arrival=None):
        yield f"order {order.number}: it is said to be from {order.channel}, and nothing came from there"
    fields = ("mart_id", "channel", "account", "external_id")
    same = {f"order__{field}": F(field) for field in fields}
    for arrival in Arrival.objects.exclude(order=None).exclude(**same):
        yield f"arrival {arrival.pk} ({arrival}): its order is another"
    taken = ArrivedLine.objects.filter(state=LINE.TAKEN).select_related("arrival")
    for line in taken.exclude(line__part__order=F("arrival__order")):
        yield f"line {line.external_id} of arrival {line.arrival_id} ({line.arrival}): it is in the order of another"
    seen = told(Arrival, "orders.change_seen")
    for arrival in Arrival.objects.filter(Q(state=STATE.SEEN) & ~Exists(seen) | Q(state=STATE.CHANGED) & Exists(seen)):
        yield f"arrival {arrival.pk} ({arrival}): {arrival.state}, told otherwise"


@check("lines of arrivals are settled as told")
def lines_are_settled_as_told() -> Iterable[str]:
    """What the desk took or dropped, its events say; what is open, none says."""
    settled = told(ArrivedLine, "orders.line_taken", "orders.line_dropped")
    rows = ArrivedLine.objects.annotate(said=last(settled), reason_said=said_text(settled, "reason"))
    right = (
        Q(state=LINE.OPEN, said="", settled_at=None)
        | Q(state=LINE.TAKEN, said="", settled_at=None)
        | Q(state=LINE.TAKEN, said="orders.line_taken", settled_at__isnull=False)
        | Q(state=LINE.DROPPED, said="orders.line_dropped", settled_at__isnull=False, reason=F("reason_said"))
    )
    for row in rows.exclude(right).select_related("arrival"):
        yield f"line {row.external_id} of arrival {row.arrival_id}: {row.state}, last told: {row.said or 'nothing'}"


@check("an order from elsewhere = the lines that were taken")
def orders_are_their_arrivals() -> Iterable[str]:
    """Good by good and price by price, as many pieces as were taken, however they are divided."""
    taken: Counter[tuple[int, int, int]] = Counter()
    rows = ArrivedLine.objects.filter(state=LINE.TAKEN, line__isnull=False)
    for order_id, variant_id, paise, pieces in rows.values_list(
        "arrival__order_id", "line__variant_id", "piece_paise", "quantity"
    ).iterator():
        taken[order_id, variant_id, paise] += pieces
    there: Counter[tuple[int, int, int]] = Counter()
    from_elsewhere = Arrival.objects.filter(order=OuterRef("part__order"))
    lines = OrderLine.objects.filter(Exists(from_elsewhere))
    for order_id, variant_id, paise, pieces in lines.values_list(
        "part__order_id", "variant_id", "piece_paise", "quantity"
    ).iterator():
        there[order_id, variant_id, paise] += pieces
    for key in sorted(taken.keys() | there.keys()):
        if taken[key] != there[key]:
            yield f"order {key[0]}: {there[key]} pieces of variant {key[1]} at {key[2]} paise, {taken[key]} were taken"


@check("what was told in another money is in rupees at its rate")
def told_money_is_converted() -> Iterable[str]:
    """Money, rate and delivery of an order are those of its first telling."""
    rows = Arrival.objects.exclude(order=None).select_related("order").order_by("pk")
    for arrival in rows.iterator(chunk_size=BATCH):
        order = arrival.order
        assert order is not None
        try:
            facts = facts_from(arrival.told)
        except BadFacts:
            continue
        said = (facts.currency, facts.rate, facts.rate_on, facts.told_minor, facts.paise()[1], facts.bills)
        kept = (order.currency, order.rate, order.rate_on, order.told_total_minor, order.delivery_paise, order.bills)
        if said != kept:
            yield f"order {order.number}: money, rate, delivery or who bills it is not as it was told"


@check("an order from elsewhere goes to whom it was told")
def told_buyer_is_kept() -> Iterable[str]:
    """Name, phone and address of an order are those of its first telling."""
    fields = ("name", "phone", "address", "landmark", "pin", "country", "region", "postcode")
    rows = Arrival.objects.exclude(order=None).select_related("order").order_by("pk")
    for arrival in rows.iterator(chunk_size=BATCH):
        try:
            facts = facts_from(arrival.told)
        except BadFacts:
            continue
        wrong = [field for field in fields if getattr(arrival.order, field) != getattr(facts, field)]
        if wrong:
            yield f"arrival {arrival.pk} ({arrival}): its order has another {', '.join(wrong)} than was told"
