"""Everything that happened in a mart, for who audits it: narrowed by person, kind, days and subject."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from haat.core.dates import start_of
from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.models import Event
from haat.people.models import Role, User
from haat.places.models import Mart

MOST_CALLED = 200


@dataclass(frozen=True)
class Asked:
    """What of the trail is asked for; what is empty narrows nothing.

    `who`: letters of a person's name, or her whole phone number. `kinds` are kinds of events, `rooms` the rooms that
    tell them; `first` and `last` days in India; `subject` a model and a key.
    """

    who: str = ""
    kinds: Sequence[str] = ()
    rooms: Sequence[str] = ()
    first: date | None = None
    last: date | None = None
    subject: tuple[str, int] | None = None
    acting: bool = False


def trail_of(mart: Mart, asked: Asked) -> QuerySet[Event]:
    """The events of the mart that are asked for, in no order."""
    events = Event.objects.filter(mart_id=mart.pk)
    if asked.who:
        events = events.filter(by_id__in=_called(mart, asked.who))
    if asked.kinds:
        events = events.filter(kind__in=list(asked.kinds))
    if asked.rooms:
        events = events.filter(_of_rooms(asked.rooms))
    if asked.first is not None:
        events = events.filter(at__gte=start_of(asked.first))
    if asked.last is not None:
        events = events.filter(at__lt=start_of(asked.last + timedelta(days=1)))
    if asked.subject is not None:
        model, key = asked.subject
        events = events.filter(subject_type=model, subject_id=key)
    return events.filter(for_maker_id__isnull=False) if asked.acting else events


def _of_rooms(rooms: Collection[str]) -> Q:
    told = Q()
    for room in rooms:
        told |= Q(kind__startswith=f"{room}.")
    return told


def _called(mart: Mart, who: str) -> list[int]:
    """The people of the mart who are called so, and whoever has this number; at most MOST_CALLED."""
    try:
        wanted = Q(phone=clean_mobile(who, allow_demo=True))
    except InvalidIdentifier:
        wanted = Q(name__icontains=who)
    known = Role.objects.filter(mart=mart).values("user")
    told = Event.objects.filter(mart_id=mart.pk, kind="people.role_given", subject_type="people.user")
    people = User.objects.filter(wanted).filter(
        Q(pk__in=known) | Q(pk__in=told.values("subject_id")) | Q(memberships__maker__mart=mart)
    )
    return list(people.order_by("pk").values_list("pk", flat=True).distinct()[:MOST_CALLED])
