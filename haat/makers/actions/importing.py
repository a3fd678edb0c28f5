"""Makers from a table: every bad row comes back with a column and a sentence, every good one is enrolled."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from haat.core.actor import Actor
from haat.core.errors import HaatError
from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.imports import ImportReport, Progress, Row, import_rows
from haat.core.slugs import slug
from haat.makers.actions.banking import set_bank
from haat.makers.actions.documents import give_document
from haat.makers.actions.enrolling import enrol_maker
from haat.makers.actions.members import NewMember
from haat.makers.models import Document, Maker, Organisation
from haat.makers.naming import line
from haat.makers.papers import lokos
from haat.makers.queries import holder_of, namesake
from haat.places.models import Mart, Place
from haat.places.queries import blocks_of, localities_of, named

# The columns of the table; `_en`, `_hi` … after a stem are languages.
COLUMNS = (
    *("kind", "name_en", "name_hi", "name_mr", "block", "village", "pin", "phone"),
    *("leader_en", "leader_hi", "leader_mr", "members", "since", "organisation", "lokos_id"),
    *("account_holder", "account_number", "ifsc", "pan", "gstin", "enrolment", "fssai"),
    *("story_en", "story_hi", "story_mr"),
)
_NEEDED = ("kind", "block", "pin", "phone")
_COLUMN_OF = {
    "names": "name_en",
    "leader_names": "leader_en",
    "stories": "story_en",
    "number": "account_number",
    "holder": "account_holder",
}
_PAPERS = (Document.Kind.PAN, Document.Kind.GSTIN, Document.Kind.ENROLMENT, Document.Kind.FSSAI)


def import_makers(
    rows: Iterable[Mapping[str, Any]], *, mart: Mart, by: Actor, progress: Progress | None = None
) -> ImportReport:
    """Enrol the makers of a table with the columns COLUMNS; needed are kind, block, pin, phone, name, leader.

    `members` names further members, separated by semicolons. A maker is known by its LokOS id, or by phone
    and name: a second run makes nothing twice. A row enters whole, with bank and papers, or not at all. `progress`
    hears after each: (rows done, rows of the table).
    """
    table = _Table(mart)
    return import_rows(
        rows, lambda row: _put(row, table=table, by=by), needed=_NEEDED, columns=_COLUMN_OF, progress=progress
    )


class _Table:
    """The places and organisations that the rows name, each looked up once."""

    def __init__(self, mart: Mart) -> None:
        self.mart = mart
        self._blocks = blocks_of(mart)
        self._villages: dict[int, list[Place]] = {}
        self._found: dict[tuple[int, str], Place | None] = {}
        self._organisations: dict[str, Organisation | None] = {}

    def block(self, text: str) -> Place | None:
        return self._named(0, self._blocks, text)

    def village(self, block: Place, text: str) -> Place | None:
        if block.pk not in self._villages:
            self._villages[block.pk] = localities_of(block)
        return self._named(block.pk, self._villages[block.pk], text)

    def _named(self, within: int, places: list[Place], text: str) -> Place | None:
        if (within, text) not in self._found:
            self._found[within, text] = named(places, text)
        return self._found[within, text]

    def organisation(self, text: str) -> Organisation | None:
        if text not in self._organisations:
            found = Organisation.objects.filter(mart=self.mart, slug=slug(text)).first()
            self._organisations[text] = found
        return self._organisations[text]


def _put(row: Row, *, table: _Table, by: Actor) -> bool:
    names = _names(row, "name", _("Write the name in at least one language."))
    leader_names = _names(row, "leader", _("Write the name of the person who leads."))
    phone, lokos_id = row.text("phone", needed=True), row.text("lokos_id")
    if _known(table.mart, phone, names, lokos_id):
        return False
    wanted: dict[str, Any] = {
        "kind": row.text("kind", needed=True).lower(),
        "pin": row.text("pin", needed=True),
        "since": row.whole("since"),
        "organisation": _organisation(row, table),
        "stories": row.texts("story"),
    }
    block = _place(row, "block", table.block, needed=True)
    village = _place(row, "village", lambda text: table.village(block, text)) if block else None
    members = _members(row, table.mart)
    row.check()
    assert block is not None
    maker = enrol_maker(
        table.mart,
        names=names,
        leader_names=leader_names,
        block=block,
        place=village,
        phone=phone,
        lokos_id=lokos_id,
        members=members,
        by=by,
        **wanted,
    )
    _complete(row, maker, by)
    return True


def _complete(row: Row, maker: Maker, by: Actor) -> None:
    """Bank account and papers."""
    if row.text("account_number") or row.text("ifsc"):
        holder = row.text("account_holder") or next(iter(row.texts("leader").values()))
        set_bank(maker, holder=holder, number=row.text("account_number"), ifsc=row.text("ifsc"), by=by)
    for kind in _PAPERS:
        if row.text(kind):
            give_document(maker, kind=kind, number=row.text(kind), field=kind, by=by)


def _names(row: Row, stem: str, otherwise: str) -> dict[str, str]:
    """Language → name; a bad one is refused at its cell, none at all with `otherwise`."""
    before, names = len(row.refusals), dict[str, str]()
    for code, text in row.texts(stem).items():
        if name := _name(row, f"{stem}_{code}", text):
            names[code] = name
    if not names and len(row.refusals) == before:
        row.refuse(f"{stem}_en", otherwise)
    return names


def _name(row: Row, column: str, text: str) -> str:
    try:
        return line(text)
    except HaatError as error:
        row.refuse(column, error.message)
        return ""


def _members(row: Row, mart: Mart) -> list[NewMember]:
    """The further members of the cell."""
    names = (_name(row, "members", part) for part in row.text("members").split(";"))
    return [NewMember({mart.default_language: name}) for name in names if name]


def _known(mart: Mart, phone: str, names: Mapping[str, str], lokos_id: str) -> bool:
    try:
        if holder_of(mart, lokos(lokos_id)) is not None:
            return True
        number = clean_mobile(phone, allow_demo=settings.DEMO)
    except (InvalidIdentifier, HaatError):
        return False
    return namesake(mart, number, names) is not None


def _place(row: Row, column: str, find: Callable[[str], Place | None], *, needed: bool = False) -> Place | None:
    """The place the cell names, in any language or by LGD code."""
    text = row.text(column, needed=needed)
    if not text:
        return None
    if (found := find(text)) is not None:
        return found
    sentence = _("“%(text)s” is not known here. Copy the name from the list of places.")
    row.refuse(column, sentence % {"text": text})
    return None


def _organisation(row: Row, table: _Table) -> Organisation | None:
    text = row.text("organisation")
    if not text:
        return None
    found = table.organisation(text)
    if found is None:
        row.refuse("organisation", _("No organisation has this name. Make it first, or leave the cell empty."))
    return found
