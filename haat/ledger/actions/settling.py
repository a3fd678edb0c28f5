"""What a party told and paid for a part it sold: posted beside what was reckoned, as differences with a cause."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.money import MAX_PAISE
from haat.core.rows import update
from haat.core.texts import clean_line
from haat.ledger.actions.sales import evened, held_of
from haat.ledger.actions.transfers import At, Move, transfer_all
from haat.ledger.errors import (
    BackMoreThanCame,
    BadDay,
    BadKey,
    MoreThanSold,
    NeededByLater,
    NothingTold,
    NotSoldYet,
    ReasonNeeded,
    ReferenceNeeded,
    RoundsTooMuch,
    SettledOtherwise,
    SettlementTakenBack,
    TakenBackAlready,
    TooMuchGivenBack,
)
from haat.ledger.models import Party, Receivable, Settlement
from haat.ledger.queries import KEPT, kept_of
from haat.orders.models import Order, Part

# Figure of a settlement → 1 when it accounts for some of the sale, -1 when it is put on it.
SIGNS = {"came": 1, "fee": 1, "tcs": 1, "tds": 1, "adjustment": -1, "rounding": -1}
FIGURES = tuple(SIGNS)
RUPEE = 100
KEY_LENGTH = 80


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a party says of one part (paise), under which reference and of which day; see `Settlement`."""

    reference: str
    day: date
    came_paise: int = 0
    fee_paise: int = 0
    tcs_paise: int = 0
    tds_paise: int = 0
    adjustment_paise: int = 0
    rounding_paise: int = 0
    reason: str = ""
    lands_in: str = Settlement.Lands.BANK


@transaction.atomic
def settle_sale(part: Part, *, told: Told, key: str, by: Actor) -> Settlement:
    """A party accounted for a part, or for some of it. The same `key` of a party with the same figures counts once.

    What it kept and took off stands beside what came, each on an account of its own; what nobody accounted for stays
    open. The maker's due does not change by it. Raises BadKey, NotSoldYet, SettledOtherwise, SettlementTakenBack,
    what is wrong with a figure at its field, Overdrawn when it takes back more than the account holds.
    """
    told = _checked(told)
    if not 1 <= len(key) <= KEY_LENGTH:
        raise BadKey(KEY_LENGTH)
    hold_key(Order, part.order_id)  # a payout run is released after this, or before it
    row = held_of(part)
    if row is None:
        raise NotSoldYet
    known = _known(row, told, key)
    if known is not None:
        return known
    _check_kept(part, told)
    settlement = Settlement(mart_id=part.mart_id, party_id=row.party_id, part=part, key=key, by_id=by.user_id)
    for field in fields(told):
        setattr(settlement, field.name, getattr(told, field.name))
    _account_for(row, settlement, settlement.settled_paise, settlement.came_paise)
    try:
        with transaction.atomic():
            settlement.save(force_insert=True)
    except IntegrityError:  # another part's, at the same moment
        raise SettledOtherwise(key) from None
    moves = list(_moves(settlement, part))
    moves.append(evened(row, settled=settlement.settled_paise, cause=f"settled:{settlement.pk}:back"))
    transfer_all(part.mart, moves, part=part, by=by)
    record("ledger.settled", part, by=by, settlement_id=settlement.pk, party_id=row.party_id, **told_of(settlement))
    return settlement


@transaction.atomic
def take_back_settlement(settlement: Settlement, *, reason: str, by: Actor) -> Settlement:
    """It was wrong: every one of its moves is reversed, and what it accounted for is open again.

    Its key may be told anew. A maker who was paid meanwhile keeps her money; one in a run that is only proposed leaves
    it when that is released. Raises ReasonNeeded, TakenBackAlready, NeededByLater.
    """
    reason = clean_line(reason)[:200]
    if not reason:
        raise ReasonNeeded
    part = Part.objects.select_related("mart").get(pk=settlement.part_id)
    hold_key(Order, part.order_id)
    row = held_of(part)
    assert row is not None  # a settlement has something that it settled
    settlement = hold(settlement)
    if settlement.taken_back_at is not None:
        raise TakenBackAlready
    _check_left(part, settlement)
    settled = -settlement.settled_paise
    row.settled_paise += settled
    row.came_paise -= settlement.came_paise
    if not 0 <= row.settled_paise <= row.sold_paise:
        raise NeededByLater
    update(row, "settled_paise", "came_paise")
    settlement.taken_back_at, settlement.taken_back_by_id = timezone.now(), by.user_id
    settlement.taken_back_reason = reason
    update(settlement, "taken_back_at", "taken_back_by_id", "taken_back_reason")
    moves = [
        Move(move.credit, move.debit, move.amount_paise, move.cause.replace("settled:", "unsettled:", 1))
        for move in _moves(settlement, part)
    ]
    moves.append(evened(row, settled=settled, cause=f"unsettled:{settlement.pk}:back"))
    transfer_all(part.mart, moves, part=part, by=by)
    record(
        "ledger.settlement_taken_back",
        part,
        by=by,
        settlement_id=settlement.pk,
        amount_paise=settlement.came_paise,
        reason=reason,
    )
    return settlement


