"""What happened to a thing, as the audit trail has it, with the people's names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from haat.core.languages import best
from haat.core.models import Event
from haat.core.money import format_rupees
from haat.makers.models import Maker
from haat.people.models import User
from haat.web.office.words import EVENTS

MOST = 40
CASH = {"delivery.round_closed": "counted_paise", "ledger.missing_taken": "amount_paise"}


@dataclass(frozen=True)
class Happened:
    """One line of history: when, what, who did it, and the reason given or the cash counted, if any."""

    at: datetime
    kind: str
    who: str
    reason: str


def history_of(*subjects: tuple[str, list[int]]) -> list[Happened]:
    """What happened to subjects (`("makers.maker", [7])`), newest first; three queries at most.

    Kinds that have no words are left out.
    """
    about = Q()
    for kind, ids in subjects:
        about |= Q(subject_type=kind, subject_id__in=ids)
    events = list(Event.objects.filter(about, kind__in=list(EVENTS)).order_by("-pk")[:MOST])
    names = names_of(events)
    return [Happened(event.at, event.kind, names[event.pk], _said(event)) for event in events]


def _said(event: Event) -> str:
    """The reason given, or the cash that was counted."""
    cash = event.data.get(CASH.get(event.kind, ""))
    return format_rupees(cash) if isinstance(cash, int) else str(event.data.get("reason", ""))


def names_of(events: Sequence[Event]) -> dict[int, str]:
    """Event → who did it, and for which maker when she acted on somebody's behalf; at most two queries."""
    people = User.objects.in_bulk({event.by_id for event in events if event.by_id})
    makers = Maker.objects.in_bulk({event.for_maker_id for event in events if event.for_maker_id})
    return {event.pk: _who(people.get(event.by_id or 0), makers.get(event.for_maker_id or 0)) for event in events}


def _who(person: User | None, maker: Maker | None) -> str:
    if person is None or maker is None:
        return str(person or "")
    return _("%(who)s, for %(maker)s") % {"who": person, "maker": best(maker.names).text}
