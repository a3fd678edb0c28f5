"""What happened to a thing, as the audit trail has it, with the people's names."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from haat.core.models import Event
from haat.people.models import User
from haat.web.office.words import EVENTS

MOST = 40


@dataclass(frozen=True)
class Happened:
    """One line of history: when, what, who did it, and the reason given if there was one."""

    at: datetime
    kind: str
    who: str
    reason: str


def history_of(*subjects: tuple[str, list[int]]) -> list[Happened]:
    """What happened to subjects (`("makers.maker", [7])`), newest first; two queries. Wordless kinds are left out."""
    about = Q()
    for kind, ids in subjects:
        about |= Q(subject_type=kind, subject_id__in=ids)
    events = list(Event.objects.filter(about, kind__in=list(EVENTS)).order_by("-pk")[:MOST])
    names = User.objects.in_bulk({event.by_id for event in events if event.by_id})
    return [
        Happened(event.at, event.kind, str(names.get(event.by_id, "")), str(event.data.get("reason", "")))
        for event in events
    ]
