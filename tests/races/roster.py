"""Groups of lists: moved, enrolled, bound, made one, while somebody else does the same."""

from typing import Any

from haat.places.models import Mart, Place
from haat.roster import actions
from haat.roster.actions.counting import count_tree
from haat.roster.models import Group, GroupLink, GroupsApart, GroupsMerged, ListUpload
from tests.make import BY, make_block, make_officer, make_organisation, make_own_mart, make_pin
from tests.races.race import Pair, race, read, told, twice
from tests.web.office.roster.things import make_group, make_list


def _group(mart: Mart, block: Place, *name: str, **more: Any) -> Group:
    """A group that the tree has counted."""
    made = make_group(mart, block, *name, **more)
    count_tree(mart)
    return made


@race(actions.move_group)
def a_group_is_moved_twice() -> Pair:
    mart = make_own_mart()
    known, there = _group(mart, make_block()), make_organisation(mart)
    moving = told("roster.group_moved", known)
    return twice(lambda row: actions.move_group(row, organisation=there, by=BY), known, counted=moving)


@race(actions.enrol_group, "roster.enrolled")
def a_group_is_enrolled_twice() -> Pair:
    make_pin("814149")
    known = _group(make_own_mart(), make_block())
    given = {"pin": "814149", "leader_names": {"en": "Sita Devi"}}
    enrolled = told("roster.group_enrolled", known)
    return twice(lambda row: actions.enrol_group(row, **given, by=BY), known, counted=enrolled)


@race(actions.link_group)
def a_group_is_bound_twice() -> Pair:
    mart, block = make_own_mart(), make_block()
    known, producers = _group(mart, block), _group(mart, block, "Producers", kind="producer_group")
    bound = lambda: GroupLink.objects.filter(group=known).count()  # noqa: E731
    return twice(lambda row: actions.link_group(row, within=producers, by=BY), known, counted=bound)


@race(actions.unlink_group)
def a_group_is_let_go_twice() -> Pair:
    mart, block = make_own_mart(), make_block()
    known, producers = _group(mart, block), _group(mart, block, "Producers", kind="producer_group")
    actions.link_group(known, within=producers, by=BY)
    let_go = told("roster.group_unlinked", known)
    return twice(lambda row: actions.unlink_group(row, by=BY), GroupLink.objects.get(group=known), counted=let_go)


@race(actions.merge_groups, "core.gone")
def two_groups_are_made_one_twice() -> Pair:
    mart, block = make_own_mart(), make_block()
    kept, gone = _group(mart, block), _group(mart, block, "Jyoti")
    merged = lambda: GroupsMerged.objects.filter(gone=gone).count()  # noqa: E731
    return twice(lambda row: actions.merge_groups(kept, row, by=BY), gone, counted=merged)


@race(actions.part_groups, "roster.too_late")
def two_groups_are_parted_twice() -> Pair:
    mart, block = make_own_mart(), make_block()
    merge = actions.merge_groups(_group(mart, block), _group(mart, block, "Jyoti"), by=BY)
    return twice(lambda row: actions.part_groups(row, by=BY), merge, counted=told("roster.groups_parted", merge.gone))


@race(actions.keep_groups_apart)
def two_groups_are_kept_apart_twice() -> Pair:
    mart, block = make_own_mart(), make_block()
    one, two = _group(mart, block), _group(mart, block, "Jyoti")
    return Pair(
        lambda: actions.keep_groups_apart(one, two, by=BY),
        lambda: actions.keep_groups_apart(two, one, by=BY),
        lambda: GroupsApart.objects.filter(one=one, two=two).count(),
    )


@race(actions.say_columns, "roster.not_ready")
def columns_are_said_twice() -> Pair:
    make_block()
    upload = make_list(make_own_mart(), make_officer("desk"))
    return twice(
        lambda row: actions.say_columns(row, {}, by=BY),
        upload,
        counted=lambda: read(upload).state == ListUpload.State.LOOKING,
    )


@race(actions.bring_list, "roster.not_ready")
def a_list_is_brought_in_twice() -> Pair:
    make_block()
    upload = make_list(make_own_mart(), make_officer("desk"))
    ListUpload.objects.filter(pk=upload.pk).update(state=ListUpload.State.LOOKED, counts={"rows_new": 1})
    bringing = told("roster.list_bringing", upload)
    return twice(lambda row: actions.bring_list(row, by=BY), upload, counted=bringing)


@race(actions.break_off)
def a_list_is_broken_off_twice() -> Pair:
    upload = make_list(make_own_mart(), make_officer("desk"))
    return twice(lambda row: actions.break_off(row, by=BY), upload, counted=told("roster.list_broken_off", upload))
