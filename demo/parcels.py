"""What is sold at the marketplace leaves: packed by its makers, sent by post, told there, and settled by it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from haat.channels.amazon import finances
from haat.channels.amazon.settlement import Settlement as Statement
from haat.channels.channel import Keys, get
from haat.channels.keys import keys_of
from haat.channels.line import AccountLine
from haat.channels.models import Account, Sale
from haat.channels.parcels import Left, find
from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.errors import HaatError
from haat.delivery import actions as delivery
from haat.delivery.models import Parcel
from haat.ledger import actions as ledger
from haat.ledger.actions import Told
from haat.makers.queries import leader_of
from haat.orders import actions as orders
from haat.orders.models import ArrivedLine, Part

CARRIER = "India Post"
FEES, TCS, TDS = "ItemFees", "TCS", "TDS"
OPEN = "UNSHIPPED"  # how the marketplace calls what nobody has told it has left
LOOKS_BACK = timedelta(days=60)


def _line_of(account: Account) -> tuple[Keys, AccountLine]:
    return keys_of(account), AccountLine(account, get(account.channel))


def confirm_posted(account: Account) -> int:
    """Tell the marketplace of each parcel that the post has by now; how many those were."""
    away, told = find(account.channel), 0
    assert away is not None
    keys, line = _line_of(account)
    for sale in Sale.objects.filter(account=account, state=OPEN).exclude(arrival=None).order_by("pk"):
        parcels = Parcel.objects.filter(part__order__arrival=sale.arrival_id).exclude(article="").order_by("pk")
        for number, parcel in enumerate(parcels, start=1):
            lines = ArrivedLine.objects.filter(arrival=sale.arrival_id, line__part=parcel.part_id)
            pieces = dict(lines.values_list("external_id", "quantity"))
            away.left(Left(sale.external_id, number, CARRIER, parcel.article, timezone.now(), pieces), keys, line)
            told += 1
    return told


def pack_first(sales: "QuerySet[Sale]") -> None:
    """The maker of the first of these orders accepts and packs it; the others are new."""
    sale = sales.first()
    new = Part.objects.filter(order__arrival=sale.arrival_id if sale else None, state=Part.State.PLACED)
    for part in new.select_related("maker"):
        leader = leader_of(part.maker)
        by = Actor(leader.user_id if leader else None)
        accepted = orders.accept(part, by=by)
        weight = sum(line.weight_g for line in accepted.lines.all()) or 200
        delivery.pack(accepted, weight_g=weight + 60, by=by)


def settle(account: Account, *, by: Actor) -> int:
    """The accountant reads what the marketplace has settled, and writes it down; how many parts that were."""
    keys, line = _line_of(account)
    written = 0
    for closed in finances.settlements(timezone.now() - LOOKS_BACK, keys, line):
        statement = finances.settled(closed, keys, line)
        for order, told in _by_order(statement):
            part = Part.objects.filter(order__arrival__external_id=order, order__arrival__account=account.key).first()
            if part is None:
                continue
            try:
                ledger.settle_sale(part, told=told, key=f"{account.channel}:{statement.key}:{order}"[:80], by=by)
            except HaatError:
                continue  # it has left, and has not arrived yet
            written += 1
    return written


def _by_order(statement: Statement) -> Iterator[tuple[str, Told]]:
    """What a settlement says of each order."""
    names = dict.fromkeys(line.order for line in statement.lines if line.order)
    for name in names:
        lines = [line for line in statement.lines if line.order == name]
        taken: dict[str, Any] = {"fee_paise": 0, "tcs_paise": 0, "tds_paise": 0}
        for line in lines:
            amount = line.minor or 0
            if line.called == FEES:
                taken["fee_paise"] -= amount
            elif line.described.startswith(TCS):
                taken["tcs_paise"] -= amount
            elif line.described.startswith(TDS):
                taken["tds_paise"] -= amount
        came = sum(line.minor or 0 for line in lines)
        yield name, Told(reference=statement.key, day=today(), came_paise=came, **taken)
