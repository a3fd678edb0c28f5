"""What a mart's file would take back of what officers have set since: looked for in what the change has just told."""

from collections.abc import Iterator, Sequence
from typing import Any

from haat.core.dates import day_of
from haat.core.languages import best
from haat.core.models import Event
from haat.people.queries import people
from haat.places.models import Mart
from haat.places.queries import places_by_id

# Kinds of events that tell of a setting a file may name, and which facts say which one it is.
SET = {
    "places.mart_changed": (),
    "places.words_written": ("page",),
    "places.notice_worded": ("page",),
    "pricing.fee_set": ("channel",),
    "pricing.fee_taken_back": ("channel",),
    "payments.cash_rule_set": (),
    "delivery.zone_set": ("place",),
    "delivery.zone_removed": ("place",),
}
# One word for what several kinds tell of; each kind of places tells of things of its own.
OF = {kind: kind if kind.startswith("places.") else kind.partition(".")[0] for kind in SET}


def taken_back(mart: Mart, *, since: int) -> list[str]:
    """A line for each field that was changed after the event `since` and that a person had set before it."""
    told = Event.objects.filter(mart_id=mart.pk, kind__in=SET).order_by("pk")
    before = list(told.filter(pk__lte=since).order_by("-pk"))
    lines = [_line(event, field, last) for event in told.filter(pk__gt=since) for field, last in _last(event, before)]
    return list(dict.fromkeys(lines))


def _last(event: Event, before: Sequence[Event]) -> Iterator[tuple[str, Event]]:
    """Each field that the event changed, with the person's event that told of it last, if it was a person's."""
    for field in sorted(event.data.get("after") or {}):  # PostgreSQL keeps fields in an order of its own
        last = next((each for each in before if _tells(each, event, field)), None)
        if last is not None and last.by_id is not None:
            yield field, last


def _tells(earlier: Event, event: Event, field: str) -> bool:
    """Whether an earlier event tells of the same field of the same thing, or that the thing was taken away."""
    same = OF[earlier.kind] == OF[event.kind] and _which(earlier) == _which(event)
    return same and ("after" not in earlier.data or field in earlier.data["after"])


def _which(event: Event) -> list[Any]:
    return [event.data.get(fact) for fact in SET[event.kind]]


def _line(event: Event, field: str, last: Event) -> str:
    """What a person set, and what would come in its place."""
    by = f"{people([last.by_id]).get(last.by_id or 0)}, {day_of(last.at).isoformat()}"
    if "after" not in last.data:
        return f"{_named(event)}: taken away by {by}, would be there again"
    stood, value = (event.data.get("before") or {}).get(field), event.data["after"][field]
    return f"{_named(event)} {field}: {stood!r} by {by}, would become {value!r}".lstrip()


def _named(event: Event) -> str:
    """The thing in the words of the file; nothing for the mart itself."""
    if event.kind == "pricing.fee_set":
        return f"fee of {event.data['channel']}"
    if event.kind == "delivery.zone_set":
        place = places_by_id([event.data["place"]]).get(event.data["place"]) if event.data["place"] else None
        return f"zone {best(place.names, 'en').text if place else 'india'}"
    if event.kind in ("places.words_written", "places.notice_worded"):
        return f"words of {event.data['page']}"
    return "cash" if event.kind == "payments.cash_rule_set" else ""
