"""What changed at an event, in the reader's language: each field with what it was and what it is.

A room says how its fields are called and read (`Room.fields`), and, for kinds whose data has them in another shape than
`before` and `after` by field, where they stand (`Room.reads`): events of older versions are read so too.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from haat.catalogue.data import choices, drawing_names, kinds, labels
from haat.catalogue.queries import crafts
from haat.core.languages import LANGUAGES, best
from haat.core.models import Event
from haat.core.money import format_rupees
from haat.core.queries import rows_by_id
from haat.makers.models import Member, Organisation, Seller
from haat.people.models import User
from haat.places.models import Place
from haat.pricing.queries import tax_lines_called
from haat.web.office.desk.rooms import Field, Shape, fields, reads
from haat.web.office.desk.words import word
from haat.web.ui.dates import date_year
from haat.web.ui.units import unit_word

NOTHING = "–"
Named = Mapping[str, Mapping[Any, str]]


@dataclass(frozen=True)
class Change:
    """One field of a line: what it is called, and what stood and stands there; `before` is empty when it is new."""

    label: str
    before: str
    after: str


def changes_of(events: Sequence[Event]) -> dict[int, list[Change]]:
    """Event → its changes, in the order in which their fields were told; at most three queries for names."""
    told = {event.pk: list(_told(event)) for event in events}
    named = _named([line for lines in told.values() for line in lines])
    return {
        pk: [change for field, before, after in lines for change in _said(field, before, after, named)]
        for pk, lines in told.items()
    }


def _told(event: Event) -> Iterator[tuple[Field, Any, Any]]:
    """(field, before, after) of what a room has a name for; what is not there is None."""
    before, after = reads().get(event.kind, by_field)(event.data)
    room = event.kind.partition(".")[0]
    for name, value in after.items():
        field = fields().get(f"{room}.{name}")
        if field is not None and before.get(name) != value:
            yield field, before.get(name), value


def by_field(data: Mapping[str, Any]) -> Shape:
    """Before and after by field, as nearly every kind has them; nothing in what was told without."""
    before, after = data.get("before"), data.get("after")
    return (before if isinstance(before, dict) else {}), (after if isinstance(after, dict) else {})


def _said(field: Field, before: Any, after: Any, named: Named) -> Iterator[Change]:
    """One change, or one for each language of a name."""
    if field.reads == "names":
        for code in dict.fromkeys([*(before or {}), *(after or {})]):
            was, now = (before or {}).get(code, ""), (after or {}).get(code, "")
            if was != now:
                yield Change(f"{field.label} ({LANGUAGES[code].endonym})", was, now or NOTHING)
        return
    yield Change(str(field.label), _word(field.reads, before, named), _word(field.reads, after, named) or NOTHING)


def _word(how: str, value: Any, named: Named) -> str:
    """A value as people read it; empty when there is none."""
    if value is None or value == "":
        return ""
    if how in MODELS:
        return ", ".join(named[how].get(pk, NOTHING) for pk in _keys(value))
    if how == "weights":
        return ", ".join(f"{named['member'].get(int(pk), NOTHING)} {weight}" for pk, weight in value.items())
    if how == "tax":
        return named["tax"].get(value, str(value))
    if how.startswith("word:"):
        several = value if isinstance(value, list) else [value]
        return ", ".join(word(str(each), how.removeprefix("word:")) for each in several)
    return SAY.get(how, str)(value)


def _keys(value: Any) -> list[int]:
    """The keys a value holds: one, or several in a list or as names of weights."""
    return [int(each) for each in (value if isinstance(value, list | dict) else [value])]


def _named(lines: Iterable[tuple[Field, Any, Any]]) -> Named:
    """The names of the places, members, sellers, people and tax lines spoken of: one query for each that occurs."""
    wanted: dict[str, set[int]] = {}
    slugs: set[str] = set()
    for field, *values in lines:
        how = "member" if field.reads == "weights" else field.reads
        if how in MODELS:
            wanted.setdefault(how, set()).update(pk for value in values if value is not None for pk in _keys(value))
        elif how == "tax":
            slugs |= {value for value in values if value}
    rows = {how: rows_by_id(MODELS[how], keys) for how, keys in wanted.items()}
    named: dict[str, dict[Any, str]] = {
        how: {pk: _name(row) for pk, row in found.items()} for how, found in rows.items()
    }
    return named | ({"tax": _tax_lines(slugs)} if slugs else {"tax": {}})


def _name(row: Any) -> str:
    return str(row) if isinstance(row, Seller | User) else best(row.names).text


def _tax_lines(slugs: Iterable[str]) -> dict[str, str]:
    return {slug: f"{rule.hsn} · {best(rule.names).text}" for slug, rule in tax_lines_called(slugs).items()}


def _slabs(slabs: Iterable[Sequence[int]]) -> str:
    """What a parcel costs up to a weight: `up to 500 g ₹40, up to 2000 g ₹60`."""
    said = [{"weight": _grams(grams), "charge": format_rupees(paise)} for grams, paise in slabs]
    return ", ".join(_("up to %(weight)s %(charge)s") % each for each in said)


def _grams(grams: int) -> str:
    return f"{grams} {unit_word('g')}"


def _craft(slug: str) -> str:
    return next((best(craft.names).text for craft in crafts() if craft.slug == slug), slug)


def _kind(slug: str) -> str:
    return next((best(kind["names"]).text for kind in kinds() if kind["slug"] == slug), slug)


def _called(row: Mapping[str, Any]) -> str:
    """What is called so by language, in itself or under `label`."""
    return best(row.get("label") or {code: text for code, text in row.items() if code in LANGUAGES}).text


def _facts(facts: Any) -> str:
    """What a craft asks about a good and its answers; of a craft, its questions."""
    if isinstance(facts, list):
        return ", ".join(_called(row) for row in facts)
    return ", ".join(f"{_question(name)}: {_fact(value)}" for name, value in facts.items())


def _question(slug: str) -> str:
    """What the project calls a question; one that an office or a channel brought by its short name."""
    return best(labels().get(slug, {"en": slug})).text


def _fact(value: Any) -> str:
    """An answer: in the reader's language, sides with a cross between them, yes or no, choices by their names."""
    if isinstance(value, dict):
        return best(value).text
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return " × ".join(str(side) for side in value) if _are_sides(value) else ", ".join(map(_fact, value))
    return best(choices().get(str(value), {"en": str(value)})).text


