"""The only writes of the roster: lists come in, groups are moved, enrolled, linked, made one and two again."""

from haat.roster.actions.lists import (
    begin_list,
    break_off,
    bring,
    bring_list,
    files_of,
    forget_lists,
    packed,
    look_through,
    receive_list,
    say_columns,
)

__all__ = [
    "begin_list",
    "break_off",
    "bring",
    "bring_list",
    "files_of",
    "forget_lists",
    "packed",
    "look_through",
    "receive_list",
    "say_columns",
]
