"""The writes of one batch of a list, some statements for thousands of rows, with where to go on."""

from haat.core.bulk import copy_in
from haat.core.rows import insert_many, insert_many_new, update, update_each
from haat.makers.alike import keys_of
from haat.roster.actions.deciding import count
from haat.roster.actions.state import Decided, File, State
from haat.roster.actions.telling import FIELDS
from haat.roster.models import Group, GroupChange, GroupCode, GroupName, ListFile, ListNote, Person

_PERSON = ("group", "key", "name", "guardian", "role", "phone", "makes", "told_by")


def write(bringing: State, file: File, decided: Decided, *, cursor: tuple[int, int], read: int) -> None:
    """Write what was decided of a batch of `read` rows; the caller's transaction makes it whole."""
    _groups(bringing, file, decided)
    people = list[tuple[int | str, ...]]()
    for group, told in decided.people:
        pk = group if group > 0 else decided.new[group].pk
        bringing.touched.add(pk)
        people.append((pk, told.key, told.name, told.guardian, told.role, told.phone, told.makes, file.columns_id))
    copy_in(Person, _PERSON, people)
    update_each(decided.people_changed, "name", "guardian", "role", "phone", "makes")
    bringing.touched |= {person.group_id for person in decided.people_changed}
    links = [(group if group > 0 else decided.new[group].pk, named) for group, named in decided.links]
    bringing.touched |= bringing.producers.write(links, bringing.codes, bringing.upload)
    count(bringing, decided)
    _noted(bringing, file, cursor, read)


def _groups(bringing: State, file: File, decided: Decided) -> None:
    new = decided.new
    for group in new.values():
        group.came_with = bringing.upload
    insert_many(list(new.values()))
    codes = [
        GroupCode(mart=bringing.mart, group_id=key if key > 0 else new[key].pk, kind=kind, number=number)
        for key, kind, number in decided.codes
    ]
    insert_many(codes)
    for code in codes:
        bringing.codes[code.kind][code.number] = code.group_id
    for key, group in new.items():
        if group.kind == Group.Kind.PRODUCER_GROUP:
            bringing.producers.note(group.pk, group.block_id, group.names)
        bringing.stable[group.pk] = key
        bringing.touched.add(group.pk)
        file.seen.discard(key)
        file.seen.add(group.pk)
    update_each(list(decided.changed.values()), *FIELDS)
    bringing.touched |= decided.changed.keys()
    _names(decided)
    if bringing.upload is not None:
        changes = decided.changes
        insert_many(
            [GroupChange(group=group, upload=bringing.upload, before=old, after=now) for group, old, now in changes]
        )


def _names(decided: Decided) -> None:
    """Every group's names by their sound: of those that are new, or called otherwise now."""
    renamed = [decided.changed[key] for key in decided.renamed if key in decided.changed]
    if renamed:
        GroupName.objects.filter(group__in=renamed).delete()
    called: list[Group] = [*decided.new.values(), *renamed]
    insert_many_new([GroupName(group=group, key=key) for group in called for key in sorted(keys_of(group.names))])


def _noted(bringing: State, file: File, cursor: tuple[int, int], read: int) -> None:
    """The notes of the batch, and where to go on."""
    upload = bringing.upload
    if upload is None or file.row_id is None:
        return
    insert_many(
        [
            ListNote(file_id=file.row_id, row=row, field=column, code=code, said=said, remark=remark)
            for row, column, code, said, remark in file.notes
        ]
    )
    file.notes.clear()
    ListFile.objects.filter(pk=file.row_id).update(outcomes=file.packed(), dropped=file.dropped)
    upload.cursor, upload.counts, upload.done = list(cursor), bringing.counts, bringing.done + read
    update(upload, "cursor", "counts", "done")
