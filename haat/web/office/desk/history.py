"""What happened to a thing, as the audit trail has it, with the people's names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from haat.core.languages import best
from haat.core.models import Event
from haat.core.money import format_rupees
from haat.core.queries import happened_to
from haat.makers.models import Maker
from haat.makers.queries import makers_by_id
from haat.people.models import User
from haat.people.queries import people
from haat.web.office.desk.changes import Change, changes_of
from haat.web.office.desk.rooms import events as told
from haat.web.office.desk.rooms import sums

MOST = 40


@dataclass(frozen=True)
class Happened:
    """One line of history: when, what, who did it, the reason given or the amount, if any, and what changed.

    `of` names the one among several it happened to: a member, a size.
    """

    at: datetime
    kind: str
    who: str
    reason: str
    of: str
    changes: list[Change]


def history_of(
    *subjects: tuple[str, list[int]],
    called: Mapping[tuple[str, int], str] | None = None,
    also: QuerySet[Event] | None = None,
) -> list[Happened]:
    """What happened to subjects (`("makers.maker", [7])`), newest first; three queries, and one for each kind of name.

    `called` gives the names of those that are one of several, by model and key; `also` is what else belongs here of
    somebody who may be known in other marts too. Kinds for which no room has words are left out.
    """
    events = happened_to(subjects, list(told()))
    return lines_of(list((events if also is None else events | also)[:MOST]), called or {})


def lines_of(events: Sequence[Event], called: Mapping[tuple[str, int], str]) -> list[Happened]:
    """These events as lines of a history, in their order."""
    names, changed = names_of(events), changes_of(events)
    return [
        Happened(
            at=event.at,
            kind=event.kind,
            who=names[event.pk],
            reason=_said(event),
            of=called.get((event.subject_type, event.subject_id), ""),
            changes=changed[event.pk],
        )
        for event in events
    ]


def _said(event: Event) -> str:
    """The reason given, or the amount its room shows of it."""
    paise = event.data.get(sums().get(event.kind, ""))
    return format_rupees(paise) if isinstance(paise, int) else str(event.data.get("reason", ""))


def names_of(events: Sequence[Event]) -> dict[int, str]:
    """Event → who did it, and for which maker when she acted on somebody's behalf; at most two queries."""
    doers = people(event.by_id for event in events)
    makers = makers_by_id(event.for_maker_id for event in events)
    return {event.pk: _who(doers.get(event.by_id or 0), makers.get(event.for_maker_id or 0)) for event in events}


def _who(person: User | None, maker: Maker | None) -> str:
    if person is None or maker is None:
        return str(person or "")
    return _("%(who)s, for %(maker)s") % {"who": person, "maker": best(maker.names).text}
