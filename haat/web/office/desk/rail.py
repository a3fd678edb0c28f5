"""The list of work beside every page of the office: only rooms this person may enter, with what waits in each."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from haat.core.dates import today
from haat.people.models import User
from haat.people.rules import can, scope
from haat.places.models import Mart, Place
from haat.places.queries import MOST_COUNTED, counted
from haat.web.office.desk.rooms import Room, deeds_of_the_whole_mart, rooms
from haat.web.ui.request import Request


def may_do(user: User, deed: str, mart: Mart) -> bool:
    """True when `user` may do a deed somewhere in the mart; in all of it, when the deed's room is the whole mart's."""
    return can(user, deed, mart=mart, place=mart.place if deed in deeds_of_the_whole_mart() else None)


def counts(mart: Mart, place: Place, shown: Iterable[tuple[str, Room]]) -> dict[str, int]:
    """What waits in each of the rooms at or below `place`; one query for all of them."""
    open_ = tuple(shown)
    key = (today(), mart.pk, mart.place_id, place.pk, place.path, tuple(name for name, _room in open_))
    return counted(key, lambda: {name: list(room.waits(mart, place)) for name, room in open_})


def _shown(count: int) -> int | str:
    """Nothing for none; the figure; of very many only that they are more."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else count or ""


def rail(request: Request, current: str) -> list[dict[str, Any]]:
    """The rooms for `office_base.html`: {name, url, count, current}; empty for who may not see the office."""
    place = scope(request.user, request.mart)
    if place is None:
        return []
    shown = [(name, room) for name, room in rooms().items() if may_do(request.user, room.deed, request.mart)]
    found = counts(request.mart, place, shown)
    return [
        {"name": room.title, "url": reverse(room.first), "count": _shown(found[name]), "current": name == current}
        for name, room in shown
    ]
