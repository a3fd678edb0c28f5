"""What becomes of the rows of a batch: beside what is known of their groups and members."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from haat.core.rows import batches
from haat.makers.models import Organisation
from haat.places.models import Place
from haat.roster.actions.state import Decided, Entry, File, State
from haat.roster.actions.telling import Where, new_group, tell
from haat.roster.headings import FEDERATIONS
from haat.roster.models import Group, Person
from haat.roster.placing import called
from haat.roster.reading import CHANGED, NEW, REFUSED, SAME, Bad, GroupTold, PersonTold

_ASKED = ("name", "guardian", "role", "phone", "makes")


def decide(bringing: State, file: File, entries: Sequence[Entry]) -> Decided:
    """What is new, what changes; every entry gets its outcome."""
    decided = Decided()
    if file.shape == FEDERATIONS:
        _organisations(bringing, file, entries)
        return decided
    known = _known(bringing, entries)
    for entry in entries:
        if entry.outcome:
            continue
        entry.outcome = SAME
        try:
            if entry.told is not None:
                _group(bringing, file, entry, known, decided)
        except Bad as bad:
            _refuse(bringing, file, entry, bad)
            continue
        decided.codes += [(_key(entry), kind, number) for kind, number in entry.codes]
        if entry.codes and not entry.new and entry.outcome == SAME:
            entry.outcome = CHANGED
    _people(bringing, file, entries, known, decided)
    _producers(bringing, entries, known, decided)
    return decided


def organisations_lacking(bringing: State, file: File, entries: Sequence[Entry]) -> list[tuple[GroupTold, Place]]:
    """What rows tell of organisations that are not known yet, each once, with the block they lie in."""
    found: dict[object, tuple[GroupTold, Place]] = {}
    telling = [entry.told for entry in entries if entry.told is not None and not entry.outcome]
    for told in telling if file.shape != FEDERATIONS else ():
        with suppress(Bad):
            block = bringing.places.block(told.block)[0]
            if block is not None and not bringing.organisations.looked_up(told, block):
                found.setdefault((told.organisation, told.federation, block.pk), (told, block))
    return list(found.values())


def _key(entry: Entry) -> int:
    assert entry.group is not None
    return entry.group


def refuse(file: File, entry: Entry, bad: Bad) -> None:
    """Say why a row stays out, and what else of it is wrong: who mends it need not send it twice."""
    entry.outcome = REFUSED
    file.note(entry.row, bad.column, bad.code, bad.said)
    for told in (entry.told, entry.person):
        for column, code, said in told.notes if told is not None else ():
            file.note(entry.row, column, code, said, remark=True)


def _refuse(bringing: State, file: File, entry: Entry, bad: Bad) -> None:
    """The row stays out, and with it the numbers it brought: nobody has them."""
    refuse(file, entry, bad)
    for kind, number in entry.codes:
        bringing.codes[kind].pop(number, None)
    file.seen.discard(_key(entry))


def _organisations(bringing: State, file: File, entries: Sequence[Entry]) -> None:
    """Rows of a list of federations and village organisations."""
    for entry in entries:
        if entry.outcome or entry.told is None:
            continue
        try:
            block, spelt = bringing.places.block(entry.told.block)
            new = bringing.organisations.tell(entry.told, block or bringing.mart.place)
        except Bad as bad:
            entry.outcome = REFUSED
            file.note(entry.row, bad.column, bad.code, bad.said)
            continue
        entry.outcome = NEW if new else SAME
        if spelt and block is not None:
            file.note(entry.row, "block", "block_spelt", called(block), remark=True)


def _known(bringing: State, entries: Sequence[Entry]) -> dict[int, Group]:
    """The groups of these rows that are there."""
    wanted = {
        entry.group for entry in entries if entry.group is not None and entry.group > 0 and entry.told is not None
    }
    found = {pk: bringing.imagined[pk] for pk in wanted if pk in bringing.imagined}
    for some in batches(sorted(wanted - found.keys())):
        found |= Group.objects.select_related("block").in_bulk(list(some))
    return found


def _group(bringing: State, file: File, entry: Entry, known: dict[int, Group], decided: Decided) -> None:
    """What the row tells of its group. Raises Bad."""
    told, key = entry.told, _key(entry)
    assert told is not None
    group = decided.new.get(key) or known.get(key) or bringing.imagined.get(key)
    remarks = list(told.notes)
    where = _where(bringing, told, group, remarks)
    block = where.block or (group.block if group is not None and told.organisation[0] else None)
    organisation = bringing.organisations.of(told, block) if block is not None else None
    if group is None:
        if where.block is None:
            raise Bad("block", "block_empty")
        group = new_group(bringing.mart, told, where, organisation)
        group.told_by, group.told_rank = file.digest, file.rank
        decided.new[key], entry.outcome = group, NEW
    else:
        _change(bringing, file, entry, group, where, organisation, decided)
    for column, code, said in remarks:
        file.note(entry.row, column, code, said, remark=True)


def _change(
    bringing: State,
    file: File,
    entry: Entry,
    group: Group,
    where: Where,
    organisation: Organisation | None,
    decided: Decided,
) -> None:
    assert entry.told is not None
    told_by = group.told_by, group.told_rank
    if group.placed_by is not None and organisation is not None and organisation.pk != group.organisation_id:
        file.note(entry.row, "organisation_name", "placed", remark=True)
    names = group.names
    before, after = tell(group, entry.told, where, organisation, mart=bringing.mart, rank=file.rank, digest=file.digest)
    if after:
        entry.outcome = CHANGED
        if bringing.upload is None or group.came_with_id != bringing.upload.pk:
            decided.changes.append((group, before, after))
    if after or (group.told_by, group.told_rank) != told_by:
        decided.changed[_key(entry)] = group
    if group.names is not names:
        decided.renamed.add(_key(entry))


def _where(bringing: State, told: GroupTold, group: Group | None, remarks: list[tuple[str, str, str]]) -> Where:
    """Block and village of a row; of a group that is known a row without a block says nothing of it. Raises Bad."""
    block, spelt = bringing.places.block(told.block)
    if block is None:
        return Where(None, None, "", told.panchayat)
    if spelt:
        remarks.append(("block", "block_spelt", called(block)))
    if not (told.village or told.village_lgd):
        return Where(block, None, "", told.panchayat)
    place, spelt = bringing.places.village(block, told.village, told.village_lgd)
    if place is None:
        written = bringing.places.written(block, told.village)
        if told.village:
            remarks.append(("village", "village", told.village))
        return Where(block, None, written, told.panchayat)
    if spelt:
        remarks.append(("village", "village_spelt", called(place)))
    return Where(block, place, "", told.panchayat)


def _people(bringing: State, file: File, entries: Sequence[Entry], known: dict[int, Group], decided: Decided) -> None:
    """Members: who is new, and what of the others changes."""
    telling = [entry for entry in entries if entry.person is not None and entry.outcome != REFUSED]
    there: dict[tuple[int, str], Known] = {}
    groups = {_key(entry) for entry in telling if _key(entry) > 0}
    for some in batches(sorted(groups)):
        rows = Person.objects.filter(group_id__in=some).order_by()
        asked = rows.values_list("group_id", "key", "pk", "told_by", *_ASKED)
        for group, key, *her in asked.iterator(chunk_size=5_000):
            there[group, key] = her
    for entry in telling:
        told = entry.person
        assert told is not None
        if _key(entry) < 0 and _key(entry) not in decided.new and _key(entry) not in bringing.imagined:
            _refuse(bringing, file, entry, Bad("group_name", "group_refused"))
            continue
        for column, code, said in told.notes:
            file.note(entry.row, column, code, said, remark=True)
        person = there.get((_key(entry), told.key))
        if person is None:
            if not entry.told_before:
                decided.people.append((_key(entry), told))
                entry.outcome = NEW
        elif (changed := _tell_person(person, told, file.columns_id)) is not None:
            changed.group_id = _key(entry)
            decided.people_changed.append(changed)
            entry.outcome = CHANGED if entry.outcome == SAME else entry.outcome


def _producers(bringing: State, entries: Sequence[Entry], known: dict[int, Group], decided: Decided) -> None:
    """Groups that belong to a producer group besides, which the row names."""
    naming = [entry for entry in entries if entry.producers and entry.outcome != REFUSED]
    lacking = {_key(entry) for entry in naming} - known.keys() - decided.new.keys() - bringing.imagined.keys()
    blocks = dict[int, int]()
    for some in batches(sorted(lacking)):
        blocks |= dict(Group.objects.filter(pk__in=some).values_list("pk", "block_id"))
    for entry in naming:
        key = _key(entry)
        group = decided.new.get(key) or known.get(key) or bringing.imagined.get(key)
        named = (blocks[key] if group is None else group.block_id), entry.producers
        if bringing.producers.new(key, named, bringing.codes):
            decided.links.append((key, named))
            entry.outcome = CHANGED if entry.outcome == SAME else entry.outcome


Known = list[Any]  # her key, the columns that told of her, and what is asked of her


def _tell_person(known: Known, told: PersonTold, columns: int) -> Person | None:
    """Her row as it is to be; None where nothing changes. Another list than the first only fills what is not known."""
    pk, told_by, *values = known
    leads, after = told_by == columns, list(values)
    for at, each in enumerate(_ASKED):
        value = getattr(told, each)
        if value and value != values[at] and (leads or not values[at]):
            after[at] = value
    return Person(pk=pk, **dict(zip(_ASKED, after, strict=True))) if after != values else None


def imagine(bringing: State, decided: Decided) -> None:
    """Remember what a dry run would have written."""
    bringing.imagined |= decided.new | decided.changed
    count(bringing, decided)


def count(bringing: State, decided: Decided) -> None:
    """Add up what a batch made and changed."""
    bringing.counted("groups_new", len(decided.new))
    bringing.counted("groups_changed", len({group.pk for group, _before, _after in decided.changes}))
    bringing.counted("links_new", len(decided.links))
    bringing.counted("people_new", len(decided.people))
    bringing.counted("people_changed", len(decided.people_changed))
