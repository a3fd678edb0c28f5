"""`haat channels parcel|settlements|sheet`: what follows an order there, and a sheet for who has no account yet."""

import argparse
import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from haat.channels import actions, listing_sheet, office, settled
from haat.channels.channel import find
from haat.channels.handing import packed_as, shipment_of, slots_of
from haat.channels.labels import label_of
from haat.channels.models import Account, Sale, Settlement, Shipment
from haat.channels.parcels import Packed
from haat.cli.refusing import Refused, writable
from haat.core.abroad import RUPEE
from haat.core.actor import MACHINE
from haat.core.dates import INDIA
from haat.core.errors import HaatError
from haat.core.money import format_rupees
from haat.core.texts import escaped
from haat.places.models import Mart

# ---- one parcel ----


def parcel(options: argparse.Namespace) -> int:
    """Do what the line asks of one parcel, and say how it stands."""
    row = _shipment(options)
    try:
        row = _asked(row, options)
    except HaatError as wrong:
        raise Refused(f"Not done: {wrong}") from None
    if options.label:
        content = label_of(row)
        if content is None:
            raise Refused(
                "There is no label yet: it is asked for when a time is booked, and fetched with the next turn."
            )
        writable(Path(options.label)).write_bytes(content)
    if options.json:
        print(json.dumps(_told(row), ensure_ascii=False))
    else:
        print("\n".join(_lines(row)))
    return 0


def _shipment(options: argparse.Namespace) -> Shipment:
    sales = Sale.objects.filter(external_id=options.order).order_by("pk")
    found = list((sales.filter(account=options.account) if options.account else sales)[:2])
    if len(found) != 1:
        which = "are several orders" if found else "is no order"
        raise Refused(f"There {which} {escaped(options.order)}: name one, and where two have it, its --account.")
    row = shipment_of(found[0], options.number)
    if row is None:
        raise Refused(f"Nothing of {escaped(options.order)} is to be handed over, or no turn has seen it yet.")
    return row


def _asked(row: Shipment, options: argparse.Namespace) -> Shipment:
    if options.size:
        row = actions.offer_times(row, packed=_packed(options.size), by=MACHINE)
    if options.slot:
        row = actions.book_pickup(row, slot=options.slot, by=MACHINE)
    if options.carrier or options.tracking:
        left_at = _moment(options.left_at)
        row = actions.tell_left(row, carrier=options.carrier, tracking=options.tracking, left_at=left_at, by=MACHINE)
    return shipment_of(row.sale, row.number) or row


def _packed(text: str) -> Packed:
    try:
        weight, length, width, height = (int(each) for each in text.split(","))
    except ValueError:
        raise Refused("--size takes four whole numbers: grams, and length, width and height in mm.") from None
    return Packed(weight, length, width, height)


def _moment(text: str) -> datetime:
    """A moment as it is written in India, now where nothing is."""
    if not text:
        return timezone.now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("--left-at is written like 2026-11-30T10:00.") from None
    return found if found.tzinfo else found.replace(tzinfo=INDIA)


def _told(row: Shipment) -> dict[str, Any]:
    """A parcel in plain values."""
    size = packed_as(row)
    return {
        "order": row.sale.external_id,
        "account": row.sale.account_id,
        "number": row.number,
        "way": row.way,
        "state": row.state,
        "hand_over_by": _iso(row.sale.ship_by),
        "asks_cancel": row.sale.asks_cancel,
        "size": [size.weight_g, size.length_mm, size.width_mm, size.height_mm] if size else None,
        "slots": [{"key": each.key, "begins": _iso(each.begins), "ends": _iso(each.ends)} for each in slots_of(row)],
        "slot": row.slot.get("key", ""),
        "begins": _iso(row.begins),
        "ends": _iso(row.ends),
        "there": row.there,
        "carrier": row.carrier,
        "tracking": row.tracking,
        "left_at": _iso(row.left_at),
        "label": row.label_state,
        "said": row.said,
    }


def _iso(moment: datetime | None) -> str | None:
    """A moment in India's time."""
    return moment.astimezone(INDIA).isoformat() if moment else None


def _lines(row: Shipment) -> Sequence[str]:
    """The same for a person who reads a terminal."""
    told = _told(row)
    lines = [f"parcel {row.number} of {escaped(told['order'])}: {row.way}, {row.state}"]
    if told["hand_over_by"]:
        lines.append(f"  hand over by {told['hand_over_by']}")
    if told["asks_cancel"]:
        lines.append("  the buyer asks to cancel it: agree or refuse in the channel's own pages first")
    if told["begins"]:
        lines.append(
            f"  booked from {told['begins']} to {told['ends'] or '?'}: {escaped(row.there or 'nothing said yet')}"
        )
    if row.tracking:
        lines.append(f"  tracking {escaped(row.tracking)} {escaped(row.carrier)}".rstrip())
    if told["left_at"]:
        lines.append(f"  left {told['left_at']}")
    lines += [f"  time {escaped(each['key'])}: {each['begins']} to {each['ends']}" for each in told["slots"]]
    if row.label_state:
        lines.append(f"  label: {row.label_state}")
    if row.said:
        lines.append(f"  the channel said: {escaped(row.said)}")
    return lines


