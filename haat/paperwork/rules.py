"""What may follow on what, how long before a day people are told, and how much may be written."""

from datetime import timedelta

from haat.makers.models import Document, Maker
from haat.paperwork.models import Road
from haat.paperwork.roads import RoadKind

S = Road.State
SEE, CHANGE = "see_paperwork", "change_paperwork"
OPEN = (S.MAKING, S.APPLIED, S.REFUSED, S.GIVEN)
ENDED = (S.GRANTED, S.NOT_NEEDED, S.THROUGH)
# So many days before a day people are told, the longest first; so long afterwards it still stands on the list.
STAGES = (60, 30, 7)
AHEAD, BEHIND = timedelta(days=STAGES[0]), timedelta(days=90)
OLDEST_APPLICATION = timedelta(days=3 * 366)
MOST_ANSWER, MOST_WHERE, MOST_REFERENCE, MOST_REASON, MOST_ABOUT = 200, 80, 40, 160, 60
MOST_KINDS, MOST_TURNS = 8, 60
FARTHEST_CAMP = timedelta(days=366)
MINUTES_A_TURN = 9
# Of whoever signs for a group: her own PAN is looked at, never kept as the group's.
PERSONS_PAN = "pan_person"
PASSBOOK = Document.Kind.PASSBOOK


def keeps_number(road: Road, maker: Maker | None) -> bool:
    """False where a member's own number is none of the group's."""
    return not (road.kind == PERSONS_PAN and road.member_id is not None and maker is not None and maker.is_group)


def needs_member(kind: RoadKind, maker: Maker) -> bool:
    """Whether somebody has to be named: a card, or a person's PAN, in a group."""
    return kind.member and maker.is_group


def stage_of(days_left: int) -> int:
    """Which telling is due so many days before; 0 for none."""
    return min((stage for stage in STAGES if 0 <= days_left <= stage), default=0)
