"""Which dated rule holds. Pure: the rows are given."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TypeVar

from haat.core.money import tax_inside
from haat.pricing.models import ChannelFee, FeeRule, TaxRule, Wage, Withholding

Row = TypeVar("Row", FeeRule, Wage, Withholding)


def holds(rule: TaxRule, *, piece_paise: int, packed_and_labelled: bool, on: date) -> bool:
    """True when `rule` covers a piece at this price (paise, tax included) on this day.

    The limits of the law ("not above ₹2,500 a piece") mean the value without tax, so the upper limit is
    compared with the price less the tax this rule itself would put inside it.
    """
    if not rule.from_date <= on <= (rule.to_date or date.max):
        return False
    if rule.packed_and_labelled not in (None, packed_and_labelled):
        return False
    if rule.over_paise is not None and piece_paise <= rule.over_paise:
        return False
    return rule.up_to_paise is None or piece_paise - tax_inside(piece_paise, rule.rate_bp) <= rule.up_to_paise


def _newest_and_narrowest(rule: TaxRule) -> tuple[int, bool, bool, int]:
    """Sort key: a newer rule first, then one that names its packing, then the lowest upper limit."""
    no_limit = rule.up_to_paise is None
    return (-rule.from_date.toordinal(), rule.packed_and_labelled is None, no_limit, rule.up_to_paise or 0)


def choose_tax_rule(
    rules: Iterable[TaxRule], *, piece_paise: int, packed_and_labelled: bool, on: date
) -> TaxRule | None:
    """The one of `rules` (all of one line of goods) that holds; None when none does."""
    for rule in sorted(rules, key=_newest_and_narrowest):
        if holds(rule, piece_paise=piece_paise, packed_and_labelled=packed_and_labelled, on=on):
            return rule
    return None


def choose_dated(rows: Iterable[Row], *, on: date) -> Row | None:
    """The newest of `rows` that has begun by `on`; None when none has."""
    return max((row for row in rows if row.from_date <= on), key=lambda row: row.from_date, default=None)


def choose_fee(rules: Iterable[FeeRule], *, channel: str, own: str, on: date) -> FeeRule | None:
    """The newest of the channel's rules that has begun by `on`, or of the mart's `own` where none has."""
    by_channel: dict[str, list[FeeRule]] = {channel: [], own: []}
    for rule in rules:
        by_channel[rule.channel].append(rule)
    return choose_dated(by_channel[channel], on=on) or choose_dated(by_channel[own], on=on)


def choose_channel_fee(
    fees: Iterable[ChannelFee], *, price_paise: int, called: Collection[str], on: date
) -> ChannelFee | None:
    """The one of a channel's `fees` that holds for goods `called` so at a price on a day; None when none does.

    What the mart's own office wrote down goes before the project's list, what names the goods before what is said of
    all, and then the newest.
    """
    holding = (
        fee
        for fee in fees
        if fee.from_date <= on
        and fee.from_paise <= price_paise
        and (fee.to_paise is None or price_paise < fee.to_paise)
        and (not fee.category or fee.category in called)
    )
    return max(holding, key=_own_named_newest, default=None)


def holding_channel_fees(fees: Iterable[ChannelFee], *, on: date) -> list[ChannelFee]:
    """Those of a channel's `fees` that hold on a day for some goods at some price; before the others goes another."""
    known = list(fees)
    by_category: dict[str, list[ChannelFee]] = {}
    for fee in known:
        by_category.setdefault(fee.category, []).append(fee)
    of_all = by_category.get("", [])
    rivals = {name: rows if not name else [*rows, *of_all] for name, rows in by_category.items()}
    return [fee for fee in known if _comes_up(fee, rivals[fee.category], on)]


def _comes_up(fee: ChannelFee, rivals: Sequence[ChannelFee], on: date) -> bool:
    """Whether some price brings `fee` up; which one holds changes only where a band begins or ends."""
    edges = {paise for each in rivals for paise in (each.from_paise, each.to_paise) if paise is not None}
    called = {fee.category}
    return any(choose_channel_fee(rivals, price_paise=paise, called=called, on=on) is fee for paise in edges)


def _own_named_newest(fee: ChannelFee) -> tuple[bool, bool, int, int]:
    return (fee.mart_id is not None, bool(fee.category), fee.from_date.toordinal(), fee.from_paise)
