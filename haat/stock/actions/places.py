"""Where stock lies besides its makers: opened, changed, closed, and which channels sell from there."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.events import changes, record
from haat.core.identifiers import InvalidIdentifier, clean_mobile, clean_pin
from haat.core.locks import hold
from haat.core.rows import insert_new, update
from haat.core.texts import clean_line
from haat.places.models import Mart, Place
from haat.stock.errors import (
    BadPlaceField,
    CounterSells,
    MakersSell,
    MarketplaceMissing,
    NameMissing,
    NameTaken,
    NotAMarketplace,
    NotItsPlace,
    PlaceClosed,
    PlaceNotEmpty,
    SoldByItsMarketplace,
    WhereMissing,
)
from haat.stock.models import MoveLine, SellsFrom, StockItem, StockPlace
from haat.stock.rules import COUNTER, MART, counter_of

Kind = StockPlace.Kind


@transaction.atomic
def open_place(
    mart: Mart,
    *,
    kind: str,
    name: str,
    where: Place | None = None,
    address: str = "",
    pin: str = "",
    keeper: str = "",
    phone: str = "",
    channel: str = "",
    account: str = "",
    by: Actor,
) -> StockPlace:
    """Open a hub, a sale centre, a stall or a marketplace's warehouse (of one `account` with that `channel`).

    What lies at a centre or a stall is sold by its own counter, what lies in a warehouse by its marketplace.
    Raises NameMissing, NameTaken, WhereMissing, NotItsPlace, BadPlaceField, MarketplaceMissing,
    NotAMarketplace.
    """
    if kind not in set(Kind) - {Kind.MAKER}:
        raise ValueError(f"no place of kind {kind!r} is opened")
    channel, account = clean_line(channel), clean_line(account)
    if kind != Kind.WAREHOUSE:
        channel = account = ""
    elif not channel:
        raise MarketplaceMissing
    elif channel in (MART, COUNTER):
        raise NotAMarketplace(channel)
    told = _told(mart, kind, name, where, address, pin, keeper, phone)
    row = StockPlace(mart=mart, kind=kind, channel=channel, account=account, **told)
    _save_named(row)
    sells = (channel, account) if kind == Kind.WAREHOUSE else counter_of(row)
    if sells is not None:
        insert_new([SellsFrom(mart=mart, place=row, channel=sells[0], account=sells[1])])
    record("stock.place_opened", row, by=by, kind=kind, channel=channel, account=account, **changes({}, _facts(row)))
    return row


def _told(
    mart: Mart, kind: str, name: str, where: Place | None, address: str, pin: str, keeper: str, phone: str
) -> dict[str, Any]:
    """The fields as typed, clean; raises for the first that is wrong."""
    name, address, keeper = clean_line(name)[:80], clean_line(address)[:240], clean_line(keeper)[:80]
    if not name:
        raise NameMissing
    somewhere = kind != Kind.WAREHOUSE
    if where is None and somewhere:
        raise WhereMissing
    if where is not None and not mart.place.contains(where):
        raise NotItsPlace
    if somewhere and len(address) < 4:
        raise BadPlaceField("address")
    return {
        "name": name,
        "place": where,
        "address": address,
        "pin": _clean("pin", pin) if pin.strip() or somewhere else "",
        "keeper": keeper,
        "phone": _clean("phone", phone) if phone.strip() or somewhere else "",
    }


def _clean(field: str, text: str) -> str:
    try:
        return clean_pin(text) if field == "pin" else clean_mobile(text, allow_demo=settings.DEMO)
    except InvalidIdentifier as error:
        raise HaatError(error.code, error.message, field=field) from error


def _save_named(row: StockPlace) -> None:
    """Write the place; two open ones of a mart never bear one name."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NameTaken(row.name) from error


def _facts(row: StockPlace) -> dict[str, Any]:
    """A place as its history shows it."""
    return {"name": row.name, "place": row.place_id, "address": row.address, "pin": row.pin} | {
        "keeper": row.keeper,
        "phone": row.phone,
    }


@transaction.atomic
def change_place(
    place: StockPlace,
    *,
    name: str,
    where: Place | None = None,
    address: str = "",
    pin: str = "",
    keeper: str = "",
    phone: str = "",
    by: Actor,
) -> StockPlace:
    """Another name, address or keeper. Raises like `open_place`, and PlaceClosed."""
    row = _held_open(place)
    before = _facts(row)
    for field, value in _told(row.mart, row.kind, name, where, address, pin, keeper, phone).items():
        setattr(row, field, value)
    if _facts(row) == before:
        return row
    _save_named(row)
    record("stock.place_changed", row, by=by, **changes(before, _facts(row)))
    return row


def _held_open(place: StockPlace) -> StockPlace:
    row = hold(place, "mart__place")
    if row.closed_at is not None:
        raise PlaceClosed(row.name)
    return row


@transaction.atomic
def close_place(place: StockPlace, *, by: Actor) -> StockPlace:
    """Nothing lies there any more and nothing will. Told twice, it is closed once.

    Raises PlaceNotEmpty while pieces lie there, are on the way from or to it, or are missing on that way.
    """
    row = hold(place)
    if row.closed_at is not None:
        return row
    going = Q(move__source=row) | Q(move__target=row)
    lines = MoveLine.objects.filter(going).filter(Q(move__received_at=None) | Q(missing__gt=0, settled_at=None))
    going_pieces = sum(line.missing or line.sent for line in lines)
    lying = sum(StockItem.objects.filter(place=row, on_hand__gt=0).values_list("on_hand", flat=True))
    if lying or going_pieces:
        raise PlaceNotEmpty(row.name, lying=lying, going=going_pieces)
    row.closed_at = timezone.now()
    update(row, "closed_at")
    record("stock.place_closed", row, by=by, name=row.name)
    return row


@transaction.atomic
def sell_from(place: StockPlace, *, channel: str, account: str = "", by: Actor) -> SellsFrom:
    """A channel sells from now on what lies there. Told twice, it counts once.

    Raises PlaceClosed, MakersSell, SoldByItsMarketplace, CounterSells, NotAMarketplace (of another shop of the mart).
    """
    row = _held_open(place)
    if not row.away:
        raise MakersSell
    if row.kind == Kind.WAREHOUSE and (channel, account) != (row.channel, row.account):
        raise SoldByItsMarketplace(row.channel)
    if channel == COUNTER and counter_of(row) != (channel, account):
        raise CounterSells(row.name)
    if channel == MART and account:
        raise NotAMarketplace(channel)
    sells, made = SellsFrom.objects.get_or_create(
        place=row, channel=channel, account=account, defaults={"mart_id": row.mart_id}
    )
    if made or sells.stopped_at is not None:
        sells.stopped_at = None
        update(sells, "stopped_at")
        record("stock.selling_begun", row, by=by, channel=channel, account=account, good_ids=_goods_at(row))
    return sells


@transaction.atomic
def stop_selling_from(place: StockPlace, *, channel: str, account: str = "", by: Actor) -> None:
    """The channel no longer sells what lies there; what it has promised stays promised. Told twice, it counts once."""
    row = hold(place)
    sells = SellsFrom.objects.filter(place=row, channel=channel, account=account, stopped_at=None)
    if sells.update(stopped_at=timezone.now()):
        record("stock.selling_stopped", row, by=by, channel=channel, account=account, good_ids=_goods_at(row))


def _goods_at(place: StockPlace) -> list[int]:
    """The goods of which free pieces lie there: what the shop shows of them changes."""
    free = StockItem.objects.filter(place=place, on_hand__gt=F("reserved"))
    return sorted(set(free.values_list("variant__good", flat=True)))