# ---- settlements ----


def settlements(options: argparse.Namespace) -> int:
    """Every settlement that was read in, of every account or of one."""
    accounts = Account.objects.order_by("pk")
    accounts = accounts.filter(pk=options.account) if options.account else accounts
    if options.account and not accounts.exists():
        raise Refused(f"There is no account {options.account}; `haat channels status` lists them.")
    found = [_settled(row) for account in accounts for row in settled.settlements_of(account)]
    if options.json:
        print(json.dumps({"settlements": found}, ensure_ascii=False))
    else:
        for each in found:
            print("\n".join(_settled_lines(each)))
        if not found:
            print("no settlement was read yet: the turns of an account look for them, some times a day")
    return 0


def _settled(row: Settlement) -> dict[str, Any]:
    """A settlement in plain values; amounts in the smallest unit of its money."""
    strange = list(settled.strange_lines(row)[: settled.MOST_STRANGE])
    return {
        "account": row.account_id,
        "key": row.key,
        "currency": row.currency,
        "begins": _iso(row.begins),
        "ends": _iso(row.ends),
        "paid_on": _iso(row.paid_on),
        "total": row.total_minor,
        "lacks": row.lacks_minor,
        "lines": row.number,
        "problem": row.problem,
        "sums": settled.by_head(settled.kinds_of(row)),
        "not_ours": [each.external_id for each in settled.orders_not_ours(row)],
        "strange": [{"called": each.called, "described": each.described, "minor": each.minor} for each in strange],
    }


def _settled_lines(each: dict[str, Any]) -> Sequence[str]:
    money = each["currency"]
    lines = [
        f"account {each['account']}, settlement {escaped(each['key'])}: {_amount(each['total'], money)}"
        f" paid on {each['paid_on'] or '?'}, {each['lines']} lines"
    ]
    if each["problem"]:
        return [*lines, "  it cannot be read; it is tried again"]
    sums = ", ".join(f"{head} {_amount(minor, money)}" for head, minor in each["sums"].items() if minor)
    lines.append(f"  {sums}")
    if each["lacks"]:
        lines.append(f"  {_amount(each['lacks'], money)} of it is explained by no line")
    if each["not_ours"]:
        lines.append(f"  {len(each['not_ours'])} orders are none that came here")
    for row in each["strange"]:
        words = f"{escaped(row['called'])} {escaped(row['described'])}".strip()
        lines.append(f"  not known: {words}, {_amount(row['minor'], money)}")
    return lines


def _amount(minor: int | None, currency: str) -> str:
    if minor is None:
        return "an amount that cannot be read"
    return format_rupees(minor) if currency == RUPEE else f"{minor} (smallest unit of {escaped(currency or '?')})"


# ---- a sheet without an account ----


def sheet(options: argparse.Namespace) -> int:
    """A channel's own sheet of one kind of goods; without a kind, which kinds there are."""
    mart = Mart.objects.select_related("place").filter(slug=options.mart).first()
    channel, folder = find(options.channel), office.find(options.channel)
    if mart is None:
        known = ", ".join(Mart.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        raise Refused(f"There is no mart {options.mart!r}; there are: {known}.")
    if channel is None or folder is None or not folder.sheet_words:
        raise Refused(f"There is no channel {options.channel!r} that takes a sheet.")
    kinds = listing_sheet.kinds_in(mart, mart.place, channel)
    named = [each for each in kinds if each.kind and each.product_type]
    chosen = next((each for each in named if each.kind and each.kind.slug == options.kind), None)
    if not options.kind:
        for each in named:
            print(f"{each.kind}: {each.sizes} sizes, {each.product_type}")
        return 0
    if chosen is None:
        raise Refused(f"The shop sells no {options.kind!r} that has a name there; without --kind all are listed.")
    if options.out:
        file, out = writable(Path(options.out)), io.BytesIO()
        filled = listing_sheet.write(folder, channel, mart, mart.place, chosen, out)
        file.write_bytes(out.getvalue())
    else:
        filled = listing_sheet.count(folder, channel, mart, mart.place, chosen)
    print(f"{filled.goods} sizes, {filled.missing} cells missing")
    for lack in filled.lacks:
        print(f"  {lack.goods} × {escaped(str(lack.label))} ({lack.name}){'' if lack.sure else ', not known whether'}")
    return 0
