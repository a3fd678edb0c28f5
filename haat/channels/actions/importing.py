"""Orders from a channel: kept raw first, then acted on; told twice, late or out of order they count once.

Cancelled there gives pieces back here: of each line so many stay alive as the channel still wants, whoever cancelled
the others. What is only asked to be cancelled stays promised.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.channels import parcels
from haat.channels.channel import EVERY, Channel, Told
from haat.channels.models import Account, Offer, Sale
from haat.channels.models.sales import UNTOLD
from haat.channels.plain import legible, plain, timely
from haat.channels.states import digest_of, is_odd
from haat.core.actor import MACHINE, Actor
from haat.core.errors import HaatError
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.rows import insert_new, update
from haat.delivery import carriers
from haat.orders import actions as orders
from haat.orders.errors import BadFacts, CannotDivide, WrongState
from haat.orders.facts import Source, facts_from
from haat.orders.models import Arrival, ArrivedLine, Order, OrderLine, Part, Return, ReturnLine
from haat.orders.rules import DIVISIBLE

log = structlog.get_logger("haat.channels")
MOST_ID, MOST_STATE, MOST_SAID = 60, 40, 300
NAMELESS = "?"  # begins what an order is called here that has no name there
Problem = Sale.Problem
TOLD = ("state", "told_at", "raw", "facts", "cancelled", "asks_cancel", "ship_by", "changed_at", "forgotten_at")
CAME = ("arrival", "problem", "said")
# Where pieces are still here, those that are furthest from leaving first.
ROAD = (Part.State.AWAITING_PAYMENT, Part.State.PLACED, Part.State.ACCEPTED, Part.State.PACKED)


def keep(account: Account, channel: Channel, told: Told, *, by: Actor = MACHINE) -> Sale:
    """Keep one order as it was told, whatever becomes of it, and then do what it asks for."""
    return settle(_keep_raw(account, told, by), channel, by=by)


def settle(sale: Sale, channel: Channel, *, by: Actor = MACHINE) -> Sale:
    """Do what it asks for. Whatever is wrong with one order, the others are received: it waits for a person."""
    try:
        act_on(sale, channel, by=by)
    except Exception as fault:
        log.warning("order not acted on", account=sale.account_id, order=sale.external_id, exc_info=True)
        sale.problem, sale.said = Problem.UNREADABLE, type(fault).__name__
        update(sale, "problem", "said")
    return sale


def _called(told: Told) -> str:
    """What it is called there, as orders are kept; one without a name, or with one too long, by what it says."""
    name = " ".join(legible(told.external_id).split())
    return name if 0 < len(name) <= MOST_ID else f"{NAMELESS}{digest_of(plain(told.raw))}"


@transaction.atomic
def _keep_raw(account: Account, told: Told, by: Actor) -> Sale:
    """What a later telling says stands; what was cancelled stays cancelled."""
    told = _as_kept(told)
    new = Sale(mart_id=account.mart_id, account=account, external_id=told.external_id)
    if insert_new([new]):
        sale = new
    else:
        sale = Sale.objects.select_for_update(no_key=True).get(account=account, external_id=told.external_id)
    asked = sale.asks_cancel
    cancelled = Counter(sale.cancelled) | Counter(told.cancelled)
    if dict(cancelled) != sale.cancelled or not _is_older(told, sale):
        _set(sale, told, dict(cancelled))
        update(sale, *TOLD)
    if sale.asks_cancel and not asked:
        record("channels.cancel_asked", sale, by=by, external_id=sale.external_id)
    return sale


def _as_kept(told: Told) -> Told:
    """The same without what no database keeps and no page can show."""
    return replace(
        told,
        external_id=_called(told),
        state=legible(told.state)[:MOST_STATE],
        facts=None if told.facts is None else plain(told.facts),
        cancelled={legible(str(line)): pieces for line, pieces in told.cancelled.items()},
        ship_by=timely(told.ship_by),
        raw=plain(told.raw),
        at=timely(told.at),
    )


def _is_older(told: Told, sale: Sale) -> bool:
    """Whether it comes after a later telling; of two without a time the one that comes last is the later one."""
    return told.at is not None and sale.told_at is not None and told.at < sale.told_at


def _set(sale: Sale, told: Told, cancelled: Mapping[str, int]) -> None:
    sale.cancelled, sale.changed_at = dict(cancelled), timezone.now()
    if _is_older(told, sale):
        sale.facts = sale.facts if sale.facts is not None or told.facts is None else dict(told.facts)
        return
    sale.state, sale.told_at = told.state, told.at or sale.told_at
    sale.asks_cancel, sale.ship_by = told.asks_cancel, told.ship_by or sale.ship_by
    if sale.arrival_id is None and told.facts is not None:
        sale.forgotten_at = None  # it is to be packed after all
    if sale.forgotten_at is None:
        sale.raw = dict(told.raw)
        sale.facts = sale.facts if told.facts is None else dict(told.facts)


@transaction.atomic
def act_on(sale: Sale, channel: Channel, *, by: Actor = MACHINE) -> Sale:
    """Receive what is to be received of it, and give back what was cancelled. Done twice it is done once."""
    row = hold(sale, "account__mart", "mart", "arrival")
    if row.arrival is None and row.forgotten_at is not None:
        return row  # nobody knows any more whose it was
    row.problem, row.said = "", ""
    unknown = is_odd(row.state, channel)
    if row.arrival is None and row.facts is not None and (row.to_pack or not unknown):
        _receive(row, channel, by)
    elif row.arrival is not None and row.facts is not None:
        _told_again(row, channel, by)
    if row.arrival is not None and row.cancelled:
        _give_back(row, by)
    if unknown and not row.problem and row.read_state != (row.state or UNTOLD):
        row.problem, row.said = Problem.STATE, row.state
    for name in CAME:
        setattr(sale, name, getattr(row, name))
    update(row, *CAME)
    return row


def is_wanted(sale: Sale) -> bool:
    """Whether anything of what was told is still wanted there."""
    lines = _lines(sale)
    return not lines or any(_left(sale, line, place) > 0 for place, line in enumerate(lines, start=1))


def _receive(row: Sale, channel: Channel, by: Actor) -> None:
    """Make the order of it. A line that was cancelled whole before we heard of it is not made."""
    if not is_wanted(row):
        return
    told, lines = _facts(row, channel), _lines(row)
    left = [line for place, line in enumerate(_ours(row, lines), start=1) if _left(row, line, place) > 0]
    if lines:
        told["lines"] = left
    row.arrival = _received(row, told, by)


def _received(row: Sale, told: Mapping[str, Any], by: Actor) -> Arrival | None:
    """What came of it; None when it cannot be read, and then why is kept."""
    name = "" if row.external_id.startswith(NAMELESS) else row.external_id
    source = Source(row.account.channel, row.account.key, name)
    try:
        return _first(orders.receive_order(row.mart, facts_from(told), source=source, by=by))
    except BadFacts as wrong:
        only_rate = set(wrong.fields) <= {"rate", "rate_on"}
        row.problem = Problem.RATE if only_rate else Problem.UNREADABLE
        row.said = "; ".join(f"{field}: {error}" for field, error in wrong.fields.items())[:MOST_SAID]
    except HaatError as wrong:
        row.problem, row.said = Problem.UNREADABLE, str(wrong)[:MOST_SAID]
    return None


def _first(arrival: Arrival) -> Arrival:
    """The first telling of the same order: that makes the order, whoever brought it."""
    if arrival.first:
        return arrival
    same = {name: getattr(arrival, name) for name in ("mart_id", "channel", "account", "external_id")}
    return Arrival.objects.get(**same, first=True)


def _told_again(row: Sale, channel: Channel, by: Actor) -> None:
    """More pieces than were told first, other goods or prices: kept beside the first telling, before the desk."""
    assert row.arrival is not None
    first = {_name(line, place): line for place, line in enumerate(row.arrival.told.get("lines", []), start=1)}
    lines = _ours(row, _lines(row))
    for place, line in enumerate(lines, start=1):
        before = first.get(_name(line, place)) if isinstance(line, Mapping) else None
        if before is None and _left(row, line, place) <= 0:
            continue
        if before is None or _is_more(before, line):
            _received(row, _facts(row, channel) | {"lines": lines}, by)
            return


def _is_more(before: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether a line says something else than that fewer pieces are wanted."""
    if any(before.get(name) != now.get(name) for name in ("sku", "piece_minor")):
        return True
    pieces = now.get("quantity")
    return not isinstance(pieces, int) or pieces > before["quantity"]


