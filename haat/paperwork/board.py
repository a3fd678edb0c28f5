"""A papers day as a board: a row for each maker in the order of the desk, a cell for each paper, and the sums."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from haat.core.dates import INDIA
from haat.makers.models import MakerQuerySet
from haat.paperwork import standing as at
from haat.paperwork.models import Camp, Turn
from haat.paperwork.roads import RoadKind, road_of
from haat.paperwork.rules import MINUTES_A_TURN
from haat.paperwork.standing import Known, Standing

# In the order of the bar: done, somebody's work today, waiting, kept back.
BAR = (at.KEPT, at.CHECK, at.APPLIED, at.SIGN, at.APPLY, at.PRINT, at.MAKE, at.REFUSED, at.MISSING, at.LAPSED, at.AFTER)
DONE_TOO = (at.NOT_NEEDED, at.THROUGH)


@dataclass(frozen=True)
class Row:
    """A maker's turn with how far each of its papers is."""

    turn: Turn
    cells: Sequence[Standing]

    @property
    def lacks(self) -> list[Standing]:
        """What is still to be made."""
        return [cell for cell in self.cells if cell.state not in (at.KEPT, at.NOT_ASKED, *DONE_TOO)]


@dataclass(frozen=True)
class Head:
    """A paper of the day: of how many it is asked, and how many have it."""

    kind: RoadKind
    kept: int
    asked: int


@dataclass(frozen=True)
class Board:
    """The day whole."""

    heads: Sequence[Head]
    seen: Sequence[Row]
    now: Sequence[Row]
    waiting: Sequence[Row]
    counts: "Counter[str]"

    @property
    def rows(self) -> list[Row]:
        return [*self.seen, *self.now, *self.waiting]

    @property
    def kept(self) -> int:
        return self.counts[at.KEPT]

    @property
    def asked(self) -> int:
        """All papers that are asked of those who come."""
        return sum(self.counts.values()) - self.counts[at.NOT_ASKED] - sum(self.counts[each] for each in DONE_TOO)

    @property
    def today(self) -> int:
        """What can be printed, signed or sent today."""
        return sum(self.counts[each] for each in (at.PRINT, at.SIGN, at.APPLY, at.MAKE))

    @property
    def missing(self) -> int:
        return self.counts[at.MISSING] + self.counts[at.REFUSED] + self.counts[at.LAPSED]

    @property
    def bar(self) -> list[tuple[str, int, int]]:
        """The states that there are, in the bar's order: how many, and how many stand before them."""
        found, start = [], 0
        for state in BAR:
            if self.counts[state]:
                found.append((state, self.counts[state], start))
                start += self.counts[state]
        return found


def board(camp: Camp, seen: MakerQuerySet) -> Board:
    """A camp's rows and cells of the makers its reader may see; some eight statements for any number of rows."""
    whole = ("maker__bank", "maker__seller", "maker__place", "maker__block")
    turns = list(camp.turns.filter(maker__in=seen.values("pk")).select_related(*whole).order_by("number"))
    kinds = [road_of(slug) for slug in camp.kinds]
    known = Known.of([turn.maker for turn in turns])
    rows = [Row(turn, [known.standing(kind, turn.maker, chosen=True) for kind in kinds]) for turn in turns]
    heads = []
    for column, kind in enumerate(kinds):
        states = [row.cells[column].state for row in rows]
        asked = [state for state in states if state not in (at.NOT_ASKED, *DONE_TOO)]
        heads.append(Head(kind, states.count(at.KEPT), len(asked)))
    return Board(
        heads=heads,
        seen=[row for row in rows if row.turn.seen_at is not None],
        now=[row for row in rows if row.turn.called_at is not None and row.turn.seen_at is None],
        waiting=[row for row in rows if row.turn.called_at is None and row.turn.seen_at is None],
        counts=Counter(cell.state for row in rows for cell in row.cells),
    )


def about_when(camp: Camp, number: int) -> str:
    """About when a turn comes, as a clock says it."""
    begins = datetime.combine(camp.day, camp.begins, INDIA) + timedelta(minutes=MINUTES_A_TURN * (number - 1))
    return f"{begins:%H:%M}"
