"""The only writes of the roster: lists come in, groups are moved, enrolled, linked, made one and two again."""

from haat.roster.actions.doubling import find_pairs, keep_groups_apart, merge_groups, part_groups
from haat.roster.actions.enrolling import enrol_group, keep_up
from haat.roster.actions.lists import (
    begin_list,
    break_off,
    bring,
    bring_list,
    files_of,
    forget_lists,
    look_through,
    packed,
    receive_list,
    say_columns,
)
from haat.roster.actions.moving import link_group, move_group, unlink_group

__all__ = [
    "begin_list",
    "break_off",
    "bring",
    "bring_list",
    "enrol_group",
    "files_of",
    "find_pairs",
    "forget_lists",
    "keep_groups_apart",
    "keep_up",
    "link_group",
    "look_through",
    "merge_groups",
    "move_group",
    "packed",
    "part_groups",
    "receive_list",
    "say_columns",
    "unlink_group",
]
