"""Who said what of a good, and when; and what its maker has handed on to others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haat.catalogue.models import Good
from haat.channels.asks import asks_of
from haat.channels.models import MakerTask
from haat.core.languages import best
from haat.core.queries import happened_to
from haat.people.queries import people
from haat.web.office.desk.history import names_of
from haat.web.ui.dates import date_near

MOST = 200  # so many tellings are looked through, the newest
WHY: "Mapping[str, str | Promise]" = {
    MakerTask.Why.UNKNOWN: gettext_lazy("She does not know it"),
    MakerTask.Why.RIGHT: gettext_lazy("She says that it is right as it stands"),
    MakerTask.Why.HELP: gettext_lazy("She wants it done for her"),
}
# (code of a size or "", attribute) → who said it last, and when.
SaidBy = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class HandedOn:
    """A question that the maker of a good has handed on and that still stands: of which size, why, by whom, when."""

    what: "str | Promise"
    size: str
    why: "str | Promise"
    who: str
    at: datetime | None


def said_by(good: Good) -> SaidBy:
    """Who answered what of a good last, on the phone or at the desk; three statements at most."""
    events = list(happened_to([("catalogue.good", [good.pk])], ["catalogue.answers_said"])[:MOST])
    names = names_of(events) if events else {}
    found: dict[tuple[str, str], str] = {}
    for event in events:
        words = _("Said by %(who)s, %(day)s.") % {"who": names[event.pk] or "–", "day": date_near(event.at)}
        for slug in event.data["after"].get("attributes", {}):
            found.setdefault((event.data.get("of", ""), slug), words)
    return found


def handed_on(good: Good) -> list[HandedOn]:
    """What its maker has handed on and nobody has answered since."""
    asks = [ask for ask in asks_of([good.maker_id], good_id=good.pk).get(good.maker_id, ()) if ask.handed_on]
    who = people(ask.task.handed_by_id for ask in asks if ask.task)
    return [
        HandedOn(
            ask.what,
            (best(ask.variant.labels).text or ask.variant.sku) if ask.variant else "",
            WHY[ask.task.why],
            str(who.get(ask.task.handed_by_id or 0) or ""),
            ask.task.handed_at,
        )
        for ask in asks
        if ask.task
    ]
