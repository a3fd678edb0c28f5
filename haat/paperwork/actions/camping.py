"""A papers day: planned, filled with makers, held turn by turn, and ended; who missed it goes on the next one."""

from collections.abc import Sequence
from datetime import date, time

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext, override

from haat.core.actor import Actor
from haat.core.dates import today
from haat.core.events import record
from haat.core.locks import hold, hold_key
from haat.core.rows import insert_new
from haat.core.texts import clean_line
from haat.makers.models import Maker
from haat.makers.queries import each_spoken_to
from haat.messages.actions import tell_many
from haat.messages.models import Message
from haat.messages.notices import Notice
from haat.paperwork.errors import BadCamp, CameAlready, CampEnded, CampFull, CampNotOver
from haat.paperwork.models import Camp, Turn
from haat.paperwork.notices import CALLED_OFF, CAMP
from haat.paperwork.roads import roads
from haat.paperwork.rules import FARTHEST_CAMP, MOST_KINDS, MOST_TURNS, MOST_WHERE
from haat.places.models import Mart, Place


@transaction.atomic
def plan_camp(
    mart: Mart,
    *,
    block: Place,
    where: str,
    day: date,
    begins: time,
    ends: time,
    kinds: Sequence[str],
    most: int,
    desk: str = "",
    key: str,
    by: Actor,
) -> Camp:
    """A papers day with turns for `most` makers; the same key again is the same day. Raises BadCamp."""
    place, chosen = clean_line(where), [slug for slug in roads() if slug in set(kinds)]
    for field, fits in (
        ("where", 0 < len(place) <= MOST_WHERE),
        ("day", day >= today()),
        ("far", day <= today() + FARTHEST_CAMP),
        ("ends", ends > begins),
        ("kinds", 0 < len(chosen) <= MOST_KINDS),
        ("most", 0 < most <= MOST_TURNS),
    ):
        if not fits:
            raise BadCamp(field)
    camp = Camp(
        mart=mart,
        block=block,
        where=place,
        day=day,
        begins=begins,
        ends=ends,
        desk=clean_line(desk)[:MOST_WHERE],
        kinds=chosen,
        most=most,
        key=key[:64],
    )
    if not insert_new([camp]):
        return Camp.objects.get(mart=mart, key=key[:64])
    record("paperwork.camp_planned", camp, by=by, where=place, day=day.isoformat())
    return camp


@transaction.atomic
def give_turns(camp: Camp, *, makers: Sequence[Maker], by: Actor) -> int:
    """These makers come, each with a number in this order; who has one keeps it. How many are new.

    Raises CampFull, CampEnded.
    """
    held = _open(camp)
    known = set(Turn.objects.filter(camp=held).values_list("maker_id", flat=True))
    new = [maker for maker in makers if maker.pk not in known]
    if len(known) + len(new) > held.most:
        raise CampFull(held.most - len(known))
    last = Turn.objects.filter(camp=held).aggregate(last=Max("number"))["last"] or 0
    rows = [Turn(camp=held, maker=maker, number=last + at) for at, maker in enumerate(new, start=1)]
    if rows:
        insert_new(rows)
        record("paperwork.turns_given", held, by=by, makers=len(rows))
    return len(rows)


@transaction.atomic
def take_off(turn: Turn, *, by: Actor) -> bool:
    """A maker does not come after all; False when it was taken off before. Raises CameAlready, CampEnded."""
    held = _open(turn.camp)
    row = Turn.objects.filter(pk=turn.pk, camp=held).first()
    if row is None:
        return False
    if row.came_at is not None:
        raise CameAlready()
    row.delete()
    record("paperwork.turn_taken_off", held, by=by, maker=turn.maker_id)
    return True


@transaction.atomic
def tell_camp(camp: Camp, *, by: Actor) -> int:
    """Tell those who have a turn the day and the place, each once; how many are told now. Raises CampEnded."""
    held = _open(camp, "mart")
    if held.day < today():
        raise CampEnded()
    told = _told_of(held)
    there = Maker.objects.filter(pk__in=held.turns.values("maker")).exclude(phone="").select_related("mart")
    messages = _messages(held, [maker for maker in there if maker.pk not in told], CAMP, "camp")
    tell_many(messages)
    if messages:
        held.told_at = held.told_at or timezone.now()
        held.save(update_fields=["told_at"])
        record("paperwork.camp_told", held, by=by, makers=len(messages))
    return len(messages)


