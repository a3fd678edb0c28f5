"""The only writes of makers: enrol, add members, papers, bank; open and pause."""

from haat.makers.actions.documents import confirm_bank, decide_document, give_document, set_bank
from haat.makers.actions.enrolling import change_maker, enrol_maker
from haat.makers.actions.importing import COLUMNS, import_makers
from haat.makers.actions.members import NewMember, add_member, add_members, remove_member, set_share_rule
from haat.makers.actions.opening import open_maker, pause_maker
from haat.makers.actions.selling import make_organisation, make_seller

__all__ = [
    "COLUMNS",
    "NewMember",
    "add_member",
    "add_members",
    "change_maker",
    "confirm_bank",
    "decide_document",
    "enrol_maker",
    "give_document",
    "import_makers",
    "make_organisation",
    "make_seller",
    "open_maker",
    "pause_maker",
    "remove_member",
    "set_bank",
    "set_share_rule",
]
