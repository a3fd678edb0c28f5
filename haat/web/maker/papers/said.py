"""What is said of a paper to its maker: one sentence, which is read aloud."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from haat.core.languages import best
from haat.paperwork import standing as at
from haat.paperwork.roads import RoadKind, need_name, roads_to
from haat.paperwork.standing import Standing
from haat.web.ui.dates import date_short

MOST_NAMED = 3


def paper_of(kind: str) -> str:
    """The short name of a kind of paper."""
    road = next(iter(roads_to(kind)), None)
    return best(road.short).text if road is not None else kind


def next_step(standing: Standing) -> str:
    """What she does next, or what she waits for."""
    road = standing.road
    if standing.state == at.APPLIED and standing.day is not None:
        return _("Applied for on %(day)s. A message tells you when it comes.") % {"day": date_short(standing.day)}
    if standing.state == at.REFUSED and road is not None:
        return _("It came back: %(why)s. Come to the desk with it.") % {"why": road.why}
    if standing.state == at.MISSING:
        return _("Only this is missing: %(need)s.") % {"need": standing.need_name}
    if standing.state == at.AFTER:
        return _("First comes: %(paper)s.") % {"paper": standing.after_name}
    if standing.state == at.LAPSED:
        return _("It has run out. Bring it to the desk, it is made new.")
    if standing.state in _PLAIN:
        return str(_PLAIN[standing.state]())
    return _("Bring: %(needs)s.") % {"needs": ", ".join(brings(standing.kind)[:MOST_NAMED])}


_PLAIN = {
    at.KEPT: lambda: _("It is there. Nothing is to be done."),
    at.CHECK: lambda: _("It is given. Somebody at the desk reads it, then it counts."),
    at.NOT_NEEDED: lambda: _("You do not need it."),
    at.THROUGH: lambda: _("Your federation has it for you."),
    at.SIGN: lambda: _("The form is ready. Come and sign it."),
    at.APPLY: lambda: _("It is signed. The desk sends it."),
}


def brings(kind: RoadKind) -> Sequence[str]:
    """What is to be brought for it."""
    return [need_name(need) for need in kind.needs]
