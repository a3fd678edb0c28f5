"""Lessons: what is offered now stands above the tiles; all of them are found from Help."""

from django.urls import reverse
from django.utils.translation import gettext as _

from haat.learning.queries import titles_of, waiting_for
from haat.learning.rules import person_of
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import Card, Room

MOST_AHEAD = 3


def card(request: Request) -> Card | None:
    """The lesson she needs now, or the question that waits for her; nothing where none does."""
    acting = request.acting
    waiting = waiting_for(acting.maker, person_of(acting.by))
    if not waiting:
        return None
    titles = titles_of(acting.maker.mart)
    now = [(slug, asks) for slug, asks in waiting if slug in titles]
    if not now:
        return None
    first, asks = now[0]
    name = _("One question") if asks else _("A lesson for now")
    keeps = tuple(reverse("maker:lesson", args=[slug]) for slug, _asks in now[:MOST_AHEAD])
    return Card("maker:lessons", name, titles[first], icon="speaker", keeps=keeps)


ROOM = Room(order=45, card=card)
