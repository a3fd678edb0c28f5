"""Lists that come: received, their columns said, looked through, brought in, broken off, forgotten."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.errors import Gone
from haat.core.events import changes, record
from haat.core.jobs import enqueue
from haat.core.languages import current
from haat.core.locks import hold, hold_key
from haat.core.rows import insert_many, update
from haat.core.sealing import seal, unseal
from haat.core.texts import clean_line
from haat.makers.models import Organisation
from haat.people.models import User
from haat.places.models import Mart
from haat.roster.actions.importing import Bringing, tally
from haat.roster.actions.state import File
from haat.roster.errors import BusyList, NoSuchList, NothingNew, NotReady, TwoColumns
from haat.roster.headings import FIELDS, NEVER, ORDER, RANKS, shape_of
from haat.roster.lists import PURPOSE, Prepared, content_of, kept_columns, outcomes_of, pack, reader_of, unpack
from haat.roster.models import ColumnMap, ListFile, ListNote, ListUpload
from haat.roster.reading import Reader, sniff

STATE = ListUpload.State
KEPT = timedelta(days=7)
# A list that nobody has gone on with for so long is no longer on its way.
ABANDONED = timedelta(hours=1)
WORKS = (STATE.LOOKING, STATE.BRINGING)


@dataclass(frozen=True)
class Packed:
    """A file as it is kept: what was read of it, without the columns that never are."""

    prepared: Prepared
    heads: list[str]
    fields: list[str]
    content: bytes
    rows: int
    dropped: dict[str, int]


def packed(prepared: Prepared, *, convert: bool) -> Packed:
    """Read a file whole and keep what may be kept; nothing is held meanwhile. Raises BadTable, NoSuchList."""
    reader = reader_of(prepared, convert=convert)
    keep = kept_columns(reader.fields)
    dropped = dict.fromkeys(reader.dropped.values(), 0)

    def counting() -> object:
        for number, row in prepared.rows():
            for at, why in reader.dropped.items():
                dropped[why] += at < len(row) and row[at] not in ("", None)
            yield number, row

    content, rows = pack(counting(), keep)  # type: ignore[arg-type]
    heads, fields = [prepared.heads[at] for at in keep], [prepared.fields[at] for at in keep]
    return Packed(prepared, heads, fields, content, rows, dropped)


@transaction.atomic
def receive_list(mart: Mart, files: Sequence[Packed], *, convert: bool, user: User, by: Actor) -> ListUpload:
    """Take the files of a list; a person then says what their columns mean, as far as it is not known."""
    upload = ListUpload.objects.create(
        mart=mart, by=user, language=current(), convert=convert, rows=sum(file.rows for file in files)
    )
    for number, each in enumerate(_ordered(files)):
        columns = _columns(mart, each.prepared, by, heads=each.heads, fields=each.fields)
        row = ListFile.objects.create(
            upload=upload,
            number=number,
            name=clean_line(each.prepared.source.name)[-120:],
            sheet=each.prepared.head.sheet[:200],
            digest=each.prepared.source.digest,
            shape=shape_of(columns.fields),
            columns=columns,
            rows=each.rows,
            dropped=each.dropped,
        )
        row.content = seal(PURPOSE, each.content, owner=row.pk)
        update(row, "content")
    record("roster.list_received", upload, by=by, files=_names(upload), rows=upload.rows)
    return upload


def _ordered(files: Sequence[Packed]) -> list[Packed]:
    return sorted(files, key=lambda each: (*ORDER, "").index(each.prepared.shape))


def _names(upload: ListUpload) -> list[str]:
    return list(upload.files.order_by("number").values_list("name", flat=True))


def _columns(
    mart: Mart, prepared: Prepared, by: Actor, *, heads: Sequence[str], fields: Sequence[str], confirmed: bool = False
) -> ColumnMap:
    """What is remembered of such columns; what nobody has confirmed is what was read now."""
    found, made = ColumnMap.objects.get_or_create(
        mart=mart,
        digest=prepared.digest,
        defaults={"heads": list(heads), "fields": list(fields), "confirmed": confirmed, "by_id": by.user_id},
    )
    if not made and (confirmed or not found.confirmed) and (found.heads, found.fields) != (list(heads), list(fields)):
        found.heads, found.fields, found.confirmed = list(heads), list(fields), confirmed or found.confirmed
        update(found, "heads", "fields", "confirmed")
    return found


@transaction.atomic
def say_columns(upload: ListUpload, said: Mapping[int, Sequence[str]], *, by: Actor) -> ListUpload:
    """What the columns of each file mean (file's number → a field for each of its headings), remembered for such files.

    What was said never to be kept is taken out of what is kept. Then the list is looked through. Raises NotReady,
    TwoColumns, NoSuchList.
    """
    upload = hold(upload, "mart")
    if upload.state not in (STATE.MAPPING, STATE.LOOKED):
        raise NotReady
    for file in upload.files.select_related("columns").order_by("number"):
        columns = file.columns
        assert columns is not None
        fields = _checked(file, said.get(file.number, columns.fields), len(columns.heads))
        told = changes({"fields": columns.fields}, {"fields": fields})
        heads = list(columns.heads)
        if any(field in NEVER for field in fields):
            keep = kept_columns(fields)
            _take_out(file, keep)
            heads, fields = [heads[at] for at in keep], [fields[at] for at in keep]
        columns.heads, columns.fields = heads, fields
        columns.confirmed, columns.by_id, columns.at = True, by.user_id, timezone.now()
        update(columns, "heads", "fields", "confirmed", "by_id", "at")
        record("roster.columns_said", columns, by=by, before=told["before"], after=told["after"])
        file.shape = shape_of(fields)
        update(file, "shape")
    _renumber(upload)
    upload.state, upload.done, upload.counts, upload.cursor = STATE.LOOKING, 0, {}, []
    update(upload, "state", "done", "counts", "cursor")
    enqueue("roster.look", key=f"list:{upload.pk}:look:{timezone.now().timestamp()}", upload_id=upload.pk)
    return upload


def _checked(file: ListFile, fields: Sequence[str], wide: int) -> list[str]:
    """Raises TwoColumns, NoSuchList."""
    told = [field if field in FIELDS or field in NEVER else "" for field in fields][:wide]
    told += [""] * (wide - len(told))
    for at, field in enumerate(told):
        if field in FIELDS and field in told[:at]:
            raise TwoColumns(f"column_{file.number}_{at}")
    if not shape_of(told):
        raise NoSuchList(file.name)
    return told


def _take_out(file: ListFile, keep: Sequence[int]) -> None:
    """Columns that a person says are never to be kept."""
    rows = unpack(unseal(PURPOSE, bytes(file.content), owner=file.pk))
    file.content = seal(PURPOSE, pack(rows, keep)[0], owner=file.pk)
    update(file, "content")


def _renumber(upload: ListUpload) -> None:
    """Files in the order in which they are read: those that tell of the tree first."""
    files = sorted(upload.files.defer("content"), key=lambda file: (ORDER.index(file.shape), file.number))
    for number, file in enumerate(files):
        file.number = 100 + number
        update(file, "number")
    for number, file in enumerate(files):
        file.number = number
        update(file, "number")


def look_through(upload: ListUpload) -> None:
    """Say what would become of every row. Done before, it is not done again. Raises Unreadable."""
    if upload.state != STATE.LOOKING:
        return
    files = _files(upload)
    bringing = Bringing(upload.mart, None, by=Actor(user_id=upload.by_id), dry_run=True)
    bringing.bring(files, progress=_telling(upload))
    with transaction.atomic():
        held = hold(upload)
        if held.state != STATE.LOOKING:
            return
        ListNote.objects.filter(file__upload=upload).delete()
        for file in files:
            keep_outcome(file)
        _end(held, bringing, files, STATE.LOOKED)


def keep_outcome(file: File) -> None:
    """What became of the rows of a file, and all that is said of them."""
    assert file.row_id is not None
    insert_many(
        [
            ListNote(file_id=file.row_id, row=row, field=column, code=code, said=said, remark=remark)
            for row, column, code, said, remark in file.notes
        ]
    )
    file.notes.clear()
    letters = zlib.compress("".join(file.outcomes).encode())
    ListFile.objects.filter(pk=file.row_id).update(outcomes=letters)


def _telling(upload: ListUpload) -> Callable[[int], None]:
    return lambda done: _told_far(upload.pk, done)


def _told_far(pk: int, done: int) -> None:
    ListUpload.objects.filter(pk=pk).update(done=done)


def _end(upload: ListUpload, bringing: Bringing, files: Sequence[File], state: ListUpload.State) -> None:
    made = bringing.organisations.made
    upload.counts = {**bringing.counts, **{f"rows_{name}": n for name, n in tally(files).items()}}
    upload.counts |= {
        "federations_new": made[Organisation.Kind.FEDERATION],
        "villages_new": made[Organisation.Kind.VILLAGE],
    }
    upload.counts |= {"remarks": sum(each[4] for file in files for each in file.notes)} if files else {}
    upload.state, upload.done, upload.ended_at = state, upload.rows or bringing.done, timezone.now()
    upload.rows = upload.done
    update(upload, "counts", "state", "done", "rows", "ended_at")


def _files(upload: ListUpload) -> list[File]:
    """The files of a list that was sent, ready to be read."""
    return [_file(row, upload.convert) for row in upload.files.select_related("columns").order_by("number")]


def _file(row: ListFile, convert: bool) -> File:
    assert row.columns is not None
    rows, heads, fields = content_of(row), row.columns.heads, row.columns.fields
    reader = Reader(heads, fields, row.shape, sniff(fields, rows()), convert=convert, demo=settings.DEMO)
    file = _made(row, reader)
    file.rows = rows
    return file


def _made(row: ListFile, reader: Reader) -> File:
    assert row.columns is not None
    return File(
        name=row.name,
        number=row.number,
        rows=lambda: iter(()),
        reader=reader,
        shape=row.shape,
        rank=RANKS[row.shape],
        digest=row.columns.digest,
        columns_id=row.columns.pk,
        row_id=row.pk,
        dropped=dict(row.dropped),
    )


@transaction.atomic
def bring_list(upload: ListUpload, *, by: Actor) -> ListUpload:
    """Let the worker bring in what was looked through. Raises NotReady, NothingNew, BusyList."""
    hold_key(Mart, upload.mart_id)
    upload = hold(upload)
    if upload.state != STATE.LOOKED or not any(file.content for file in upload.files.all()):
        raise NotReady
    if not (upload.counts.get("rows_new") or upload.counts.get("rows_changed")):
        raise NothingNew
    _begin(upload, by)
    enqueue("roster.bring", key=f"list:{upload.pk}:bring", upload_id=upload.pk, user_id=by.user_id)
    return upload


def _begin(upload: ListUpload, by: Actor) -> None:
    """One list at a time: two would decide on what the other is about to write. The mart is held. Raises BusyList."""
    lately = Q(at__gt=timezone.now() - ABANDONED) | Q(by__isnull=False)
    others = ListUpload.objects.filter(lately, mart=upload.mart_id, state=STATE.BRINGING).exclude(pk=upload.pk)
    if others.exists():
        raise BusyList
    ListNote.objects.filter(file__upload=upload).delete()
    upload.files.update(outcomes=b"")
    upload.state, upload.done, upload.cursor, upload.counts = STATE.BRINGING, 0, [], {}
    update(upload, "state", "done", "cursor", "counts")
    digests = list(upload.files.order_by("number").values_list("digest", flat=True))
    record("roster.list_bringing", upload, by=by, files=_names(upload), digests=digests)


def bring(
    upload: ListUpload, files: Sequence[File] | None = None, *, progress: Callable[[int], None] | None = None, by: Actor
) -> None:
    """Bring in all rows, from where it was interrupted on; what is there already stays as it is. Raises Unreadable."""
    if upload.state != STATE.BRINGING:
        return
    files = _files(upload) if files is None else files
    for file, row in zip(files, upload.files.order_by("number"), strict=True):
        file.outcomes = list(outcomes_of(row))
    bringing = Bringing(upload.mart, upload, by=by, dry_run=False)
    bringing.bring(files, progress=progress, cursor=upload.cursor)
    with transaction.atomic():
        held = hold(upload)
        if held.state != STATE.BRINGING:
            raise Gone
        for file in files:
            keep_outcome(file)
        _end(held, bringing, files, STATE.BROUGHT)
        digests = list(held.files.order_by("number").values_list("digest", flat=True))
        record("roster.list_brought", held, by=by, files=_names(held), digests=digests, counts=held.counts)


@transaction.atomic
def begin_list(mart: Mart, prepared: Sequence[Prepared], *, convert: bool, by: Actor) -> ListUpload:
    """A list that a command brings, whose files stay where they are; the one it was interrupted in, if there is one.

    Raises BusyList.
    """
    hold_key(Mart, mart.pk)
    digests = [each.source.digest for each in prepared]
    for open_ in ListUpload.objects.filter(mart=mart, state=STATE.BRINGING, by=None).order_by("-pk"):
        if (
            list(open_.files.order_by("number").values_list("digest", flat=True)) == digests
            and open_.convert == convert
        ):
            return open_
    upload = ListUpload.objects.create(mart=mart, language=current(), convert=convert, state=STATE.BRINGING)
    for number, each in enumerate(prepared):
        keep = kept_columns(each.fields)
        heads, fields = [each.heads[at] for at in keep], [each.fields[at] for at in keep]
        columns = _columns(mart, each, by, heads=heads, fields=fields, confirmed=each.known)
        ListFile.objects.create(
            upload=upload,
            number=number,
            name=each.source.name[-120:],
            sheet=each.head.sheet[:200],
            digest=each.source.digest,
            shape=each.shape,
            columns=columns,
        )
    _begin(upload, by)
    return upload


def files_of(upload: ListUpload | None, prepared: Sequence[Prepared], *, mart: Mart, convert: bool) -> list[File]:
    """The files of a command for a mart, ready to be read; without an `upload` for a dry run."""
    rows = list(upload.files.select_related("columns").order_by("number")) if upload is not None else []
    found = []
    for number, each in enumerate(prepared):
        reader = reader_of(each, convert=convert)
        if rows:
            file = _made(rows[number], reader)
        else:
            kept = (each.source.name, number, each.rows, reader, each.shape, RANKS[each.shape], each.digest)
            file = File(*kept, columns_id=_known_columns(mart, each))
        file.rows = each.rows
        found.append(file)
    return found


def _known_columns(mart: Mart, prepared: Prepared) -> int:
    return ColumnMap.objects.filter(mart=mart, digest=prepared.digest).values_list("pk", flat=True).first() or 0


@transaction.atomic
def break_off(upload: ListUpload, *, problem: str = "", by: Actor) -> ListUpload:
    """It will never be read to its end: whoever sent it sends it once more. One that has ended stays as it is."""
    upload = hold(upload)
    if upload.state in (*WORKS, STATE.MAPPING):
        upload.state, upload.problem, upload.ended_at = STATE.BROKEN, problem[:300], timezone.now()
        update(upload, "state", "problem", "ended_at")
        record("roster.list_broken_off", upload, by=by, files=_names(upload))
    return upload


def forget_lists() -> int:
    """Take away files and what was said of their rows a week later; how many were."""
    old = ListFile.objects.filter(upload__at__lt=timezone.now() - KEPT).exclude(content=b"", outcomes=b"")
    old = old.exclude(upload__state__in=WORKS)
    keys = list(old.values_list("pk", flat=True))
    ListNote.objects.filter(file__in=keys).delete()
    return ListFile.objects.filter(pk__in=keys).update(content=b"", outcomes=b"")
