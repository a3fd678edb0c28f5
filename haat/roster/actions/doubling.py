"""Groups that are one: pairs found, kept apart, made one, made two again within ninety days."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from haat.core.actor import Actor
from haat.core.errors import Gone
from haat.core.events import record
from haat.core.languages import best
from haat.core.locks import hold, hold_all, hold_key
from haat.core.rows import insert_many, insert_new, update
from haat.makers.alike import keys_of
from haat.places.models import Mart
from haat.roster.actions.counting import count_people, count_tree
from haat.roster.alike import pairs_of, traits_of, weight
from haat.roster.errors import BothEnrolled, ChangedSince, EnrolledGoes, SameGroup, TooLate
from haat.roster.models import Group, GroupCode, GroupLink, GroupName, GroupPair, GroupsApart, GroupsMerged, Person

STATE = Group.State
MOST_PAIRS = 5_000
# What the one that stays learns where it did not know it.
_FILLED = ("since", "phone", "makes", "village", "panchayat", "account_mark", "account_end", "ifsc", "told_members")


def find_pairs(mart: Mart) -> int:
    """Look for groups that may be one, and keep the likeliest; how many there are."""
    found = sorted(pairs_of(mart).items(), key=lambda each: (-weight(each[1]), each[0]))[:MOST_PAIRS]
    with transaction.atomic():
        hold_key(Mart, mart.pk)
        # Looking takes minutes: who was made one or kept apart meanwhile is asked about no more.
        blocks = {pk: each.block for pk, each in traits_of(mart, {pk for pair, _why in found for pk in pair}).items()}
        apart = set(GroupsApart.objects.filter(mart=mart).values_list("one_id", "two_id"))
        found = [(pair, why) for pair, why in found if pair not in apart and blocks.keys() >= set(pair)]
        GroupPair.objects.filter(mart=mart).delete()
        insert_many(
            [
                GroupPair(
                    mart=mart,
                    one_id=one,
                    two_id=two,
                    block_id=blocks[one],
                    other_block_id=blocks[two],
                    why=list(why),
                    weight=weight(why),
                )
                for (one, two), why in found
            ]
        )
    return len(found)


@transaction.atomic
def keep_groups_apart(one: Group, two: Group, *, by: Actor) -> None:
    """They are not the same: nobody is asked about the pair again. Said twice it counts once. Raises SameGroup."""
    _two(one, two)
    hold_key(Mart, one.mart_id)
    first, second = sorted((one, two), key=lambda group: group.pk)
    GroupPair.objects.filter(one=first, two=second).delete()
    if insert_new([GroupsApart(mart_id=one.mart_id, one=first, two=second, by_id=by.user_id)]):
        record("roster.groups_kept_apart", first, by=by, other=second.pk, called=best(second.names).text)
        record("roster.groups_kept_apart", second, by=by, other=first.pk, called=best(first.names).text)


@transaction.atomic
def merge_groups(kept: Group, gone: Group, *, by: Actor) -> GroupsMerged:
    """`gone` was `kept` all along: its numbers, members and second memberships go over, and what `kept` did not know.

    Raises SameGroup, Gone, BothEnrolled, EnrolledGoes.
    """
    _two(kept, gone)
    kept, gone = _both(kept, gone)
    if STATE.MERGED in (kept.state, gone.state):
        raise Gone
    if gone.maker_id is not None:
        raise BothEnrolled if kept.maker_id is not None else EnrolledGoes
    undo = _fill(kept, gone) | _hand_over(kept, gone)
    gone.state, gone.merged_into = STATE.MERGED, kept
    update(gone, "state", "merged_into")
    GroupPair.objects.filter(one__in=(kept.pk, gone.pk), two__in=(kept.pk, gone.pk)).delete()
    merge = GroupsMerged.objects.create(mart_id=kept.mart_id, kept=kept, gone=gone, undo=undo, by_id=by.user_id)
    record("roster.groups_merged", gone, by=by, into=kept.pk, called=best(kept.names).text)
    record("roster.group_took_in", kept, by=by, other=gone.pk, called=best(gone.names).text)
    _count(kept, gone)
    return merge


def _both(kept: Group, gone: Group) -> tuple[Group, Group]:
    """Both as they stand, the mart held before them. Raises Gone."""
    hold_key(Mart, kept.mart_id)
    rows = {row.pk: row for row in hold_all(Group.objects.filter(pk__in=(kept.pk, gone.pk)))}
    if len(rows) < 2:
        raise Gone
    return rows[kept.pk], rows[gone.pk]


def _fill(kept: Group, gone: Group) -> dict[str, Any]:
    """What `kept` learns from `gone`; answers what stood there before."""
    before: dict[str, Any] = {}
    names = {**gone.names, **kept.names}
    if names != kept.names:
        before["names"], kept.names = kept.names, names
    officers = {**gone.officers, **kept.officers}
    if officers != kept.officers:
        before["officers"], kept.officers = kept.officers, officers
    for field in _FILLED:
        if not getattr(kept, field) and getattr(gone, field):
            before[field] = getattr(kept, field)
            setattr(kept, field, getattr(gone, field))
    if kept.place_id == kept.block_id == gone.block_id and gone.place_id != gone.block_id:
        before["place"], kept.place_id = kept.place_id, gone.place_id
    if kept.organisation_id is None and gone.organisation_id is not None:
        before["organisation"], kept.organisation_id = None, gone.organisation_id
    if before:
        update(kept, *before)
    if "names" in before:
        _note_names(kept)
    return {"before": before, "after": {field: _value(kept, field) for field in before}}


def _note_names(group: Group) -> None:
    """It is found by all its names, and by no other's."""
    keys = keys_of(group.names)
    GroupName.objects.filter(group=group).exclude(key__in=keys).delete()
    insert_new([GroupName(group=group, key=key) for key in sorted(keys)])


