"""Small lists as missions have them, for tests: a district of two blocks, a sheet of groups and one of members."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from haat.core.actor import Actor
from haat.core.longtable import from_bytes
from haat.places.models import Mart
from haat.roster import actions
from haat.roster.actions.importing import Bringing, tally
from haat.roster.actions.state import File
from haat.roster.headings import ORDER
from haat.roster.lists import prepare
from haat.roster.models import ListNote
from tests.make import BY, make_block, make_mart, make_village

GROUP_HEADS = ["SHG Code", "SHG Name", "District", "Block", "Village", "VO Name", "CLF Name", "Chair Person Name"]
MEMBER_HEADS = ["SHG Code", "SHG Name", "Block", "Village", "Member Code", "Member Name", "Father/Mother/Spouse Name"]


def here() -> Mart:
    """A district with two blocks, a village in each."""
    mart = make_mart()
    make_village("Bhelwa", block=make_block("Sarath"))
    make_village("Kusmaha", block=make_block("Palojori"))
    return mart


def group(code: int = 1, name: str = "Jyoti SHG", **more: str) -> dict[str, Any]:
    told = dict(zip(GROUP_HEADS, [f"{4_000_000_000 + code}", name, "Deoghar", "Sarath", "Bhelwa"], strict=False))
    return told | {"VO Name": "Bhelwa VO", "CLF Name": "Nari Jagriti", "Chair Person Name": "Phulmani Murmu"} | more


def member(code: int = 1, name: str = "Rani Devi", *, of: int = 1, **more: str) -> dict[str, Any]:
    told = dict(zip(MEMBER_HEADS, [f"{4_000_000_000 + of}", "Jyoti SHG", "Sarath", "Bhelwa"], strict=False))
    numbers = {"Member Code": f"{50_000_000_000 + code}", "Member Name": name, "Father/Mother/Spouse Name": "Ram Murmu"}
    return told | numbers | more


def written(rows: Sequence[dict[str, Any]], *, mark: str = ",") -> bytes:
    """Rows as a CSV with all their headings."""
    heads = list(dict.fromkeys(head for row in rows for head in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def bring(
    mart: Mart,
    *contents: bytes,
    dry_run: bool = False,
    convert: bool = False,
    said: dict[str, str] | None = None,
    by: Actor = BY,
) -> tuple[dict[str, int], list[File]]:
    """Bring files in as the command does: how many rows became what, and the files with all that is said of them."""
    prepared = [prepare(from_bytes(each, f"{number}.csv"), mart, said=said) for number, each in enumerate(contents)]
    prepared.sort(key=lambda each: ORDER.index(each.shape))
    if dry_run:
        files = actions.files_of(None, prepared, mart=mart, convert=convert)
        Bringing(mart, None, by=by, dry_run=True).bring(files)
        return tally(files), files
    upload = actions.begin_list(mart, prepared, convert=convert, by=by)
    files = actions.files_of(upload, prepared, mart=mart, convert=convert)
    actions.bring(upload, files, by=by)
    for file in files:
        notes = ListNote.objects.filter(file=file.row_id).order_by("row", "remark", "pk")
        file.notes = list(notes.values_list("row", "field", "code", "said", "remark"))
    return tally(files), files


def notes(files: Sequence[File]) -> list[tuple[int, str, str]]:
    """(row, field, code) of all that is said."""
    return [(row, field, code) for file in files for row, field, code, _said, _remark in file.notes]