@transaction.atomic
def call_off_camp(camp: Camp, *, by: Actor) -> int:
    """The day does not take place, and who was told of it is told so; how many are.

    Called off before, it stays so. Raises CampEnded, CameAlready when somebody has come.
    """
    held = hold(camp, "mart")
    if held.called_off:
        return 0
    if held.ended_at is not None:
        raise CampEnded()
    if held.turns.exclude(came_at=None).exists():
        raise CameAlready()
    held.called_off, held.ended_at = True, timezone.now()
    held.save(update_fields=["called_off", "ended_at"])
    makers = Maker.objects.filter(pk__in=_told_of(held)).exclude(phone="").select_related("mart")
    messages = _messages(held, list(makers), CALLED_OFF, "camp_off") if held.day >= today() else []
    tell_many(messages)
    record("paperwork.camp_called_off", held, by=by, makers=len(messages))
    return len(messages)


def _told_of(camp: Camp) -> set[int]:
    """The makers who were told that there is this day."""
    causes = Message.objects.filter(cause__startswith=f"camp:{camp.pk}:").values_list("cause", flat=True)
    return {int(cause.rpartition(":")[2]) for cause in causes}


def _messages(camp: Camp, makers: Sequence[Maker], notice: Notice, cause: str) -> list[Message]:
    """The notice to each in her language; `cause` tells one message of a day from another."""
    spoken = each_spoken_to(makers)
    messages = []
    for maker in makers:
        user, language = spoken[maker.pk]
        values = {"day": f"{camp.day:%d/%m}", "place": camp.where}
        with override(language):
            body = gettext(notice.words) % values
        messages.append(
            Message(
                mart=camp.mart,
                user=user,
                phone=maker.phone,
                template=notice.name,
                language=language,
                body=body,
                values=values,
                link="/maker/papers/",
                cause=f"{cause}:{camp.pk}:{maker.pk}",
            )
        )
    return messages


@transaction.atomic
def check_in(turn: Turn, *, by: Actor) -> Turn:
    """It has come, and waits for its turn. Raises CampEnded."""
    held = _turn(turn)
    if held.came_at is None:
        held.came_at = timezone.now()
        held.save(update_fields=["came_at"])
        record("paperwork.came", held.camp, by=by, maker=held.maker_id)
    return held


@transaction.atomic
def call_up(turn: Turn, *, by: Actor) -> Turn:
    """It is at the desk now; it has come, if nobody noted that. Raises CampEnded."""
    held = _turn(turn)
    if held.called_at is None:
        now = timezone.now()
        held.came_at, held.called_at = held.came_at or now, now
        held.save(update_fields=["came_at", "called_at"])
        record("paperwork.called", held.camp, by=by, maker=held.maker_id)
    return held


@transaction.atomic
def see_off(turn: Turn, *, by: Actor) -> Turn:
    """All was done for it today that can be. Raises CampEnded."""
    held = _turn(turn)
    if held.seen_at is None:
        now = timezone.now()
        held.came_at, held.called_at, held.seen_at = held.came_at or now, held.called_at or now, now
        held.save(update_fields=["came_at", "called_at", "seen_at"])
        record("paperwork.seen", held.camp, by=by, maker=held.maker_id)
    return held


@transaction.atomic
def end_camp(camp: Camp, *, next_camp: Camp | None = None, by: Actor) -> Camp:
    """The day is over; who did not come gets a turn at `next_camp`, as far as it has room, in their order.

    Ended before, it stays so. Raises CampNotOver before the day itself, BadCamp when the next one is over as well.
    """
    for key in sorted({camp.pk, *([next_camp.pk] if next_camp else [])}):
        hold_key(Camp, key)
    held = hold(camp)
    if held.ended_at is not None:
        return held
    if held.day > today():
        raise CampNotOver()
    if next_camp is not None and next_camp.day < today():
        raise BadCamp("day")
    missed = list(Turn.objects.filter(camp=held, came_at=None).select_related("maker").order_by("number"))
    came = Turn.objects.filter(camp=held, came_at__isnull=False).count()
    held.ended_at = timezone.now()
    held.save(update_fields=["ended_at"])
    record("paperwork.camp_ended", held, by=by, came=came, missed=len(missed))
    if next_camp is not None and next_camp.pk != held.pk and next_camp.mart_id == held.mart_id:
        _carry_over(missed, next_camp, by)
    return held


def _carry_over(missed: Sequence[Turn], camp: Camp, by: Actor) -> None:
    known = set(Turn.objects.filter(camp=camp).values_list("maker_id", flat=True))
    room = camp.most - len(known)
    goes = [turn for turn in missed if turn.maker_id not in known][: max(0, room)]
    give_turns(camp, makers=[turn.maker for turn in goes], by=by)
    Turn.objects.filter(pk__in=[turn.pk for turn in goes]).update(next_camp=camp)


def _open(camp: Camp, *related: str) -> Camp:
    held = hold(camp, *related)
    if held.ended_at is not None:
        raise CampEnded()
    return held


def _turn(turn: Turn) -> Turn:
    camp = hold_key(Camp, turn.camp_id)
    if camp.ended_at is not None:
        raise CampEnded()
    held = hold(turn)
    held.camp = camp
    return held
