"""Money is whole paise in `int`; only this file turns it into words or shares."""

import re
from collections.abc import Sequence

from haat.core.errors import NotAnAmount
from haat.core.numerals import latin_digits

MAX_PAISE = 10**13
# Rupees as people write them: ₹ 120, Rs. 120.50, 120/-, रु. 1,20,500, INR 120, 120 ₹. A comma parts thousands and
# lakhs, never paise: 12,50 is no amount.
_SIGN = r"(?:₹|rs\.?|inr|rupees?|रु(?:॰|\.)?|रू(?:॰|\.)?|रुपय[ेाो]ं?|रुपए)"
_AMOUNT = re.compile(
    rf"{_SIGN}?\s*(?=\.?[0-9])(?P<rupees>[0-9]{{0,12}}|[0-9]{{1,3}}(?:,[0-9]{{2,3}})*,[0-9]{{3}})"
    rf"(?:\.(?P<paise>[0-9]{{0,17}}))?\s*(?:/[-=])?\s*{_SIGN}?",
    re.I,
)
MOST_DIGITS = 12  # so many are read; Python refuses to read thousands
# What a spreadsheet makes of 108.90: 108.89999999999999, or 108.90000000000001.
_BINARY = re.compile(r"(?P<kept>[0-9]{2})(?P<rest>0{5,}[0-9]{0,3}|9{5,}[0-9]{0,3})")


def above_rupees(paise: int) -> int:
    """The paise above whole rupees: 20 of ₹140.20."""
    return paise % 100


def format_rupees(paise: int, *, sign: bool = True) -> str:
    """`12050000` paise as `₹1,20,500`: lakh grouping, Latin digits, paise only when there are any."""
    whole, rest = divmod(abs(paise), 100)
    text = group_lakh(whole) + (f".{rest:02d}" if rest else "")
    return ("-" if paise < 0 else "") + ("₹" if sign else "") + text


def group_lakh(number: int) -> str:
    """`120500` as `1,20,500` in every language (CLDR groups some the Western way)."""
    if -1000 < number < 1000:
        return str(number)
    digits = str(abs(number))
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ("-" if number < 0 else "") + ",".join([*pairs, tail])


def parse_rupees(text: str, *, field: str = "") -> int:
    """Paise from what a person typed: `₹ 1,20,500.50`, `१२०`, `120/-`, `रु. 120`; raises NotAnAmount."""
    said = _AMOUNT.fullmatch(latin_digits(text).strip())
    if said is None:
        raise NotAnAmount(field)
    rupees = (said["rupees"] or "0").replace(",", "")
    if len(rupees) > MOST_DIGITS:
        raise NotAnAmount(field)
    paise = int(rupees) * 100 + _paise(said["paise"] or "", field)
    if paise > MAX_PAISE:
        raise NotAnAmount(field)
    return paise


def _paise(decimals: str, field: str) -> int:
    """Paise, 0 to 100, from what follows the point: two digits, with noughts, or what a spreadsheet makes of them."""
    if not decimals[2:].strip("0"):
        return int(decimals[:2].ljust(2, "0"))
    said = _BINARY.fullmatch(decimals)
    if said is None:
        raise NotAnAmount(field)
    return int(said["kept"]) + (said["rest"][0] == "9")


def parse_signed_rupees(text: str, *, field: str = "") -> int:
    """The same with a minus in front, as statements write what is taken back: `-120.50`, `−120`, `(120.50)`."""
    said = text.strip()
    if said[:1] in ("-", "\u2212"):
        return -parse_rupees(said[1:], field=field)
    if (said[:1], said[-1:]) == ("(", ")"):
        return -parse_rupees(said[1:-1], field=field)
    return parse_rupees(said, field=field)


def portion(paise: int, basis_points: int) -> int:
    """`basis_points` of `paise` (500 = 5%), rounded half up to the paisa; both non-negative."""
    return (paise * basis_points + 5000) // 10000


def tax_inside(paise: int, basis_points: int) -> int:
    """The tax contained in a price that includes it: rounded half up to the paisa, then an odd paisa left out.

    Always even, because within a state its halves go to two governments and must be equal; the odd paisa stays in
    the taxable value (docs/decisions/tax-halves.md).
    """
    base = 10000 + basis_points
    tax = (2 * paise * basis_points + base) // (2 * base)
    return tax - tax % 2


def share_out(paise: int, weights: Sequence[int]) -> list[int]:
    """Split `paise` by `weights` to the last paisa (largest remainder, earlier first); all zero splits equally."""
    if not weights or min(weights) < 0:
        raise ValueError("weights must be non-negative and at least one")
    parts = list(weights) if any(weights) else [1] * len(weights)
    total = sum(parts)
    shares = [paise * part // total for part in parts]
    order = sorted(range(len(parts)), key=lambda i: (-(paise * parts[i] % total), i))
    for i in order[: paise - sum(shares)]:
        shares[i] += 1
    return shares


def share_rupees(paise: int, weights: Sequence[int]) -> list[int]:
    """The same in whole rupees, for what is paid in cash; odd paise go to the first share."""
    shares = [rupees * 100 for rupees in share_out(paise // 100, weights)]
    shares[0] += paise % 100
    return shares
