"""The only writes of makers: enrol, add members, papers, bank; open and pause."""

from haat.makers.actions.banking import confirm_bank, doubt_bank, set_bank
from haat.makers.actions.changing import change_maker, set_portrait, write_phone
from haat.makers.actions.consenting import answer_notice, take_back_consent
from haat.makers.actions.documents import (
    decide_document,
    decide_seller_paper,
    give_document,
    give_seller_paper,
)
from haat.makers.actions.enrolling import enrol_maker, enrol_member
from haat.makers.actions.files import look_at
from haat.makers.actions.importing import COLUMNS, import_makers
from haat.makers.actions.importing_organisations import ORGANISATION_COLUMNS, import_organisations
from haat.makers.actions.joining import give_back, take_in
from haat.makers.actions.members import (
    MOST_WEIGHT,
    NewMember,
    add_member,
    add_members,
    change_member,
    make_leader,
    remove_member,
    set_share_rule,
)
from haat.makers.actions.opening import open_maker, open_makers, pause_maker
from haat.makers.actions.organising import (
    change_organisation,
    close_organisation,
    invite_accountant,
    invite_to_node,
    join_organisation,
    make_organisation,
    merge_organisation,
    move_organisation,
    reopen_organisation,
)
from haat.makers.actions.papers_ruled import (
    change_paper_kind,
    change_paper_rule,
    end_paper_rule,
    make_paper_kind,
    make_paper_rule,
)
from haat.makers.actions.rearranging import rearrange_makers
from haat.makers.actions.selling import change_seller, choose_seller, make_seller

__all__ = [
    "COLUMNS",
    "MOST_WEIGHT",
    "ORGANISATION_COLUMNS",
    "NewMember",
    "add_member",
    "add_members",
    "answer_notice",
    "change_maker",
    "change_member",
    "change_organisation",
    "change_paper_kind",
    "change_paper_rule",
    "change_seller",
    "choose_seller",
    "close_organisation",
    "confirm_bank",
    "decide_document",
    "decide_seller_paper",
    "doubt_bank",
    "end_paper_rule",
    "enrol_maker",
    "enrol_member",
    "give_back",
    "give_document",
    "give_seller_paper",
    "import_makers",
    "import_organisations",
    "invite_accountant",
    "invite_to_node",
    "join_organisation",
    "look_at",
    "make_leader",
    "make_organisation",
    "make_paper_kind",
    "make_paper_rule",
    "make_seller",
    "merge_organisation",
    "move_organisation",
    "open_maker",
    "open_makers",
    "pause_maker",
    "rearrange_makers",
    "remove_member",
    "reopen_organisation",
    "set_bank",
    "set_portrait",
    "set_share_rule",
    "take_back_consent",
    "take_in",
    "write_phone",
]
