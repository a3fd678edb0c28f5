"""Makers from a table: every bad row comes back with a column and a sentence, every good one is enrolled."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from haat.core.actor import Actor
from haat.core.identifiers import InvalidIdentifier, clean_mobile
from haat.core.imports import ImportReport, Row, import_rows
from haat.core.slugs import slug
from haat.makers.actions.documents import give_document, set_bank
from haat.makers.actions.enrolling import enrol_maker
from haat.makers.actions.members import NewMember, add_members
from haat.makers.models import Document, Maker, Organisation
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
    "number": "account_number",
    "holder": "account_holder",
}
_PAPERS = (Document.Kind.PAN, Document.Kind.GSTIN, Document.Kind.ENROLMENT, Document.Kind.FSSAI)


def import_makers(rows: Iterable[Mapping[str, Any]], *, mart: Mart, by: Actor) -> ImportReport:
    """Enrol the makers of a table with the columns COLUMNS; needed are kind, block, pin, phone, name, leader.

    `members` names further members, separated by semicolons. A maker is known by its LokOS id, or by phone
    and name: a second run makes nothing twice. A row enters whole, with bank and papers, or not at all.
    """
    blocks = blocks_of(mart)
    return import_rows(rows, lambda row: _put(row, mart=mart, blocks=blocks, by=by), needed=_NEEDED, columns=_COLUMN_OF)


def _put(row: Row, *, mart: Mart, blocks: list[Place], by: Actor) -> bool:
    names, leader_names = row.texts("name"), row.texts("leader")
    if not names:
        row.refuse("name_en", _("Write the name in at least one language."))
    if not leader_names:
        row.refuse("leader_en", _("Write the name of the person who leads."))
    phone, lokos_id = row.text("phone", needed=True), row.text("lokos_id")
    if _known(mart, phone, names, lokos_id):
        return False
    wanted: dict[str, Any] = {
        "kind": row.text("kind", needed=True).lower(),
        "pin": row.text("pin", needed=True),
        "since": row.whole("since", least=1800),
        "organisation": _organisation(row, mart),
        "stories": row.texts("story"),
    }
    block = _place(row, "block", blocks, needed=True)
    village = _place(row, "village", localities_of(block)) if block else None
    row.check()
    assert block is not None
    maker = enrol_maker(
        mart,
        names=names,
        leader_names=leader_names,
        block=block,
        place=village,
        phone=phone,
        lokos_id=lokos_id,
        by=by,
        **wanted,
    )
    _complete(row, maker, by)
    return True


def _complete(row: Row, maker: Maker, by: Actor) -> None:
    """Further members, bank account and papers."""
    names = [part.strip() for part in row.text("members").split(";")]
    members = [NewMember({maker.mart.default_language: name}) for name in names if name]
    if members:
        add_members(maker, members=members, by=by)
    if row.text("account_number") or row.text("ifsc"):
        holder = row.text("account_holder") or next(iter(row.texts("leader").values()))
        set_bank(maker, holder=holder, number=row.text("account_number"), ifsc=row.text("ifsc"), by=by)
    for kind in _PAPERS:
        if row.text(kind):
            give_document(maker, kind=kind, number=row.text(kind), field=kind, by=by)


def _known(mart: Mart, phone: str, names: Mapping[str, str], lokos_id: str) -> bool:
    makers = Maker.objects.filter(mart=mart)
    if lokos_id and makers.filter(lokos_id=lokos_id).exists():
        return True
    try:
        number = clean_mobile(phone, allow_demo=settings.DEMO)
    except InvalidIdentifier:
        return False
    spoken = _spoken(names)
    return any(spoken & _spoken(maker.names) for maker in makers.filter(phone=number))


def _spoken(names: Mapping[str, str]) -> set[str]:
    return {slug(name) or name for name in names.values()}


def _place(row: Row, column: str, places: list[Place], *, needed: bool = False) -> Place | None:
    """The one of `places` the cell names, in any language or by LGD code."""
    text = row.text(column, needed=needed)
    if not text:
        return None
    if (found := named(places, text)) is not None:
        return found
    sentence = _("“%(text)s” is not known here. Copy the name from the list of places.")
    row.refuse(column, sentence % {"text": text})
    return None


def _organisation(row: Row, mart: Mart) -> Organisation | None:
    text = row.text("organisation")
    if not text:
        return None
    found = Organisation.objects.filter(mart=mart, slug=slug(text)).first()
    if found is None:
        row.refuse("organisation", _("No organisation has this name. Make it first, or leave the cell empty."))
    return found
