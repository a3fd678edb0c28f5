"""The only writes of the catalogue: drafts, words, variants, pictures, checks."""

from haat.catalogue.actions.answering import choose_kind, follow_kind, say_answers, take_line
from haat.catalogue.actions.changing import accept_change, ask_name, ask_picture, ask_words, send_back_change
from haat.catalogue.actions.checking import approve, pause_good, resume_good, send_back, send_for_check, take_back
from haat.catalogue.actions.crafts import add_craft, answer_craft_ask, ask_craft, order_crafts, set_craft
from haat.catalogue.actions.drafts import save_draft, set_text
from haat.catalogue.actions.handing import hand_over_goods
from haat.catalogue.actions.importing import import_crafts, import_kinds
from haat.catalogue.actions.kinds import add_attribute, add_kind, set_attribute, set_kind
from haat.catalogue.actions.many import Draft, Known, add_size, draft_of, write_drafts
from haat.catalogue.actions.mending import (
    add_variant,
    change_variant,
    set_attributes,
    set_facts,
    set_size,
    show_pictures,
    unless_changed,
)
from haat.catalogue.actions.photos import add_photo, order_photos
from haat.catalogue.actions.variants import change_price, set_variant, stop_variant, weigh

__all__ = [
    "Draft",
    "Known",
    "accept_change",
    "add_attribute",
    "add_craft",
    "add_kind",
    "add_photo",
    "add_size",
    "add_variant",
    "answer_craft_ask",
    "approve",
    "ask_craft",
    "ask_name",
    "ask_picture",
    "ask_words",
    "change_price",
    "change_variant",
    "choose_kind",
    "draft_of",
    "follow_kind",
    "hand_over_goods",
    "import_crafts",
    "import_kinds",
    "order_crafts",
    "order_photos",
    "pause_good",
    "resume_good",
    "save_draft",
    "say_answers",
    "send_back",
    "send_back_change",
    "send_for_check",
    "set_attribute",
    "set_attributes",
    "set_craft",
    "set_facts",
    "set_kind",
    "set_size",
    "set_text",
    "set_variant",
    "show_pictures",
    "stop_variant",
    "take_back",
    "take_line",
    "unless_changed",
    "weigh",
    "write_drafts",
]
