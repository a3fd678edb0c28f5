"""What must hold of papers on their way."""

from collections.abc import Iterable

from django.db.models import F, Q

from haat.core.doctor import check
from haat.paperwork.models import Camp, Road, Turn
from haat.paperwork.roads import roads
from haat.paperwork.rules import ENDED


@check("a number that came was read by another person than wrote it down")
def two_people_for_a_number() -> Iterable[str]:
    """One hand writes and confirms nothing."""
    granted = Road.objects.filter(state=Road.State.GRANTED)
    for road in granted.filter(typed_by_id__isnull=False, checked_by_id=F("typed_by_id")):
        yield f"road {road.pk}: user {road.typed_by_id} wrote its number down and confirmed it"


@check("what was asked for a form is gone when its road has ended")
def answers_are_wiped() -> Iterable[str]:
    """Nobody needs it any more."""
    for road in Road.objects.filter(state__in=ENDED).exclude(answers=b""):
        yield f"road {road.pk} has ended, and answers of its form are still kept"


@check("every road leads to a paper that is known")
def roads_are_known() -> Iterable[str]:
    """A road without its kind shows nothing."""
    for road in Road.objects.exclude(kind__in=list(roads())):
        yield f"road {road.pk}: nobody knows the road {road.kind}"


@check("a road's paper is its own maker's")
def papers_are_their_makers() -> Iterable[str]:
    """Two makers that were found to be one, or two again, keep what is theirs."""
    mixed = Road.objects.filter(document__isnull=False).exclude(maker=F("document__maker"))
    for road in mixed.exclude(maker__merged_into=F("document__maker")):
        yield f"road {road.pk} of maker {road.maker_id} names paper {road.document_id} of another"


@check("nobody has more turns at a papers day than there is room")
def camps_have_room() -> Iterable[str]:
    """Turns are given while the day is held."""
    for camp in Camp.objects.all():
        given = Turn.objects.filter(camp=camp).count()
        if given > camp.most:
            yield f"camp {camp.pk}: {given} turns, and room for {camp.most}"


@check("who was seen at a papers day had come")
def who_was_seen_came() -> Iterable[str]:
    """A result without anybody there is none."""
    for turn in Turn.objects.filter(Q(seen_at__isnull=False, came_at=None) | Q(called_at__isnull=False, came_at=None)):
        yield f"turn {turn.pk}: seen, and never came"