def _are_sides(values: Sequence[Any]) -> bool:
    return all(isinstance(value, (int, float)) for value in values)


def _percent(basis_points: int) -> str:
    return f"{basis_points / 100:g}%"


def _size(sides: Sequence[int | None]) -> str:
    return " × ".join(f"{side / 10:g}" for side in sides if side) + f" {unit_word('cm')}" if any(sides) else ""


MODELS: dict[str, Any] = {
    "place": Place,
    "member": Member,
    "organisation": Organisation,
    "seller": Seller,
    "person": User,
}
SAY: dict[str, Callable[[Any], str]] = {
    "money": format_rupees,
    "bp": _percent,
    "craft": _craft,
    "day": lambda day: date_year(date.fromisoformat(day)),
    "kind": lambda slug: _kind(slug),
    "crafts": lambda slugs: ", ".join(_craft(slug) for slug in slugs),
    "drawing": lambda file: best(drawing_names(file)).text,
    "grams": _grams,
    "minutes": lambda minutes: _("%(n)s min") % {"n": minutes},
    "size": _size,
    "yes": lambda yes: _("yes") if yes else _("no"),
    "language": lambda code: LANGUAGES[code].endonym if code in LANGUAGES else str(code),
    "languages": lambda codes: ", ".join(SAY["language"](code) for code in codes),
    "slabs": _slabs,
    "list": lambda values: ", ".join(str(value) for value in values),
    "named": lambda rows: ", ".join(_called(row) for row in rows),
    "facts": lambda facts: _facts(facts),
}