@transaction.atomic
def name_party(party: Party, *, name: str, by: Actor) -> Party:
    """What the office calls it; without a name it is called by its channel and account."""
    party = hold(party)
    before, party.name = party.name, clean_line(name)[:80]
    if party.name != before:
        update(party, "name")
        record("ledger.party_named", party, by=by, before=before, name=party.name)
    return party


def _checked(told: Told) -> Told:
    """The same in one form. Raises what is wrong with a figure by itself."""
    told = replace(told, reference=clean_line(told.reference)[:60], reason=clean_line(told.reason)[:200])
    figures = [getattr(told, f"{name}_paise") for name in FIGURES]
    if not any(figures) or max(map(abs, figures)) > MAX_PAISE:
        raise NothingTold
    if told.adjustment_paise and not told.reason:
        raise ReasonNeeded
    if abs(told.rounding_paise) >= RUPEE:
        raise RoundsTooMuch
    if not told.reference:
        raise ReferenceNeeded
    if told.day > today():
        raise BadDay
    return told


def _known(sale: Receivable, told: Told, key: str) -> Settlement | None:
    """What the party told under this key before, when it was the same. Raises SettledOtherwise, SettlementTakenBack."""
    rows = list(Settlement.objects.filter(mart_id=sale.mart_id, party_id=sale.party_id, key=key).order_by("pk"))
    for row in rows:
        same = row.part_id == sale.part_id and _told_by(row) == told
        if row.taken_back_at is None:
            if not same:
                raise SettledOtherwise(key)
            return row
    if any(row.part_id == sale.part_id and _told_by(row) == told for row in rows):
        raise SettlementTakenBack(key)
    return None


def _told_by(row: Settlement) -> Told:
    return Told(**{field.name: getattr(row, field.name) for field in fields(Told)})


def _check_kept(part: Part, told: Told) -> None:
    """A party gives back no more fee and tax of a part than it had kept of it."""
    kept = kept_of(part)
    for name in KEPT:
        if kept[name] + getattr(told, f"{name}_paise") < 0:
            raise TooMuchGivenBack(name, kept[name])


def _check_left(part: Part, settlement: Settlement) -> None:
    """What a later settlement gave back must not rest on this one."""
    kept = kept_of(part)
    if any(kept[name] < getattr(settlement, f"{name}_paise") for name in KEPT):
        raise NeededByLater


def _account_for(row: Receivable, settlement: Settlement, settled: int, came: int) -> None:
    """Write on the held row that so much more is settled. Raises MoreThanSold, BackMoreThanCame."""
    if row.settled_paise + settled > row.sold_paise:
        raise MoreThanSold(row.sold_paise - row.settled_paise)
    if row.settled_paise + settled < 0:
        raise BackMoreThanCame(row.settled_paise)
    row.settled_paise, row.came_paise = row.settled_paise + settled, row.came_paise + came
    update(row, "settled_paise", "came_paise")


def _moves(settlement: Settlement, part: Part) -> Iterator[Move]:
    """Each figure between its account and what is open of the sale."""
    receivable = At("receivable", settlement.party_id)
    for name in FIGURES:
        at, paise = settled_at(settlement, part.seller_id)[name], SIGNS[name] * getattr(settlement, f"{name}_paise")
        pair = (at, receivable) if paise >= 0 else (receivable, at)
        yield Move(*pair, abs(paise), f"settled:{settlement.pk}:{name}")


def told_of(settlement: Settlement) -> dict[str, Any]:
    """What its event keeps of it."""
    figures = {f"{name}_paise": getattr(settlement, f"{name}_paise") for name in FIGURES}
    words = {name: getattr(settlement, name) for name in ("reference", "lands_in", "key")}
    return {**figures, **words, "day": settlement.day.isoformat()}


def settled_at(settlement: Settlement, seller_id: int) -> dict[str, At]:
    """Figure of a settlement → the account on which it stands."""
    adjusted = "adjustment_gain" if settlement.adjustment_paise > 0 else "adjustment_loss"
    rounded = "rounding_gain" if settlement.rounding_paise > 0 else "rounding_loss"
    return {
        "came": At(settlement.lands_in),
        "fee": At("channel_fee", settlement.party_id),
        "tcs": At("tcs_credit", seller_id),
        "tds": At("tds_credit", seller_id),
        "adjustment": At(adjusted),
        "rounding": At(rounded),
    }
