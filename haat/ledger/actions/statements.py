"""Statements of parties, line by line, out of a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from haat.core.actor import Actor
from haat.core.imports import ImportReport, Progress, Row, import_rows
from haat.core.locks import hold_all, hold_key
from haat.ledger.actions.sales import held_of
from haat.ledger.actions.settling import FIGURES, Told, settle_sale
from haat.ledger.errors import SettledOtherwise
from haat.ledger.models import Account, Settlement
from haat.ledger.queries import part_told
from haat.orders.models import Order, Part
from haat.places.models import Mart

# `key` names the line; `order` is our number or the party's; channel and account are needed only where two parties
# use one number. Amounts in rupees, with a minus for what is taken back or taken off.
COLUMNS = ("key", "order", "channel", "account", "day", "reference", *FIGURES, "reason", "lands_in")
_NEEDED = ("key", "order", "day", "reference")
# The accounts between which settlements move money.
_KINDS = (
    *("receivable", "channel_due", "bank", "cash_desk", "channel_fee", "tcs_credit", "tds_credit"),
    *("adjustment_loss", "adjustment_gain", "rounding_loss", "rounding_gain"),
)


def settle_rows(
    rows: Iterable[Mapping[str, Any]],
    *,
    mart: Mart,
    channel: str | None = None,
    account: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    by: Actor,
) -> ImportReport:
    """Settle what the lines of a statement say, with the columns COLUMNS; a line counts once, by its key.

    A line enters whole or not at all, in a transaction of its own, and is refused with a reason. With `channel` and
    `account` all of them are of that party, and those of another are refused. `progress` hears after each: (lines
    done, lines of the statement).

    With `dry_run` the same is answered, and nothing is kept; only what lines of several parts together take out of one
    account is not added up, so that a line may be refused as overdrawn that was not in the dry run.
    """
    tried, party = _Tried(), _Of(mart, channel, account)

    def put(row: Row) -> bool:
        line = _read(row, party)
        return tried.settle(line, by) if dry_run else _settle(line, by)

    return import_rows(rows, put, needed=_NEEDED, columns={}, progress=progress)


class _Of(NamedTuple):
    """Whose statement it is, as far as that was said."""

    mart: Mart
    channel: str | None
    account: str | None


@dataclass(frozen=True)
class _Line:
    """What a line says, under its key, and the part that it says it of."""

    part: Part
    told: Told
    key: str


class _Tried:
    """A dry run: each line is settled after those of its part before it, and all of them are rolled back at once.

    So nothing is held from one line to the next.
    """

    def __init__(self) -> None:
        self._of_part: dict[int, list[_Line]] = {}
        self._part_of: dict[tuple[str, str, str], int] = {}

    def settle(self, line: _Line, by: Actor) -> bool:
        """Whether the line would be new. Raises like `settle_sale`."""
        name = (line.part.order.channel, line.part.order.account, line.key)
        if self._part_of.get(name, line.part.pk) != line.part.pk:
            raise SettledOtherwise(line.key)
        before = self._of_part.setdefault(line.part.pk, [])
        with transaction.atomic():
            _hold_accounts(line.part)
            for earlier in before:
                _settle(earlier, by)
            new = _settle(line, by)
            transaction.set_rollback(True)
        if new:
            before.append(line)
            self._part_of[name] = line.part.pk
        return new


def _hold_accounts(part: Part) -> None:
    """All that settlements of the part may move money on, in one turn: each of them alone holds only its own."""
    hold_key(Order, part.order_id)
    sale = held_of(part)
    if sale is not None:
        owners = (0, sale.party_id, part.seller_id)
        hold_all(Account.objects.filter(mart=part.mart_id, kind__in=_KINDS, owner_id__in=owners))


def _settle(line: _Line, by: Actor) -> bool:
    """Whether it was new. Raises like `settle_sale`."""
    known = Settlement.objects.filter(part=line.part, key=line.key, taken_back_at=None).exists()
    settle_sale(line.part, told=line.told, key=line.key, by=by)
    return not known


def _read(row: Row, party: _Of) -> _Line:
    """Raises BadRow."""
    key, part = row.text("key", needed=True), _part(row, party)
    day, reference = row.day("day"), row.text("reference", needed=True)
    lands_in = row.text("lands_in") or Settlement.Lands.BANK
    if lands_in not in Settlement.Lands.values:
        row.refuse("lands_in", _("Write bank or cash_desk, or leave the cell empty."))
    figures = {f"{name}_paise": row.rupees(name, signed=True) or 0 for name in FIGURES}
    row.check()
    assert part is not None
    assert day is not None
    told = Told(reference=reference, day=day, reason=row.text("reason"), lands_in=lands_in, **figures)
    return _Line(part, told, key)


def _part(row: Row, party: _Of) -> Part | None:
    number = row.text("order", needed=True)
    channel = _same(row, "channel", row.text("channel").lower(), party.channel)
    account = _same(row, "account", row.text("account"), party.account)
    if not number or row.refusals:
        return None
    found = part_told(party.mart, number=number, channel=channel, account=account)
    if len(found) > 1:
        numbers = ", ".join(part.number for part in found)
        sentence = _("This may be %(numbers)s. Write one of these numbers, or the channel and account.")
        row.refuse("order", sentence % {"numbers": numbers})
    elif not found:
        row.refuse("order", _("No order from elsewhere has this number."))
    return found[0] if len(found) == 1 else None


def _same(row: Row, column: str, told: str, wanted: str | None) -> str | None:
    """What the cell or the whole statement says; None when neither does."""
    if told and wanted is not None and told != wanted:
        row.refuse(column, _("This line is of another party than the statement."))
    return told or wanted
