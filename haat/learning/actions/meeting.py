"""Lessons that are taught: the meeting, and who was there, by list or by the code she held her phone to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from haat.core.actor import Actor
from haat.core.events import record
from haat.core.locks import hold
from haat.core.rows import insert_many_new, insert_new
from haat.core.texts import clean_line
from haat.learning.errors import BadMeeting, MeetingOff, NotAMember, NotNow, SomebodyCame
from haat.learning.lessons import Lesson
from haat.learning.models import Meeting, Presence
from haat.learning.rules import EARLY, LATE, MOST_MINUTES
from haat.makers.models import Maker, Member
from haat.places.models import Mart, Place

# Without letters that are taken for one another when a code is read out.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def hold_meeting(
    mart: Mart,
    *,
    lesson: Lesson,
    block: Place,
    where: str,
    teacher: str,
    begins_at: datetime,
    minutes: int,
    key: str,
    by: Actor,
) -> Meeting:
    """A lesson is taught; the same key again is the same meeting. Raises BadMeeting."""
    place, who = clean_line(where)[:120], clean_line(teacher)[:80]
    for field, given in (("where", place), ("teacher", who), ("minutes", 0 < minutes <= MOST_MINUTES)):
        if not given:
            raise BadMeeting(field)
    meeting = Meeting(
        mart=mart,
        lesson=lesson.slug,
        block=block,
        where=place,
        teacher=who,
        begins_at=begins_at,
        minutes=minutes,
        code=get_random_string(12, SIGNS),
        key=key[:64],
    )
    if not insert_new([meeting]):
        return Meeting.objects.get(mart=mart, key=key[:64])
    record("learning.meeting_held", meeting, by=by, lesson=lesson.slug, where=place)
    return meeting


@transaction.atomic
def call_off_meeting(meeting: Meeting, *, by: Actor) -> Meeting:
    """It does not take place; nobody is told by message, for nobody was told of it by one.

    Called off before, it stays so. Raises SomebodyCame.
    """
    held = hold(meeting)
    if held.called_off_at is not None:
        return held
    if held.present.exists():
        raise SomebodyCame()
    held.called_off_at = timezone.now()
    held.save(update_fields=["called_off_at"])
    record("learning.meeting_called_off", held, by=by, lesson=held.lesson, where=held.where)
    return held


def _taking_place(meeting: Meeting) -> Meeting:
    held = hold(meeting)
    if held.called_off_at is not None:
        raise MeetingOff()
    return held


@transaction.atomic
def note_present(meeting: Meeting, *, members: Iterable[Member], by: Actor) -> int:
    """These were there; who was written down before stays so. How many are new. Raises MeetingOff."""
    meeting = _taking_place(meeting)
    rows = [Presence(meeting=meeting, member=member, how=Presence.How.LIST) for member in members]
    new = insert_many_new(rows) if rows else 0
    if new:
        record("learning.presence_noted", meeting, by=by, members=new)
    return new


@transaction.atomic
def strike_present(meeting: Meeting, *, presence: int, by: Actor) -> bool:
    """Somebody was written down by mistake; False when she is not on the list any more."""
    row = Presence.objects.filter(meeting=meeting, pk=presence).first()
    if row is None or not Presence.objects.filter(pk=row.pk).delete()[0]:
        return False
    record("learning.presence_struck", meeting, by=by, member=row.member_id)
    return True


@transaction.atomic
def come(meeting: Meeting, *, maker: Maker, by: Actor, at: datetime | None = None) -> Presence:
    """A member held her phone to the code, while the lesson lasts. Raises NotNow, NotAMember, MeetingOff."""
    meeting = _taking_place(meeting)
    now = timezone.now()
    when = min(at or now, now)
    ends = meeting.begins_at + timedelta(minutes=meeting.minutes)
    if not meeting.begins_at - EARLY <= when <= ends + LATE:
        raise NotNow()
    member = (
        Member.objects.filter(maker=maker, user=by.user_id, active=True).first() if by.for_maker_id is None else None
    )
    if member is None:
        raise NotAMember()
    row = Presence(meeting=meeting, member=member, how=Presence.How.CODE, at=when)
    if not insert_new([row]):
        return Presence.objects.get(meeting=meeting, member=member)
    record("learning.came", meeting, by=by, member=member.pk)
    return row
