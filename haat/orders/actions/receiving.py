"""An order that happened elsewhere: kept whole as it came, then acted on as far as it can be.

Nothing is refused that has happened. A line that cannot be taken waits before the desk (`settling`), and the rest goes
its way. Told again it counts once; told otherwise, the other telling is kept and changes nothing by itself.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from haat.catalogue.models import Variant
from haat.core.actor import Actor
from haat.core.dates import day_of
from haat.core.events import record
from haat.core.locks import hold_all
from haat.core.rows import insert, insert_new, update
from haat.orders.actions.filling import SaleRules, Wanted, make_order, sold_at
from haat.orders.facts import Facts, Source, checked_source
from haat.orders.models import Arrival, ArrivedLine, OrderLine
from haat.orders.rules import for_sale
from haat.places.models import Mart
from haat.pricing.errors import NoTaxRule, PriceTooLow
from haat.stock.errors import OutOfStock
from haat.stock.queries import available

LINE, PROBLEM = ArrivedLine.State, ArrivedLine.Problem


@transaction.atomic
def receive_order(mart: Mart, facts: Facts, *, source: Source, by: Actor) -> Arrival:
    """Keep an order from elsewhere and make of it what can be made; told twice it counts once, also twice at once.

    Another telling of the same order is kept for the desk to look at. Raises BadSource.
    """
    source = checked_source(source)
    arrival = _arrival(mart, facts, source, first=True)
    if not insert_new([arrival]):
        return _told_again(mart, facts, source, by)
    lines = _lines(arrival, facts)
    wanted = _wanted(arrival, facts, lines)
    for each, line in _take(arrival, facts, wanted, by):
        each.arrived.state, each.arrived.problem, each.arrived.line = LINE.TAKEN, "", line
        arrival.order = line.part.order
    if any(line.state == LINE.OPEN for line in lines):
        arrival.state = Arrival.State.OPEN
    update(arrival, "order", "state")
    insert(lines)
    record("orders.arrived", arrival, by=by, **arrival_facts(arrival), lines=[_line_facts(line) for line in lines])
    return arrival


def _arrival(mart: Mart, facts: Facts, source: Source, *, first: bool) -> Arrival:
    return Arrival(
        mart=mart,
        channel=source.channel,
        account=source.account,
        external_id=source.external_id,
        digest=facts.digest,
        told=dict(facts.told),
        first=first,
        state=Arrival.State.DONE if first else Arrival.State.CHANGED,
    )


def _told_again(mart: Mart, facts: Facts, source: Source, by: Actor) -> Arrival:
    """The row of the same telling, or a new one of another, beside the first."""
    other = _arrival(mart, facts, source, first=False)
    if insert_new([other]):
        record("orders.arrival_changed", other, by=by, **arrival_facts(other))
        return other
    return Arrival.objects.get(
        mart=mart,
        channel=source.channel,
        account=source.account,
        external_id=source.external_id,
        digest=facts.digest,
    )


def arrival_facts(arrival: Arrival) -> dict[str, Any]:
    """What events of an arrival tell."""
    return {
        "channel": arrival.channel,
        "account": arrival.account,
        "external_id": arrival.external_id,
        "digest": arrival.digest,
        "order_id": arrival.order_id,
    }


def _line_facts(line: ArrivedLine) -> dict[str, Any]:
    return {
        "id": line.external_id,
        "sku": line.sku,
        "quantity": line.quantity,
        "piece_paise": line.piece_paise,
        "problem": line.problem,
    }


def _lines(arrival: Arrival, facts: Facts) -> list[ArrivedLine]:
    """A row for each line, not kept yet: of a good that nobody knows, until one is found."""
    pieces, _delivery = facts.paise()
    return [
        ArrivedLine(
            arrival=arrival,
            external_id=line.external_id,
            sku=line.sku,
            title=line.title,
            quantity=line.quantity,
            piece_minor=line.piece_minor,
            piece_paise=paise,
            state=LINE.OPEN,
            problem=PROBLEM.UNKNOWN,
        )
        for line, paise in zip(facts.lines, pieces, strict=True)
    ]


def _wanted(arrival: Arrival, facts: Facts, lines: Sequence[ArrivedLine]) -> list[Wanted]:
    """Those lines that can be taken as far as goods and prices go; what is the matter with the others is noted."""
    mart = arrival.mart
    of_mart = Variant.objects.filter(mart=mart, sku__in={line.sku for line in lines} - {""})
    hold_all(of_mart)
    known = {variant.sku: variant for variant in of_mart.select_related("good__maker__seller")}
    free = available([variant.pk for variant in known.values()], arrival.channel, arrival.account)
    rules = SaleRules(mart, arrival.channel, day_of(sold_at(arrival, facts)))
    rules.read(known.values())
    found = []
    together: Counter[tuple[int, int]] = Counter()  # the pieces of a good at a price, which become one line
    for line in lines:
        variant = known.get(line.sku)
        if variant is None:
            continue
        pile = variant.pk, line.piece_paise
        line.problem = _problem(line, variant, free[variant.pk], rules, together[pile])
        if not line.problem:
            together[pile] += line.quantity
            found.append(Wanted(line, variant, rules.of(variant, line.piece_paise)))
    return found


def _problem(line: ArrivedLine, variant: Variant, free: int, rules: SaleRules, before: int) -> str:
    """Why a line cannot be taken; empty when it can.

    `before` pieces of its good at its price come with it: shared out together, rounding may leave the maker less than
    nothing though each line alone leaves her something.
    """
    if not for_sale(variant):
        return PROBLEM.NOT_FOR_SALE
    if free < line.quantity:
        return PROBLEM.SHORT
    try:
        of = rules.of(variant, line.piece_paise)
        of.split(line.piece_paise, line.quantity)
        of.split(line.piece_paise, before + line.quantity)
    except PriceTooLow:
        return PROBLEM.TOO_LOW
    except NoTaxRule:
        return PROBLEM.NO_RATE
    return ""


def _take(arrival: Arrival, facts: Facts, wanted: Sequence[Wanted], by: Actor) -> list[tuple[Wanted, OrderLine]]:
    """Make the order of what is wanted; when pieces are gone, of the rest. Each try is all or nothing."""
    while wanted:
        try:
            with transaction.atomic():
                return make_order(arrival, facts, wanted, by=by)
        except OutOfStock as error:
            gone = [each for each in wanted if each.variant.pk == error.variant_id][-1]
            gone.arrived.problem = PROBLEM.SHORT
            wanted = [each for each in wanted if each is not gone]
    return []
