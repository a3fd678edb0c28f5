"""Dated tax lines, wages and fees of channels as files of the project: read once, typed, never written.

`README.md` beside this file says where each comes from and what in it is unsure.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One GST rate of one kind of goods, in basis points (500 = 5%).

    A kind has two lines when its rate hangs on a condition: `packed_and_labelled` (None: either way), or the
    price of a piece in paise, over `over_paise` and up to `up_to_paise` (None: no bound). `line` is its
    name in the source list, empty for the other goods that share such a line.
    """

    slug: str
    category: str
    hsn: str
    other_hsn: str
    line: str
    name_en: str
    name_hi: str
    name_mr: str
    rate_bp: int
    packed_and_labelled: bool | None
    over_paise: int | None
    up_to_paise: int | None
    note: str
    source: str
    from_date: date
    to_date: date | None

    def applies(self, *, on: date, piece_paise: int, packed_and_labelled: bool) -> bool:
        """Whether this is the rate on that day for a piece of that price, so packed."""
        in_time = self.from_date <= on and (self.to_date is None or on <= self.to_date)
        so_packed = self.packed_and_labelled in (None, packed_and_labelled)
        above = self.over_paise is None or piece_paise > self.over_paise
        below = self.up_to_paise is None or piece_paise <= self.up_to_paise
        return in_time and so_packed and above and below


@dataclass(frozen=True, slots=True)
class DayWage:
    """A state's rural wage floor for a day, in paise, from the first of April of its financial year.

    `state` is the LGD code. `is_verified` is False where the figure stands from memory.
    """

    state: int
    financial_year: str
    day_paise: int
    source: str
    is_verified: bool

    @property
    def from_date(self) -> date:
        """The first day of the financial year."""
        return date(int(self.financial_year[:4]), 4, 1)


_PACKED = {"yes": True, "no": False, "any": None}


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _tax_line(row: dict[str, str]) -> TaxLine:
    least, most = row["min_piece_price_paise"], row["max_piece_price_paise"]
    return TaxLine(
        slug=row["slug"],
        category=row["category"],
        hsn=row["hsn"],
        other_hsn=row["other_hsn"],
        line=row["line"],
        name_en=row["goods_en"],
        name_hi=row["goods_hi"],
        name_mr=row["goods_mr"],
        rate_bp=int(row["rate_bp"]),
        packed_and_labelled=_PACKED[row["packed_and_labelled"]],
        over_paise=int(least) - 1 if least else None,
        up_to_paise=int(most) if most else None,
        note=row["note"],
        source=row["source"],
        from_date=date.fromisoformat(row["from_date"]),
        to_date=date.fromisoformat(row["to_date"]) if row["to_date"] else None,
    )


@cache
def tax_rules() -> tuple[TaxLine, ...]:
    """Every tax line; those of one slug together."""
    return tuple(_tax_line(row) for row in _rows("tax_rules.csv"))


@cache
def _slugs_by_line() -> dict[str, str]:
    return {rule.line: rule.slug for rule in tax_rules() if rule.line}


def tax_slug(line: str) -> str:
    """The slug of the goods under their name in the source list, or of a slug itself; raises KeyError."""
    slugs = _slugs_by_line()
    return line if line in slugs.values() else slugs[line]


@cache
def wages() -> tuple[DayWage, ...]:
    """The wage floors by state and year."""
    return tuple(
        DayWage(
            state=int(row["state"]),
            financial_year=row["fy"],
            day_paise=int(row["paise_per_day"]),
            source=row["source"],
            is_verified=row["verified"] == "yes",
        )
        for row in _rows("wages.csv")
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What a channel takes, as `models.ChannelFee` keeps it; None where nobody has told it."""

    channel: str
    category: str
    from_paise: int
    to_paise: int | None
    referral_bp: int | None
    closing_paise: int | None
    slabs: list[list[int]]
    further_kg_paise: int | None
    tax_bp: int | None
    from_date: date
    source: str
    sure: bool


@dataclass(frozen=True, slots=True)
class KeptBack:
    """What the law has a marketplace keep back of a sale, as `models.Withholding` keeps it."""

    kind: str
    rate_bp: int
    from_date: date
    source: str


def _known(text: str) -> int | None:
    return int(text) if text else None


@cache
def channel_fees() -> tuple[Taken, ...]:
    """What channels are known to take."""
    return tuple(
        Taken(
            channel=row["channel"],
            category=row["category"],
            from_paise=int(row["from_paise"]),
            to_paise=_known(row["to_paise"]),
            referral_bp=_known(row["referral_bp"]),
            closing_paise=_known(row["closing_paise"]),
            slabs=[[int(part) for part in slab.split(":")] for slab in row["slabs"].split()],
            further_kg_paise=_known(row["further_kg_paise"]),
            tax_bp=_known(row["tax_bp"]),
            from_date=date.fromisoformat(row["from_date"]),
            source=row["source"],
            sure=row["sure"] == "yes",
        )
        for row in _rows("channel_fees.csv")
    )


@cache
def withholdings() -> tuple[KeptBack, ...]:
    """What marketplaces keep back for the tax offices."""
    return tuple(
        KeptBack(row["kind"], int(row["rate_bp"]), date.fromisoformat(row["from_date"]), row["source"])
        for row in _rows("withholdings.csv")
    )