def _facts(row: Sale, channel: Channel) -> dict[str, Any]:
    """What is to be received, with who writes the bill, and who carries what the channel fetches."""
    told: dict[str, Any] = {"bills": Order.Bills.CHANNEL if channel.bills else Order.Bills.HERE}
    folder = parcels.find(row.account.channel)
    if folder is not None and folder.way(row.state, row.raw) == parcels.FETCHED and carriers.of_channels():
        told["carrier"] = carriers.of_channels()
    return told | (row.facts or {})


def _lines(row: Sale) -> list[Any]:
    """The lines as they were told; none of what is no list."""
    lines = (row.facts or {}).get("lines")
    return lines if isinstance(lines, list) else []


def _ours(row: Sale, lines: Sequence[Any]) -> list[Any]:
    """The lines, each under its name, with our own codes of goods where an offer goes by another there."""
    skus = {line["sku"] for line in lines if isinstance(line, Mapping) and isinstance(line.get("sku"), str)}
    called = dict(Offer.objects.filter(account=row.account, sku__in=skus).values_list("sku", "variant__sku"))
    return [
        _our(line, place, called) if isinstance(line, Mapping) else line for place, line in enumerate(lines, start=1)
    ]


def _our(line: Mapping[str, Any], place: int, called: Mapping[str, str]) -> dict[str, Any]:
    sku = line.get("sku")
    ours = {"sku": called[sku]} if isinstance(sku, str) and sku in called else {}
    return {**line, "id": _name(line, place), **ours}


