"""The only writes of makers: enrol, add members, papers, bank; open and pause."""

from haat.makers.actions.banking import confirm_bank, doubt_bank, set_bank
from haat.makers.actions.changing import change_maker
from haat.makers.actions.documents import decide_document, give_document
from haat.makers.actions.enrolling import enrol_maker, enrol_member
from haat.makers.actions.importing import COLUMNS, import_makers
from haat.makers.actions.members import (
    MOST_WEIGHT,
    NewMember,
    add_member,
    add_members,
    make_leader,
    remove_member,
    set_share_rule,
)
from haat.makers.actions.opening import open_maker, open_makers, pause_maker
from haat.makers.actions.selling import make_organisation, make_seller

__all__ = [
    "COLUMNS",
    "MOST_WEIGHT",
    "NewMember",
    "add_member",
    "add_members",
    "change_maker",
    "confirm_bank",
    "decide_document",
    "doubt_bank",
    "enrol_maker",
    "enrol_member",
    "give_document",
    "import_makers",
    "make_leader",
    "make_organisation",
    "make_seller",
    "open_maker",
    "open_makers",
    "pause_maker",
    "remove_member",
    "set_bank",
    "set_share_rule",
]
