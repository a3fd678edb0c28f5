"""Her papers: what is there, what lacks, the next step of each, and the papers day she goes to."""

from django.utils.translation import gettext as _

from haat.paperwork.queries import camp_of, duties_of
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import Card, Room
from haat.web.maker.papers.said import paper_of
from haat.web.ui.dates import date_short


def card(request: Request) -> Card | None:
    """The papers day she goes to, or the paper whose day is nearest; nothing where neither is."""
    maker = request.acting.maker
    camp = camp_of(maker)
    if camp is not None:
        name = _("Papers day on %(day)s") % {"day": date_short(camp.day)}
        return Card("maker:papers", name, camp.where, icon="clock")
    duty = duties_of(maker).first()
    if duty is None:
        return None
    said = _("%(paper)s: the last day is %(day)s") % {"paper": paper_of(duty.kind), "day": date_short(duty.day)}
    return Card("maker:papers", said, _("My papers"), icon="clock")


ROOM = Room(order=45, card=card)
