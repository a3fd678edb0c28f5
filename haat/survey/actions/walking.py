"""Who walks which village, that it is walked, and the houses where nobody was at home."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haat.core.actor import MACHINE, Actor
from haat.core.events import Happened, record, record_all
from haat.core.locks import hold, hold_key
from haat.core.texts import clean_line
from haat.people.models import User
from haat.places.models import Mart, Place
from haat.survey.errors import GivenToAnother, NoHouse, NotAWorkerHere, NotHerWalk, WalkOver
from haat.survey.models import ClosedHouse, Walk
from haat.survey.rules import HOUSE_KEPT, MOST_HAMLET, MOST_HOUSE
from haat.survey.walking import workers_at

MOST_AT_ONCE = 500


def key_of_words(text: str) -> str:
    """The same words, however they were spaced and capitalised."""
    return " ".join(text.split()).casefold()


@transaction.atomic
def give_village(mart: Mart, *, place: Place, hamlet: str = "", worker: User, by: Actor) -> Walk:
    """Let a worker walk a village, or one hamlet of it; given to her twice it is one.

    What was walked to its end may be given again, to her or to another; so may what somebody has who does not walk
    there any more. Raises NotAWorkerHere, GivenToAnother.
    """
    hold_key(Mart, mart.pk)
    there = _there(mart, place, worker)
    words = clean_line(hamlet)[:MOST_HAMLET]
    at = {"mart": mart, "place": place, "hamlet_key": key_of_words(words)[:MOST_HAMLET]}
    known = Walk.objects.select_related("worker").filter(**at, ended_at=None).first()
    if known is not None and known.done_at is None:
        if known.worker_id == worker.pk:
            return known
        if known.worker_id in there:
            raise GivenToAnother(str(known.worker))
        return hand_walk_on(known, worker=worker, by=by)
    if known is not None:
        _end(known)
    return _give(mart, place.pk, words, worker, by)


def _there(mart: Mart, place: Place, worker: User) -> set[int]:
    """Who walks there, the worker among them. Raises NotAWorkerHere."""
    there = {one.pk for one in workers_at(mart, place)}
    if worker.pk not in there:
        raise NotAWorkerHere()
    return there


def _give(mart: Mart, place_id: int, hamlet: str, worker: User, by: Actor) -> Walk:
    at = {"mart": mart, "place_id": place_id, "hamlet": hamlet, "hamlet_key": key_of_words(hamlet)[:MOST_HAMLET]}
    walk = Walk.objects.create(**at, worker=worker, given_by_id=by.user_id)
    record("survey.village_given", walk, by=by, mart_id=mart.pk, place=place_id, worker=worker.pk)
    return walk


@transaction.atomic
def hand_walk_on(walk: Walk, *, worker: User, by: Actor) -> Walk:
    """Another walks on from where she stopped: taken back from her, and given with its hamlet; the new one is answered.

    To her who has it, it stays. Raises NotAWorkerHere, WalkOver.
    """
    mart = hold_key(Mart, walk.mart_id)
    held = hold(walk, "place")
    if held.ended_at is not None or held.done_at is not None:
        raise WalkOver()
    _there(mart, held.place, worker)
    if held.worker_id == worker.pk:
        return held
    take_village_back(held, by=by)
    return _give(mart, held.place_id, held.hamlet, worker, by)


def _end(walk: Walk) -> None:
    walk.ended_at = timezone.now()
    walk.save(update_fields=["ended_at"])


@transaction.atomic
def take_village_back(walk: Walk, *, by: Actor) -> Walk:
    """She walks it no more; taken back twice it counts once."""
    held = hold(walk)
    if held.ended_at is None:
        _end(held)
        facts = {"place": held.place_id, "worker": held.worker_id}
        record("survey.village_taken_back", held, by=by, mart_id=held.mart_id, **facts)
    return held


@transaction.atomic
def end_walk(walk: Walk, *, by: Actor, at: datetime | None = None) -> Walk:
    """She has walked it to its end; told twice, the first time stands. Raises NotHerWalk."""
    held = hold(walk)
    if held.ended_at is not None or held.worker_id != by.user_id:
        raise NotHerWalk()
    if held.done_at is None:
        held.done_at = min(at or timezone.now(), timezone.now())
        held.save(update_fields=["done_at"])
        facts = {"place": held.place_id, "worker": held.worker_id}
        record("survey.village_walked", held, by=by, mart_id=held.mart_id, **facts)
    return held


@transaction.atomic
def tell_closed(
    mart: Mart, *, place: Place, hamlet: str = "", house: str, at: datetime | None = None, by: Actor
) -> ClosedHouse:
    """Nobody was at home: to come again. The same house again is the same row, whoever tells of it. Raises NoHouse."""
    words, where = clean_line(house)[:MOST_HOUSE], clean_line(hamlet)[:MOST_HAMLET]
    if not words:
        raise NoHouse()
    key = f"{key_of_words(where)}|{key_of_words(words)}"[:170]
    row, made = ClosedHouse.objects.get_or_create(
        mart=mart,
        place=place,
        house_key=key,
        ended_at=None,
        defaults={
            "hamlet": where,
            "house": words,
            "found_by_id": by.user_id,
            "found_at": min(at or timezone.now(), timezone.now()),
        },
    )
    if made:
        record("survey.house_closed", row, by=by, mart_id=mart.pk, place=place.pk)
    return row


@transaction.atomic
def end_house(house: ClosedHouse, *, how: str, by: Actor) -> ClosedHouse:
    """Somebody was met there by now, or nobody lives there; told twice, the first time stands."""
    held = hold(house)
    if held.ended_at is None:
        held.how = ClosedHouse.How(how)
        held.ended_at, held.ended_by_id = timezone.now(), by.user_id
        held.save(update_fields=["how", "ended_at", "ended_by_id"])
        record("survey.house_ended", held, by=by, mart_id=held.mart_id, place=held.place_id, how=held.how)
    return held


@transaction.atomic
def forget_houses() -> int:
    """Delete houses that are done with, or to which nobody went for so long; how many, at most MOST_AT_ONCE a time."""
    old = timezone.now() - HOUSE_KEPT
    wanted = ClosedHouse.objects.filter(Q(ended_at__lt=timezone.now()) | Q(found_at__lt=old)).order_by("pk")
    rows = list(wanted[:MOST_AT_ONCE])
    told = [Happened("survey.house_forgotten", row, {"place": row.place_id}) for row in rows if row.ended_at is None]
    if told:
        record_all(told, by=MACHINE)
    ClosedHouse.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
