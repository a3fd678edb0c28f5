"""What a day of work is, what a half-year is, and whose work a reader may see."""

from dataclasses import dataclass
from datetime import date

from haat.core.dates import today
from haat.livelihood.models import DayRule
from haat.makers.models import MakerQuerySet
from haat.makers.rules import ever_visible_to, makers_of_federation
from haat.people.models import User
from haat.people.rules import scope
from haat.places.models import Mart

SEE = "see_livelihood"
# What holds where a mart has chosen nothing: the day of most schemes.
DEFAULT = DayRule.Rule.EIGHT
MINUTES = {DayRule.Rule.FOUR: 240, DayRule.Rule.EIGHT: 480}
WHOLE_DAY, HALF_DAY = 240, 60  # minutes, by the National Sample Survey
MONTHS = 6


def halves_of(minutes: int) -> int:
    """Half days in a month's minutes by the rule of the National Sample Survey."""
    whole, rest = divmod(minutes, WHOLE_DAY)
    return 2 * whole + (rest >= HALF_DAY)


def days_of(rule: str, *, minutes: int, halves: int) -> float:
    """Minutes as days by a rule, to one decimal; `halves` are those that months were kept with."""
    if rule == DayRule.Rule.NSS:
        return halves / 2
    return round(minutes / MINUTES[DayRule.Rule(rule)], 1)


@dataclass(frozen=True)
class HalfYear:
    """April to September, or October to March: as the registers of village organisations are kept."""

    first: date

    @property
    def code(self) -> str:
        """As addresses have it: `2026-10`."""
        return f"{self.first:%Y-%m}"

    @property
    def end(self) -> date:
        """The first day after it."""
        return date(self.first.year, 10, 1) if self.first.month == 4 else date(self.first.year + 1, 4, 1)

    @property
    def last(self) -> date:
        """The first day of its last month."""
        return self.months[-1]

    @property
    def months(self) -> list[date]:
        """The first days of its six months."""
        start = self.first.year * 12 + self.first.month - 1
        return [date((start + n) // 12, (start + n) % 12 + 1, 1) for n in range(MONTHS)]

    @property
    def before(self) -> "HalfYear":
        """The one before."""
        return HalfYear(date(self.first.year, 4, 1) if self.first.month == 10 else date(self.first.year - 1, 10, 1))


def half_year_of(day: date) -> HalfYear:
    """The half-year a day lies in."""
    if 4 <= day.month < 10:
        return HalfYear(date(day.year, 4, 1))
    return HalfYear(date(day.year if day.month >= 10 else day.year - 1, 10, 1))


def half_years(most: int = 6) -> list[HalfYear]:
    """This one and those before it, this one first."""
    found = [half_year_of(today())]
    while len(found) < most:
        found.append(found[-1].before)
    return found


def makers_seen(user: User, mart: Mart) -> MakerQuerySet:
    """The makers whose work a reader may see: those of her place, or of the organisations whose accounts she keeps.

    Those that were found to be another one are among them: what they earned stays to be read.
    """
    if scope(user, mart, SEE) is not None:
        return ever_visible_to(user, mart, SEE)
    return makers_of_federation(user, mart, SEE)


# Paise a month up to which a range goes, and its name; above the last is `over_10000`. The scheme's ten thousand is one
# of the limits, and no title hangs on it.
RANGES = ((0, "none"), (1_000_00, "to_1000"), (2_500_00, "to_2500"), (5_000_00, "to_5000"), (10_000_00, "to_10000"))


def range_of(monthly_paise: int) -> str:
    """The range a monthly sum lies in; what is below zero is nothing."""
    return next((name for most, name in RANGES if monthly_paise <= most), "over_10000")


def often(months: int) -> str:
    """In how many of six months something came, in a word."""
    return "never" if months == 0 else "now_and_then" if months < 3 else "mostly" if months < MONTHS else "always"
