"""What the house holds of people, what for and for how long: each room declares it in `personal.py` (DPDP Act 2023).

A room's `personal.py` holds `PERSONAL`, a tuple of `Holds` and `Excused`, and may hold `LOOKS`, a tuple of `Look`; they
are found by folder, as events are. A model with a field that looks personal, declared nowhere and excused nowhere, is
one of `undeclared`, and a test fails.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from haat.core.actor import Actor

# Whose it is.
MEMBER, MAKER, BUYER, FOUND, STAFF, OTHER = "member", "maker", "buyer", "found", "staff", "other"
WHOSE = (MEMBER, MAKER, BUYER, FOUND, STAFF, OTHER)
# What for. The first six are asked of a member one by one; the others follow from what she does, or from the law.
SELLING, PAYING, TRAINING, SURVEY, MESSAGES, SHOWING = "selling", "paying", "training", "survey", "messages", "showing"
BUYING, WORK, LAW = "buying", "work", "law"
PURPOSES = (SELLING, PAYING, TRAINING, SURVEY, MESSAGES, SHOWING, BUYING, WORK, LAW)
# What becomes of it when she asks to be erased. What is deleted or blanked is sealed first.
DELETE, BLANK, KEEP = "delete", "blank", "keep"
# How long it is kept: by a clock of the room of privacy (its slug), or as one of these says.
SHE_AGREES, AT_WORK, BOOKS, A_WEEK, SOON, IN_USE = "she_agrees", "at_work", "books", "a_week", "soon", "in_use"


@dataclass(frozen=True, kw_only=True)
class Holds:
    """What one model holds of a person.

    `what` it is in words, `whose`, for which `purposes`. `fields` are handed out to her, `secret` ones only named;
    those of `stays` are left where the others are blanked. `reach`: how a person's rows are found, kind of key → lookup
    (`user`, `phone`, `member`, `maker`: an artisan who is one herself, `find`); none: nobody's rows can be told apart.
    `mart`: the lookup of the mart, "" for rows of none. `to`: what stands in a blanked field; else what its type calls
    empty. `eraser`: the room's own action, where a plain write would break what it promises. `opens`: a file as (name,
    content). `besides`: what must hold of a row to be hers.
    """

    model: str
    what: "str | Promise"
    fields: tuple[str, ...]
    whose: str
    purposes: tuple[str, ...]
    keeps: str
    erase: str
    reach: Mapping[str, str] = field(default_factory=dict)
    mart: str = "mart"
    secret: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    to: Mapping[str, Any] = field(default_factory=dict)
    eraser: "Callable[[Sequence[int], Actor], object] | None" = None
    opens: "Callable[[Any], tuple[str, bytes]] | None" = None
    besides: Mapping[str, Any] = field(default_factory=dict)

    @property
    def table(self) -> type[models.Model]:
        """The model itself."""
        return apps.get_model(self.model)


@dataclass(frozen=True)
class Excused:
    """Fields of a model that look personal and are not; field → why."""

    model: str
    why: Mapping[str, str]


@dataclass(frozen=True)
class Look:
    """A kind of event that says that somebody looked at what is hers, and `why` people do so."""

    kind: str
    why: "str | Promise"


_LOOKS_PERSONAL = re.compile(
    r"(^|_)(names?|phone|email|address|landmark|pin|postcode|hamlet|holder|account|bank|ifsc|vpa|legal|pan|gstin"
    r"|latitude|longitude|guardian|officers?|keeper|teacher|reader|whom|words|note|text|body|answer|reason|told|raw"
    r"|undo|before|after|values|portrait|voice|sealed|secret|password|stories|members|women|earners|said|facts|args"
    r"|error|data)$"
)
_FILES = (models.BinaryField, models.TextField, models.EmailField)
_PLAIN = (models.DateTimeField, models.BooleanField, models.BigIntegerField)
_PEOPLE = ("people.user", "makers.member")


def looks_personal(at: "models.Field[Any, Any]") -> bool:
    """Whether a field may hold something of a person, by its name and type: names, phones, accounts, files, places,
    free text, or who it is. Who of the office did a thing (`…_by_id`) is not asked for: that is the trail's."""
    if isinstance(at, models.ForeignKey):
        related = at.related_model
        known = isinstance(related, type) and related._meta.label_lower in _PEOPLE
        return known or bool(_LOOKS_PERSONAL.search(at.name))
    if isinstance(at, _FILES):
        return True
    return not isinstance(at, _PLAIN) and bool(_LOOKS_PERSONAL.search(at.name))


@cache
def _modules() -> dict[str, Any]:
    """Room → its `personal.py`, where it has one."""
    rooms = [app.name for app in apps.get_app_configs() if app.name.startswith("haat.") and app.name.count(".") == 1]
    found = {room: import_module(f"{room}.personal") for room in rooms if room != "haat.core" and _has(room)}
    return {"haat.core": import_module("haat.core.personal_of_core"), **found}


def _has(room: str) -> bool:
    return find_spec(f"{room}.personal") is not None


@cache
def register() -> tuple[Holds, ...]:
    """All that is held of people, room by room."""
    return tuple(entry for module in _modules().values() for entry in module.PERSONAL if isinstance(entry, Holds))


@cache
def looks() -> dict[str, Look]:
    """The kinds of events that are a look at what is somebody's."""
    return {look.kind: look for module in _modules().values() for look in getattr(module, "LOOKS", ())}


def _spoken_of() -> dict[str, set[str]]:
    """Model → its fields that are declared or excused."""
    found: dict[str, set[str]] = {}
    for module in _modules().values():
        for entry in module.PERSONAL:
            fields = entry.why if isinstance(entry, Excused) else (*entry.fields, *entry.secret)
            found.setdefault(entry.model, set()).update(fields)
    return found


def undeclared(tables: "Sequence[type[models.Model]] | None" = None) -> Iterator[str]:
    """A sentence for every field that looks personal and that no `personal.py` speaks of, and for every one it speaks
    of that is not there. `tables`: those looked at; all of the house when not given."""
    spoken = _spoken_of()
    wanted = apps.get_models() if tables is None else tables
    for table in sorted(wanted, key=lambda each: each._meta.label_lower):
        if not table.__module__.startswith("haat.") and tables is None:
            continue
        label = table._meta.label_lower
        fields = {each.name: each for each in table._meta.concrete_fields}
        said = spoken.get(label, set())
        for name, each in fields.items():
            if looks_personal(each) and name not in said:
                yield f"{label}.{name} looks personal: declare or excuse it in its room's personal.py"
        for name in sorted(said - set(fields)):
            yield f"{label}.{name} is declared in personal.py, and there is no such field"