def _name(line: Any, place: int) -> str:
    """What a line is called there: its own id, or its place."""
    return str((line.get("id") if isinstance(line, Mapping) else "") or place)


def _left(row: Sale, line: Any, place: int) -> int:
    """How many pieces of a told line are still wanted; a line that says no number is for the reader of facts."""
    quantity = line.get("quantity") if isinstance(line, Mapping) else None
    if not isinstance(quantity, int) or quantity < 1:
        return 1
    return quantity - _gone(row, _name(line, place), quantity)


def _gone(row: Sale, name: str, quantity: int) -> int:
    """How many pieces of a line of so many were cancelled there."""
    return min(int(row.cancelled.get(name, row.cancelled.get(EVERY, 0))), quantity)


def _give_back(row: Sale, by: Actor) -> None:
    """Of every line so many pieces stay alive here as are wanted there."""
    assert row.arrival is not None
    hold_key(Arrival, row.arrival.pk)
    lines = list(ArrivedLine.objects.filter(arrival=row.arrival).select_related("line").order_by("pk"))
    for line in lines:
        gone = _gone(row, line.external_id, line.quantity)
        if line.state == ArrivedLine.State.OPEN and gone:
            _drop(row, line, gone, by)
    given = 0
    piles: dict[tuple[int, int], int] = {}
    for line in lines:
        if line.state == ArrivedLine.State.TAKEN and line.line is not None:
            pile = line.line.variant_id, line.piece_paise
            gone = _gone(row, line.external_id, line.quantity)
            piles[pile] = piles.get(pile, 0) + line.quantity - gone
    for (variant_id, paise), wanted in sorted(piles.items()):
        given += _cancel_beyond(row, variant_id, paise, wanted, by)
    if given:
        record("channels.cancelled_there", row, by=by, external_id=row.external_id, pieces=given)


def _drop(row: Sale, line: ArrivedLine, gone: int, by: Actor) -> None:
    """An open line that was cancelled whole needs nobody any more; of one cancelled in part the desk hears first."""
    if gone < line.quantity:
        row.problem = Problem.WAITS
        return
    orders.drop_line(line, reason=_why(row), by=by)


