"""Which papers each kind of good needs, as a file of the project: read once, typed, never written."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class PaperRule:
    """One paper for one kind of goods (`any`: all of them).

    `need` is `must` (no sale without it), `claim` (needed only to use the name or the mark) or `advised`.
    `where` is `everywhere`, `marketplaces` or `other_states`. `lasts` is `always`, `yearly_fee` or `expires`.
    `paper` is the kind of document a maker hands in; names and reasons are by language (en, hi, mr).
    """

    kind: str
    paper: str
    need: str
    where: str
    lasts: str
    names: dict[str, str]
    reasons: dict[str, str]
    source: str
    is_verified: bool


@cache
def papers() -> tuple[PaperRule, ...]:
    """Every rule, those for all goods first."""
    text = files(__name__).joinpath("papers.csv").read_text(encoding="utf-8")
    return tuple(
        PaperRule(
            kind=row["kind"],
            paper=row["paper"],
            need=row["need"],
            where=row["where"],
            lasts=row["lasts"],
            names={lang: row[f"name_{lang}"] for lang in ("en", "hi", "mr")},
            reasons={lang: row[f"reason_{lang}"] for lang in ("en", "hi", "mr")},
            source=row["source"],
            is_verified=row["verified"] == "yes",
        )
        for row in csv.DictReader(io.StringIO(text))
    )


def papers_for(kind: str) -> tuple[PaperRule, ...]:
    """The rules for goods of one kind, with those for all goods before them."""
    return tuple(rule for rule in papers() if rule.kind in ("any", kind))
