"""The money of an offer: what reaches its maker by place of sale, estimated until it is settled, and what has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from haat.channels import finances
from haat.channels.came import Came, came_for
from haat.channels.models import Account, Offer
from haat.channels.queries import Sold, sold_at
from haat.channels.showing import Money, money_at
from haat.studio.where import MART
from haat.web.office.channels.bars import Parts, Piece, scaled
from haat.web.office.channels.frame import title_of


@dataclass(frozen=True)
class Row:
    """A place of sale: its bar, what was sold of the good there, and what has come for this size, once some has.

    `piece` is a settled piece, in the place of the estimate; None while none is.
    """

    parts: Parts
    title: str
    sold: Sold | None
    estimated: bool
    came: Came | None = None
    piece: Piece | None = None


def money_context(offer: Offer, every: Sequence[Offer]) -> dict[str, Any]:
    """`money`: a row for each place of sale, all bars at one scale; `came` what has come for this very offer.

    `reads`: whether the settlements of its channel are read here at all.
    """
    accounts: dict[int, Account] = {each.account_id: each.account for each in every}
    came = came_for([each for each in every if each.variant_id == offer.variant_id])
    at = {each.account_id: came[each.pk] for each in every if each.pk in came}
    sold = sold_at(offer.variant.good)
    rows = money_at(offer.variant, list(accounts.values()))
    pieces = [_piece(row, at) for row in rows]
    return {
        "money": [_row(parts, piece, at, sold) for parts, piece in zip(scaled(rows, pieces), pieces, strict=True)],
        "came": came.get(offer.pk),
        "reads": finances.find(offer.account.channel) is not None,
    }


def _piece(money: Money, at: dict[int, Came]) -> Piece | None:
    """What of a settled piece reached its maker, and what the channel took; None while that is not known."""
    came = at.get(money.account.pk) if money.account is not None else None
    if came is None or not came.settled or came.maker_each is None:
        return None
    price, taken = came.each(came.paid), came.each(came.taken)
    return Piece(price or 0, came.maker_each, taken or 0)


def _row(parts: Parts, piece: Piece | None, at: dict[int, Came], sold: dict[tuple[str, str], Sold]) -> Row:
    account = parts.money.account
    if account is None:
        return Row(parts, "", sold.get((MART, "")), False)
    estimated = piece is None and parts.money.reach.estimated
    here = sold.get((account.channel, account.key))
    return Row(parts, title_of(account), here, estimated, at.get(account.pk), piece)
