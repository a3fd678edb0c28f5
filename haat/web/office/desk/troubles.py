"""What is stuck in any room, oldest first, each with a person to call and the one key that mends it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.urls import reverse

from haat.core.kept import Kept
from haat.core.languages import current
from haat.people.rules import can
from haat.places.models import Mart, Place
from haat.review.waiting import Key, Stuck, Waiting, keys_of
from haat.web.office.desk.rail import may_do
from haat.web.office.desk.rooms import Room, Trouble, rooms
from haat.web.ui.request import Request

T = TypeVar("T")


@dataclass(frozen=True)
class Found:
    """One thing that is stuck: its trouble, the room that mends it, and how many of a maker it stands for (0: one).

    What is shown of it is read when it is wanted (`whole`).
    """

    room: Room
    trouble: Trouble
    rows: Iterable[Stuck]
    key: Key
    number: int = 0


@dataclass(frozen=True)
class Told:
    """The same with all that is shown of it."""

    found: Found
    row: Stuck

    @property
    def sentence(self) -> str:
        """What is the matter, in the reader's language."""
        return str(self.found.trouble.says).replace("%(what)s", self.row.what)


FOUND: Kept[tuple[Found, ...]] = Kept()


def stuck(mart: Mart, place: Place) -> Sequence[Found]:
    """Everything stuck at or below `place`, oldest first; kept until something happens, one query for its version.

    Else one query for all that is read by keys, and one each for the few that are not.
    """

    def find() -> tuple[Found, ...]:
        return tuple(sorted(_found(mart, place), key=lambda found: found.key.since))

    # Rows that are there whole say what they are in the reader's language. What is stuck with the mart itself, the mart
    # says as this process knows it: that may be from before the last event.
    known = (mart.opened_at, mart.closed_at, mart.proposed.get("at"))
    return FOUND.get(mart.pk, (place.pk, place.path, current(), known), find)


def shown(
    request: Request, place: Place, choose: Callable[[list[Found]], tuple[T, Sequence[Found]]]
) -> tuple[T, list[dict[str, Any]]]:
    """What `choose` makes of all that is stuck, and the rows of those it shows.

    What machines settle is told by no event: where one of the rows is gone, all are looked for anew.
    """
    told, chosen = choose(gathered(stuck(request.mart, place)))
    rows = rows_of(request, chosen)
    if len(rows) < len(chosen):
        FOUND.clear()
        told, chosen = choose(gathered(stuck(request.mart, place)))
        rows = rows_of(request, chosen)
    return told, rows


def _found(mart: Mart, place: Place) -> Iterator[Found]:
    every = [(room, trouble, trouble.find(mart, place)) for room in rooms().values() for trouble in room.troubles]
    waiting = [rows for _room, _trouble, rows in every if isinstance(rows, Waiting)]
    keys_by = iter(keys_of(waiting))
    for room, trouble, rows in every:
        if isinstance(rows, Waiting):
            keys = next(keys_by)
        else:
            rows = list(rows)
            keys = [Key(at, row.since, row.maker.pk if row.maker else None) for at, row in enumerate(rows)]
        yield from (Found(room, trouble, rows, key) for key in keys)


def gathered(found: Iterable[Found]) -> list[Found]:
    """What a trouble shows together (a maker's unchecked goods: one call settles them) is one, with their number."""
    lines: list[Found] = []
    places: dict[tuple[str, int], int] = {}
    for each in found:
        maker = each.key.maker_id
        if each.trouble.together is None or maker is None:
            lines.append(each)
            continue
        at = places.setdefault((each.trouble.kind, maker), len(lines))
        if at == len(lines):
            lines.append(each)
        lines[at] = replace(lines[at], number=lines[at].number + 1)
    return lines


def whole(found: Sequence[Found]) -> list[Told]:
    """Each with all that is shown of it, in this order; one query for each trouble that occurs."""
    wanted: dict[str, list[Found]] = {}
    for each in found:
        wanted.setdefault(each.trouble.kind, []).append(each)
    read = {kind: _read(several) for kind, several in wanted.items()}
    return [Told(each, row) for each in found if (row := read[each.trouble.kind].get(each.key.pk)) is not None]


def _read(found: Sequence[Found]) -> dict[int, Stuck]:
    rows, keys = found[0].rows, [each.key.pk for each in found]
    return rows.whole(keys) if isinstance(rows, Waiting) else dict(enumerate(rows))


def rows_of(request: Request, found: Sequence[Found]) -> list[dict[str, Any]]:
    """Each as the table shows it: sentence, person, block, since when, what it holds up, key."""
    return [_row(request, told) for told in whole(found)]


def _row(request: Request, told: Told) -> dict[str, Any]:
    row, trouble, number = told.row, told.found.trouble, told.found.number
    # Without the deed that opens the room, or the page it leads to, the row has no key.
    open_ = may_do(request.user, told.found.room.deed, request.mart)
    if trouble.deed:
        open_ = open_ and can(request.user, trouble.deed, mart=request.mart, place=row.block)
    return {
        "what": told.sentence,
        "number": number,
        "together": trouble.together(number) if trouble.together and number else "",
        "maker": row.maker,
        "who": row.who,
        "phone": row.phone,
        "block": row.block,
        "since": row.since,
        "holds": row.holds_paise,
        "url": reverse(trouble.page, args=row.args) if open_ else "",
        "key": trouble.key,
    }
