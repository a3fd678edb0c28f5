"""The roads to papers, read from the project's own data: what each needs, its form, its ends and its clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from haat.core.languages import best
from haat.makers.models import Maker
from haat.paperwork import data
from haat.paperwork.errors import UnknownRoad

Words = Mapping[str, str]
NOT_NEEDED, FEDERATION, LOAN = "not_needed", "federation", "loan"
ALL, GOODS, CHOICE = "all", "goods", "choice"
# A step that every road with a form has: what was printed was signed.
SIGNED = "signed"


@dataclass(frozen=True)
class Form:
    """A form's name, where it goes (portal, paper), and its boxes in their order."""

    name: str
    goes: str
    boxes: Sequence[str]


@dataclass(frozen=True)
class Renewal:
    """By which clock a paper lives: life, expiry, fee or duty; `every` so many years, or from `opens` to `closes`
    (month, day) of every year."""

    by: str
    every: int = 0
    opens: tuple[int, int] | None = None
    closes: tuple[int, int] | None = None


@dataclass(frozen=True)
class RoadKind:
    """One road, as data/README.md says; `fee_paise` None: not known; `days` 0: not known."""

    slug: str
    kind: str
    names: Words
    short: Words
    fits: str
    member: bool
    asked: str
    after: Sequence[str]
    needs: Sequence[str]
    steps: Sequence[Words]
    form: Form | None
    letters: Sequence[str]
    fee_paise: int | None
    cost: Words
    days: tuple[int, int]
    renews: Renewal
    ends: Mapping[str, Words]
    refusals: Sequence[Words]
    source: str
    sure: bool
    position: int

    @property
    def name(self) -> str:
        """What it is called in the reader's language."""
        return best(self.names).text

    @property
    def ticks(self) -> frozenset[str]:
        """All that can be ticked on it."""
        signed = {SIGNED} if self.form or self.letters else set()
        return frozenset(
            {f"need:{need}" for need in self.needs} | {f"step:{at}" for at in range(len(self.steps))} | signed
        )

    def fits_maker(self, maker: Maker) -> bool:
        """Whether a maker of this kind goes this road itself."""
        if self.fits == "any":
            return True
        return self.fits == ("group" if maker.is_group else "artisan")


@cache
def roads() -> Mapping[str, RoadKind]:
    """Every road by its slug, in order."""
    return {row["slug"]: _road(row, position) for position, row in enumerate(data.roads())}


def _road(row: Mapping[str, Any], position: int) -> RoadKind:
    form, renews = row["form"], row["renews"]
    told = {
        **row,
        "form": Form(form["name"], form["goes"], tuple(form["boxes"])) if form else None,
        "renews": Renewal(renews["by"], renews.get("every", 0), _day(renews.get("opens")), _day(renews.get("closes"))),
        "ends": {end["to"]: end["says"] for end in row["ends"]},
        "days": tuple(row["days"]),
        "position": position,
    }
    return RoadKind(**told)


def _day(text: str | None) -> tuple[int, int] | None:
    return (int(text[:2]), int(text[3:])) if text else None


def road_of(slug: str) -> RoadKind:
    """The road of this slug. Raises UnknownRoad."""
    found = roads().get(slug)
    if found is None:
        raise UnknownRoad()
    return found


def roads_to(kind: str) -> list[RoadKind]:
    """The roads that end in this kind of paper; PAN has two."""
    return [road for road in roads().values() if road.kind == kind]


def of_kind(kind: str, *, group: bool) -> RoadKind | None:
    """The road a group or an artisan goes to this kind of paper; None where there is none."""
    wanted = ("any", "federation", "group" if group else "artisan")
    return next((road for road in roads_to(kind) if road.fits in wanted), None)


def need_name(slug: str) -> str:
    """What is to be brought, in the reader's language."""
    return best(data.needs()[slug]).text if slug in data.needs() else slug


def next_day(renews: Renewal, *, begins: date | None, ends: date | None, today: date) -> date | None:
    """The day by which a paper has to be renewed, paid for or confirmed next; None where it has no clock.

    Its own last day stands before every rule.
    """
    if ends is not None:
        return ends
    if renews.closes is not None:
        last = date(today.year, *renews.closes)
        return last if last >= today else date(today.year + 1, *renews.closes)
    if not renews.every or begins is None:
        return None
    return _anniversary(begins, renews.every, today)


def _anniversary(begins: date, every: int, today: date) -> date:
    years = every
    while (day := _years_on(begins, years)) < today:
        years += every
    return day


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, or beyond the last year there is
        return day.replace(year=min(day.year + years, date.max.year), day=min(day.day, 28))


def opens_on(renews: Renewal, closes: date) -> date | None:
    """From which day it can be done, where that is laid down."""
    return date(closes.year, *renews.opens) if renews.opens else None
