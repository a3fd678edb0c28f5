"""The list of work beside every page of the office: only rooms this person may enter, with what waits in each."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from haat.core.dates import today
from haat.core.kept import Kept
from haat.people.models import User
from haat.people.rules import can, scope
from haat.places.models import Mart, Place
from haat.places.queries import MOST_COUNTED, counted
from haat.web.office.desk.rooms import Room, deeds_of_the_whole_mart, rooms
from haat.web.ui.quick.addresses import known_address
from haat.web.ui.request import Request

COUNTS: Kept[Mapping[str, int]] = Kept()
# What machines change (a message that failed, a sheet that was read) is told by no event.
SECONDS = 15


def may_do(user: User, deed: str, mart: Mart) -> bool:
    """True when `user` may do a deed somewhere in the mart; in all of it, when the deed's room is the whole mart's."""
    return can(user, deed, mart=mart, place=mart.place if deed in deeds_of_the_whole_mart() else None)


def home_of(user: User, mart: Mart) -> str:
    """The first room she may enter."""
    first = next((room.first for room in rooms().values() if may_do(user, room.deed, mart)), "shop:home")
    return reverse(first)


def counts(
    mart: Mart, place: Place, shown: Iterable[tuple[str, Room]], also: Mapping[str, Place] | None = None
) -> Mapping[str, int]:
    """What waits in each of the rooms at or below `place`; kept until something happens in the mart.

    One query for its version, and one for all rooms when they are counted anew.

    `also`: deeds the reader may do of those that open more (`Room.also_waits`), and where.
    """
    open_, more = tuple(shown), also or {}
    where = tuple((deed, at.pk, at.path) for deed, at in sorted(more.items()))
    key = (today(), mart.pk, mart.place_id, place.pk, place.path, tuple(name for name, _room in open_), where)

    def groups() -> dict[str, list[QuerySet[Any]]]:
        return {name: [*room.waits(mart, place), *_more(mart, room, more)] for name, room in open_}

    return COUNTS.get(mart.pk, key, lambda: counted(key, groups), seconds=SECONDS)


def _more(mart: Mart, room: Room, also: Mapping[str, Place]) -> list[QuerySet[Any]]:
    return [rows for deed, at in also.items() if deed in room.also_waits for rows in room.also_waits[deed](mart, at)]


def _shown(count: int) -> int | str:
    """Nothing for none; the figure; of very many only that they are more."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else count or ""


def rail(request: Request, current: str) -> list[dict[str, Any]]:
    """The rooms for `office_base.html`: {name, url, count, current, line}; empty for who may not see the office.

    `line`: a line stands above it, as the first of those that are looked after now and then.
    """
    if not can(request.user, "enter_office", mart=request.mart):
        return []
    # Who holds her role at an organisation has no place: of her rooms nothing is counted by place.
    place = scope(request.user, request.mart) or request.mart.place
    shown = [(name, room) for name, room in rooms().items() if may_do(request.user, room.deed, request.mart)]
    deeds = {deed for _name, room in shown for deed in room.also_waits}
    also = {deed: at for deed in deeds if (at := scope(request.user, request.mart, deed)) is not None}
    found = counts(request.mart, place, shown, also)
    first_kept = next((name for name, room in shown if room.kept), None)
    return [
        {
            "name": room.title,
            "url": known_address(room.first, ()) or reverse(room.first),
            "count": _shown(found[name]),
            "current": name == current,
            "line": name == first_kept and name != shown[0][0],
        }
        for name, room in shown
    ]
