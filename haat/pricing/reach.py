"""What of a price at a channel reaches the maker, and the price that leaves her as much. Pure: the rows are given.

Nothing is reckoned in place of what nobody has told: it is named in `Reach.unknown`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from haat.core.money import portion, tax_inside
from haat.pricing.models import ChannelFee, TaxRule
from haat.pricing.rules import choose_channel_fee, choose_tax_rule

RUPEE, KILOGRAM = 100, 1000
# Rounding moves the heads of a price by a paisa or two each: so much less than it seems may be missing.
SLACK = 12
MOST_STEPS = 500


@dataclass(frozen=True)
class Terms:
    """All that decides what a piece of one good brings at a channel on a day.

    `fees` are the channel's that were told by then, of the mart and of the project's list; None where the buyer pays
    the mart itself. `called` is what the goods' kind is called, by us and by the channel. `taxes` are the rules of its
    line. `tcs_bp` and `tds_bp` are kept back by the marketplace (None: not known).
    """

    on: date
    taxes: Sequence[TaxRule]
    packed_and_labelled: bool
    charges_tax: bool
    fee_bp: int
    packing_paise: int
    fees: Sequence[ChannelFee] | None = None
    called: Collection[str] = ()
    tcs_bp: int | None = 0
    tds_bp: int | None = 0


@dataclass(frozen=True)
class Reach:
    """Where the money of one piece goes, in paise: `price` is the sum of all the others; `mart` has its packing inside.

    `unknown` names the heads nobody has told of: they stand as 0, and less reaches the maker than `maker`. `sure` is
    False with them, and where a rule is not proven. `estimated`: until the channel's settlement has come.
    """

    price: int
    tax: int
    referral: int
    closing: int
    weight: int
    tax_on_fees: int
    tcs: int
    tds: int
    mart: int
    maker: int
    unknown: tuple[str, ...] = ()
    sure: bool = True
    estimated: bool = True

    @property
    def taken(self) -> int:
        """What the channel takes for itself, with the tax on it."""
        return self.referral + self.closing + self.weight + self.tax_on_fees


@dataclass
class _Heads:
    """Heads of a price as they are reckoned, and which of them nobody knows."""

    paise: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def put(self, name: str, paise: int | None) -> None:
        self.paise[name] = paise or 0
        if paise is None:
            self.unknown.append(name)

    def knows(self, names: Iterable[str]) -> bool:
        return not any(name in self.unknown for name in names)


def reaches(price_paise: int, terms: Terms, *, weight_g: int | None = None) -> Reach:
    """What one piece at `price_paise` (tax included) brings; `weight_g` as it is packed (None: nobody weighed it)."""
    heads = _Heads()
    rate_bp = _tax(heads, price_paise, terms)
    sure = _fees(heads, price_paise, terms, weight_g)
    kept_back = terms.tcs_bp if terms.charges_tax and rate_bp else 0
    heads.put("tcs", None if kept_back is None else portion(price_paise - heads.paise["tax"], kept_back))
    heads.put("tds", None if terms.tds_bp is None else portion(price_paise, terms.tds_bp))
    heads.put("mart", portion(price_paise, terms.fee_bp) + terms.packing_paise)
    maker = price_paise - sum(heads.paise.values())
    unknown = tuple(heads.unknown)
    return Reach(price_paise, **heads.paise, maker=maker, unknown=unknown, sure=sure and not unknown, estimated=True)


def _tax(heads: _Heads, price_paise: int, terms: Terms) -> int:
    """The tax inside, when the seller charges any; answers its rate (bp)."""
    if not terms.charges_tax:
        heads.put("tax", 0)
        return 0
    packed = terms.packed_and_labelled
    rule = choose_tax_rule(terms.taxes, piece_paise=price_paise, packed_and_labelled=packed, on=terms.on)
    heads.put("tax", None if rule is None else tax_inside(price_paise, rule.rate_bp))
    return rule.rate_bp if rule else 0


def _fees(heads: _Heads, price_paise: int, terms: Terms, weight_g: int | None) -> bool:
    """What the channel takes for itself; answers whether the rule is proven."""
    own = ("referral", "closing", "weight")
    if terms.fees is None:
        for name in (*own, "tax_on_fees"):
            heads.put(name, 0)
        return True
    fee = choose_channel_fee(terms.fees, price_paise=price_paise, called=terms.called, on=terms.on)
    referral_bp, tax_bp = (fee.referral_bp, fee.tax_bp) if fee else (None, None)
    heads.put("referral", None if referral_bp is None else portion(price_paise, referral_bp))
    heads.put("closing", fee.closing_paise if fee else None)
    heads.put("weight", by_weight(fee, weight_g) if fee else None)
    fees = sum(heads.paise[name] for name in own)
    taxed = 0 if not fees and heads.knows(own) else None if tax_bp is None else portion(fees, tax_bp)
    heads.put("tax_on_fees", taxed)
    return fee is not None and fee.sure


def by_weight(fee: ChannelFee, weight_g: int | None) -> int | None:
    """What a channel takes for a piece of that weight (paise); None where the weight or the fee is not known."""
    if not fee.slabs:
        return 0 if fee.further_kg_paise == 0 else None
    if weight_g is None:
        return None
    for up_to_g, paise in fee.slabs:
        if weight_g <= up_to_g:
            return int(paise)
    if fee.further_kg_paise is None:
        return None
    up_to_g, paise = fee.slabs[-1]
    return int(paise) + fee.further_kg_paise * -(-(weight_g - int(up_to_g)) // KILOGRAM)


def lowest_reaching(need_paise: int, terms: Terms, *, weight_g: int | None) -> Reach | None:
    """The lowest price in whole rupees of which at least `need_paise` reach the maker; None where no price does.

    What the channel takes jumps with the price: so no step leads over the edge of a band, nor further than what is
    missing, of which a rupee more brings at most a rupee.
    """
    edges = sorted(_edges(terms))
    price = max(RUPEE, _up(need_paise))
    for _step in range(MOST_STEPS):
        found = reaches(price, terms, weight_g=weight_g)
        missing = need_paise - found.maker
        if missing <= 0:
            return found
        further = price + max(RUPEE, (missing - SLACK) // RUPEE * RUPEE)
        price = min([further, *(_up(edge) for edge in edges if edge > price)])
    return None


def _edges(terms: Terms) -> set[int]:
    """Prices (paise) at which another rule begins."""
    edges = {paise for fee in terms.fees or () for paise in (fee.from_paise, fee.to_paise) if paise is not None}
    for rule in terms.taxes:
        if rule.over_paise is not None:
            edges.add(rule.over_paise + 1)
        if rule.up_to_paise is not None:  # a limit without the tax: see `rules.holds`
            edges.add(rule.up_to_paise * (10000 + rule.rate_bp) // 10000 + 1)
    return edges


def _up(paise: int) -> int:
    """The next whole rupees."""
    return -(-paise // RUPEE) * RUPEE
