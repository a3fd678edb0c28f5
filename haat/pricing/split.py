"""How a price is shared, to the paisa: goods = tax + fee + packing + maker. Pure arithmetic, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from haat.core.money import portion, share_out, tax_inside
from haat.pricing.errors import PriceTooLow

MINUTES_A_DAY = 480
# Prices people can pay in notes: ₹5 steps up to ₹200, ₹10 steps above.
SMALL_STEP, BIG_STEP, BIG_FROM = 500, 1000, 20000


class Cost(Protocol):
    """What a piece costs its maker: paise of materials and other costs, and minutes of work."""

    @property
    def materials_paise(self) -> int: ...

    @property
    def minutes(self) -> int: ...


@dataclass(frozen=True)
class Split:
    """Where the money of one order line goes, in paise; `goods` is the sum of the other four."""

    goods: int
    tax: int
    fee: int
    packing: int
    maker: int


@dataclass(frozen=True)
class Charge:
    """A part of a delivery charge taxed like the goods it brings (paise); its tax is inside and even."""

    tax_bp: int
    paise: int
    tax: int


@dataclass(frozen=True)
class FairPrice:
    """Paise: the `lowest` fair price, the round one to ask (`suggested`), and what an hour earns at that one.

    `hourly` is None when no minutes of work are known.
    """

    lowest: int
    suggested: int
    hourly: int | None


def split_line(
    piece_paise: int, quantity: int, *, tax_bp: int, fee_bp: int, packing_paise: int, charges_tax: bool
) -> Split:
    """Split `quantity` pieces at `piece_paise` each (tax included), exact to the paisa.

    Tax is taken out only when the seller is registered (`charges_tax`), and is even, whatever state the goods go to;
    the fee is a share of the price the buyer pays; packing is paid per piece. The rest is the maker's. Raises
    PriceTooLow if that is below zero.
    """
    goods = piece_paise * quantity
    tax = tax_inside(goods, tax_bp) if charges_tax else 0
    fee = portion(goods, fee_bp)
    packing = packing_paise * quantity
    maker = goods - tax - fee - packing
    if maker < 0:
        charged_bp = tax_bp if charges_tax else 0
        lowest = lowest_price(0, tax_bp=charged_bp, fee_bp=fee_bp, packing_paise=packing_paise)
        raise PriceTooLow(price_paise=piece_paise, lowest_paise=lowest)
    return Split(goods, tax, fee, packing, maker)


def first_pieces(whole: Split, pieces: int, of: int) -> Split:
    """The share of the first `pieces` of a line of `of` pieces, out of what was reckoned for all of them (paise).

    Reckoned from the first piece on, so that the shares of pieces taken one after the other add up to `whole` to the
    paisa, and the last one closes it. The tax of every share is even.
    """
    if not 0 <= pieces <= of:
        raise ValueError(f"{pieces} of {of} pieces")
    if pieces == of:
        return whole
    goods, packing = whole.goods * pieces // of, whole.packing * pieces // of
    tax = 2 * ((whole.tax * pieces + of) // (2 * of))
    if tax > goods - packing:  # a maker who keeps nothing: the odd paisa is not there to be rounded up
        tax -= 2
    fee = min((2 * whole.fee * pieces + of) // (2 * of), goods - packing - tax)
    return Split(goods, tax, fee, packing, goods - tax - fee - packing)


def less(more: Split, than: Split) -> Split:
    """What is left of one share without the other, head by head."""
    return Split(
        more.goods - than.goods,
        more.tax - than.tax,
        more.fee - than.fee,
        more.packing - than.packing,
        more.maker - than.maker,
    )


def split_delivery(charge_paise: int, goods: Iterable[tuple[int, int]]) -> list[Charge]:
    """A delivery charge by tax rate. `goods`: (basis points inside the price, paise) of each line it brings.

    The seller supplies goods brought to the door: the charge is a part of their value and taxed at their rate, by
    value where rates differ (docs/decisions/delivery-charge-tax.md).
    """
    by_rate: dict[int, int] = {}
    for tax_bp, paise in goods:
        by_rate[tax_bp] = by_rate.get(tax_bp, 0) + paise
    rates = sorted(by_rate)
    shares = share_out(charge_paise, [by_rate[rate] for rate in rates])
    return [Charge(rate, share, tax_inside(share, rate)) for rate, share in zip(rates, shares, strict=True) if share]


def makers_share(piece_paise: int, *, tax_bp: int, fee_bp: int, packing_paise: int) -> int:
    """What the maker gets of one piece, in paise; negative when the price is too low."""
    return piece_paise - tax_inside(piece_paise, tax_bp) - portion(piece_paise, fee_bp) - packing_paise


def lowest_price(need_paise: int, *, tax_bp: int, fee_bp: int, packing_paise: int) -> int:
    """The lowest piece price (paise, tax included) that leaves the maker at least `need_paise`."""
    base = 10000 + tax_bp
    # Of a price P the maker keeps P * kept / (10000 * base) before packing.
    kept = 10000 * 10000 - fee_bp * base
    if kept <= 0:
        raise ValueError("tax and fee take the whole price")
    rough = (need_paise + packing_paise) * 10000 * base // kept
    # The fee's rounding, the tax's and its odd paisa move the share by at most two paise, and the price by those
    # over `kept`.
    slack = 2 * 10000 * base // kept + 2
    price = max(0, rough - slack)
    while makers_share(price, tax_bp=tax_bp, fee_bp=fee_bp, packing_paise=packing_paise) < need_paise:
        price += 1
    return price


def fair_need(cost: Cost, *, wage_day_paise: int) -> int:
    """What a piece must bring its maker (paise): its costs, and her minutes at the day's wage, rounded up."""
    return cost.materials_paise - (-cost.minutes * wage_day_paise // MINUTES_A_DAY)


def fair_price(cost: Cost, *, wage_day_paise: int, fee_bp: int, packing_paise: int, tax_bp: int) -> FairPrice:
    """The price a maker should ask.

    She needs materials + other costs + minutes × wage (`wage_day_paise` for eight hours). The mart's fee, the
    packing and the tax inside the price come off first, so the lowest fair price is the least P with
    P − tax − fee − packing ≥ need. The suggestion rounds it up to the next ₹5 (₹10 above ₹200), because odd
    prices look like mistakes. Pass `tax_bp=0` when the seller charges no tax.
    """
    need = fair_need(cost, wage_day_paise=wage_day_paise)
    terms = {"tax_bp": tax_bp, "fee_bp": fee_bp, "packing_paise": packing_paise}
    lowest = lowest_price(need, **terms)
    suggested = round_up(lowest)
    return FairPrice(lowest, suggested, hourly(cost, makers_share(suggested, **terms)))


def round_up(paise: int) -> int:
    """The next price people can pay in notes."""
    step = SMALL_STEP if paise <= BIG_FROM else BIG_STEP
    return -(-paise // step) * step


def hourly(cost: Cost, maker_paise: int) -> int | None:
    """What an hour of work earns (paise, rounded down) at `maker_paise` a piece; None without minutes."""
    if not cost.minutes:
        return None
    return (maker_paise - cost.materials_paise) * 60 // cost.minutes
