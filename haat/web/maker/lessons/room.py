"""Lessons: what is offered now stands above the tiles; all of them are found from Help."""

from django.urls import reverse
from django.utils.translation import gettext as _

from haat.learning.actions.learning import person_of
from haat.learning.queries import asking, suggested_to, titles_of
from haat.web.maker.base.request import Request
from haat.web.maker.base.rooms import Card, Room

MOST_AHEAD = 3


def card(request: Request) -> Card | None:
    """The lesson she needs now, or the question that waits for her; nothing where none does."""
    acting = request.acting
    person = person_of(acting.by)
    asks = [study.lesson for study in asking(acting.maker, person)]
    offered = [suggestion.lesson for suggestion in suggested_to(acting.maker, person)]
    if not asks and not offered:
        return None
    titles = titles_of(acting.maker.mart)
    now = [slug for slug in [*asks, *offered] if slug in titles]
    if not now:
        return None
    name = _("One question") if now[0] in asks else _("A lesson for now")
    keeps = tuple(reverse("maker:lesson", args=[slug]) for slug in now[:MOST_AHEAD])
    return Card("maker:lessons", name, titles[now[0]], icon="speaker", keeps=keeps)


ROOM = Room(order=45, card=card)