def _why(row: Sale) -> str:
    """Why, in the mart's first language."""
    with override(row.mart.default_language):
        return _("Cancelled where it was ordered.")


def _cancel_beyond(row: Sale, variant_id: int, paise: int, wanted: int, by: Actor) -> int:
    """Cancel what of a good at a price is alive beyond what is wanted; how many pieces were."""
    assert row.arrival is not None
    order_id = row.arrival.order_id
    orders.held(order_id or 0)
    rows = OrderLine.objects.filter(part__order=order_id, variant=variant_id, piece_paise=paise)
    back = (Part.State.CANCELLED, Part.State.RETURNED)
    alive = list(rows.exclude(part__state__in=back).select_related("part").order_by("-part_id"))
    home = _back_of(alive)
    left = sum(line.quantity - home.get(line.pk, 0) for line in alive) - wanted
    given = 0
    for line in sorted(alive, key=lambda line: _how_far(line.part)):
        if left <= 0:
            break
        pieces = min(left, line.quantity - home.get(line.pk, 0))
        if not _cancel(row, line, pieces, by):
            break
        left, given = left - pieces, given + pieces
    return given


def _back_of(lines: Iterable[OrderLine]) -> dict[int, int]:
    """Line → how many of its pieces came back and were taken in."""
    rows = ReturnLine.objects.filter(line__in=[line.pk for line in lines], ret__state=Return.State.RECEIVED)
    return dict(rows.order_by().values_list("line").annotate(pieces=Sum("pieces")))


def _how_far(part: Part) -> int:
    return ROAD.index(Part.State(part.state)) if part.state in ROAD else len(ROAD)


def _cancel(row: Sale, line: OrderLine, pieces: int, by: Actor) -> bool:
    """Cancel pieces of a line where that is possible; else a person must say what comes of it."""
    part = line.part
    try:
        if part.state in DIVISIBLE:
            orders.cancel_pieces(part, pieces={line.pk: pieces}, reason=_why(row), by=by)
            return True
        if pieces == line.quantity and _alone(part, line) and part.state in (*ROAD, Part.State.ON_THE_WAY):
            orders.cancel_all([part], reason=_why(row), by=by)
            return True
    except (WrongState, CannotDivide):
        pass
    row.problem = Problem.PACKED if part.state == Part.State.PACKED else Problem.GONE
    return False


def _alone(part: Part, line: OrderLine) -> bool:
    return not OrderLine.objects.filter(part=part).exclude(pk=line.pk).exists()


def goods_of(sales: Iterable[Sale]) -> set[int]:
    """The goods of what became of told orders: what there is of them may have changed."""
    arrivals = {sale.arrival_id for sale in sales if sale.arrival_id is not None}
    lines = OrderLine.objects.filter(part__order__arrival__in=arrivals)
    return set(lines.values_list("good_id", flat=True)) if arrivals else set()


def cancelled_goods(orders: Iterable[tuple[Told, Sale]]) -> set[str]:
    """The codes there of what told orders hold of which something was cancelled: nobody knows what stock it left.

    An order that was cancelled before we heard of it has no facts; what it held the channel took from its stock.
    """
    gone = [(told, sale) for told, sale in orders if sale.cancelled]
    lines = [line for _told, sale in gone for line in _lines(sale) if isinstance(line, Mapping)]
    known = {line["sku"] for line in lines if isinstance(line.get("sku"), str)}
    return known | {legible(sku) for told, _sale in gone for sku in told.skus}


def unsettled(account: Account, *, now: datetime, most: int = 200) -> list[Sale]:
    """Orders of which something could not be done, that may be possible by now: those that were tried longest ago.

    They count as tried now: whatever becomes of these, the others have their turn next.
    """
    rows = Sale.objects.filter(~Q(problem=""), account=account)
    found = list(rows.order_by(F("tried_at").asc(nulls_first=True), "pk")[:most])
    Sale.objects.filter(pk__in=[sale.pk for sale in found]).update(tried_at=now)
    return found
