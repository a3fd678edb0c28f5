"""All that is kept of a person, in one archive: figures for machines, a page for her, and her files."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from haat.core.actor import MACHINE, Actor
from haat.core.dates import INDIA
from haat.core.events import record
from haat.core.languages import LANGUAGES, best
from haat.core.locks import hold
from haat.core.personal import Holds, looks, register
from haat.core.sealing import Unreadable, seal, unseal
from haat.people.queries import people
from haat.privacy import notices
from haat.privacy.actions.petitioning import S, end, tell_her
from haat.privacy.copies import PAGE
from haat.privacy.errors import ExportOver
from haat.privacy.models import Export, Petition
from haat.privacy.persons import Person, person_of, rows_of
from haat.privacy.queries import looks_at
from haat.privacy.rules import EXPORT_LIFE, MOST_EXPORT
from haat.privacy.words import FIELDS, KEEPS, PURPOSES, WHOSE

SEALED_FOR = "privacy_export"
AT_A_TIME = 2000


@transaction.atomic
def make_export(petition: Petition) -> Petition:
    """Gather it, seal it, and say that it is there; run again it is the same one."""
    held = hold(petition, "mart", "user", "member")
    if held.kind != Petition.Kind.EXPORT or not held.is_open:
        return held
    archive = _archive(held)
    now = timezone.now()
    sealed = seal(SEALED_FOR, archive, owner=held.pk)
    Export.objects.create(petition=held, sealed=sealed, size=len(archive), made_at=now, until=now + EXPORT_LIFE)
    end(held, S.DONE, "", MACHINE)
    record("privacy.export_made", held, by=MACHINE, size=len(archive))
    with override(held.language):
        body = _("The copy of what we keep of you is ready for 7 days. Sign in to take it.")
    tell_her(held, notices.READY.name, body)
    return held


@transaction.atomic
def take_export(petition: Petition, *, by: Actor) -> bytes:
    """The archive (ZIP); that somebody took it is written down. Raises ExportOver."""
    kept = Export.objects.filter(petition=petition, until__gt=timezone.now()).first()
    if kept is None:
        raise ExportOver()
    try:
        archive = unseal(SEALED_FOR, kept.sealed, owner=petition.pk)
    except Unreadable:
        raise ExportOver() from None
    record("privacy.export_seen", petition, by=by)
    return archive


def _archive(held: Petition) -> bytes:
    person = person_of(held)
    files: list[tuple[str, bytes]] = []
    with override(held.language):
        parts = [part for holds in register() if holds.reach and (part := _part(holds, person, files))]
        context: dict[str, Any] = {
            "parts": parts,
            "person": person,
            "mart": held.mart,
            "looks": _looks(person),
            "language": LANGUAGES[held.language if held.language in LANGUAGES else "en"],
            "made_on": timezone.now().astimezone(INDIA),
            "files": [name for name, _content in files],
        }
        page = render_to_string("privacy/export.html", context)
    plain = {"person": person.name, "kept": parts, "looks": context["looks"]}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(plain, ensure_ascii=False, indent=1, default=str))
        archive.writestr(PAGE, page)
        for name, content in files:
            archive.writestr(f"files/{name}", content)
    return out.getvalue()


def _part(holds: Holds, person: Person, files: list[tuple[str, bytes]]) -> dict[str, Any] | None:
    """One entry of the register with her rows; files go beside it, as many as fit."""
    rows = []
    for row in rows_of(holds, person).iterator(chunk_size=AT_A_TIME):
        told = dict(_told(holds, row))
        if holds.opens is not None:
            told[_("File")] = _file(holds, row, files)
        rows.append(told)
    if not rows:
        return None
    return {
        "model": holds.model,
        "what": str(holds.what),
        "whose": str(WHOSE[holds.whose]),
        "purposes": [str(PURPOSES[each]) for each in holds.purposes],
        "keeps": str(KEEPS.get(holds.keeps, "")),
        "rows": rows,
    }


def _file(holds: Holds, row: Model, files: list[tuple[str, bytes]]) -> str:
    assert holds.opens is not None
    try:
        name, content = holds.opens(row)
    except Unreadable:
        return _("cannot be opened: the mart's key is another since")
    if sum(len(each) for _name, each in files) + len(content) > MOST_EXPORT:
        return _("too large for this copy: ask at the office")
    files.append((name, content))
    return f"files/{name}"


def _told(holds: Holds, row: Model) -> Iterator[tuple[str, str]]:
    """Field → value in words; what is empty is left out."""
    for name in holds.fields:
        value = getattr(row, name)
        if value not in (None, "", [], {}):
            yield str(FIELDS.get(name, name)), _word(value)


def _word(value: Any) -> str:
    if isinstance(value, dict) and value and set(value) <= set(LANGUAGES):
        return best(value).text
    if isinstance(value, datetime):
        return value.astimezone(INDIA).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _looks(person: Person) -> list[tuple[str, str, str]]:
    """(when, who, why) of every look at what is hers."""
    events = list(looks_at(person))
    who = people(event.by_id for event in events)
    return [(_word(event.at), str(who.get(event.by_id or 0, "")), str(looks()[event.kind].why)) for event in events]