def _value(group: Group, field: str) -> Any:
    return getattr(group, f"{field}_id" if field in ("place", "organisation") else field)


def _hand_over(kept: Group, gone: Group) -> dict[str, Any]:
    """Numbers, members and second memberships go over, but for who stands in both; answers which."""
    codes = list(GroupCode.objects.filter(group=gone).values_list("pk", flat=True))
    GroupCode.objects.filter(pk__in=codes).update(group=kept)
    both = Person.objects.filter(group=kept).values("key")
    people = list(Person.objects.filter(group=gone).exclude(key__in=both).values_list("pk", flat=True))
    Person.objects.filter(pk__in=people).update(group=kept)
    there = GroupLink.objects.filter(group=kept, ended_at=None).values("within")
    links = GroupLink.objects.filter(group=gone, ended_at=None).exclude(within__in=there).exclude(within=kept)
    linked = list(links.values_list("pk", flat=True))
    GroupLink.objects.filter(pk__in=linked).update(group=kept)
    return {"codes": codes, "people": people, "links": linked}


@transaction.atomic
def part_groups(merge: GroupsMerged, *, by: Actor) -> Group:
    """They are two after all: what came over goes back, and what the other learnt, unless it was changed since.

    Raises TooLate, ChangedSince, Gone.
    """
    kept, gone = _both(merge.kept, merge.gone)
    merge = hold(merge, "kept", "gone")
    if merge.undone_at is not None or merge.back_until < timezone.now():
        raise TooLate
    if kept.state == STATE.MERGED:
        raise ChangedSince
    undo = merge.undo
    GroupCode.objects.filter(pk__in=undo["codes"], group=kept).update(group=gone)
    Person.objects.filter(pk__in=undo["people"], group=kept).update(group=gone)
    GroupLink.objects.filter(pk__in=undo["links"], group=kept).update(group=gone)
    back = [field for field, value in undo["after"].items() if _value(kept, field) == value]
    for field in back:
        setattr(kept, f"{field}_id" if field in ("place", "organisation") else field, undo["before"][field])
    if back:
        update(kept, *back)
    if "names" in back:
        _note_names(kept)
    gone.state, gone.merged_into = STATE.KNOWN, None
    update(gone, "state", "merged_into")
    merge.undone_at = timezone.now()
    update(merge, "undone_at")
    record("roster.groups_parted", gone, by=by, was=kept.pk, called=best(kept.names).text)
    _count(kept, gone)
    return gone


def _count(kept: Group, gone: Group) -> None:
    count_people([kept.pk, gone.pk])
    mart = Mart.objects.get(pk=kept.mart_id)
    count_tree(mart, [kept.organisation_id, gone.organisation_id])


def _two(one: Group, two: Group) -> None:
    if one.pk == two.pk or one.mart_id != two.mart_id:
        raise SameGroup
